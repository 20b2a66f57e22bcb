import { css } from 'lit';

/**
 * On paper: what can be read, one below the other, and nothing that can only be pressed. The attribute is set just before
 * the page is printed, so that canvases can be drawn anew for the width they will have: 680 px, which is the width of A4
 * and of Letter within their margins.
 */
export const print = css`
  :host([printing]) {
    width: 680px;
    background: none;
    --mc-ground: #ffffff;
    print-color-adjust: exact;
    -webkit-print-color-adjust: exact;
  }
  :host([printing]) :is(.lab, .row, .details, .story) {
    display: block;
  }
  :host([printing])
    :is(
      collapse-player,
      details.table,
      .segments,
      .setting,
      .prompt,
      .after,
      .training,
      .all,
      .phase,
      .hash button,
      .beside:not(:has(canvas, .three)),
      .grid:not(:has(canvas)),
      .verdicts:not(:has(ul)),
      .readout:empty
    ) {
    display: none;
  }
  :host([printing]) :is(.finding, figure, .row, .details, .settings, .stage, .story) {
    margin-bottom: 16px;
  }
  :host([printing]) :is(figure, .stage, section, table, li) {
    break-inside: avoid;
  }
  :host([printing]) :is(h2, h3, figcaption) {
    break-after: avoid;
    min-height: 0;
  }
  :host([printing]) :is(.verdicts, .next, .lost, .survival) {
    min-height: 0;
  }
  :host([printing]) .chips {
    height: auto;
    max-height: 200px;
    overflow: hidden;
  }
  :host([printing]) :is(button, select) {
    padding-left: 0;
    border: 0;
    background: none;
    box-shadow: none;
    opacity: 1;
    color: var(--mc-ink);
    appearance: none;
  }
  :host([printing]) .hash {
    margin: 0;
  }
`;
