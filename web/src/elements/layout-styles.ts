import { css } from 'lit';

/** Lays out <model-collapse>; follows its own width, not the window's, because it may stand anywhere. */
export const layout = css`
  :host {
    display: block;
    container: lab / inline-size;
    color: var(--mc-ink);
    font: var(--mc-t2) / 1.4 var(--mc-sans);
    /* What a page sets for its own text is not for this one. */
    direction: ltr;
    letter-spacing: normal;
    text-align: left;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }
  @media (forced-colors: active) {
    :host {
      background: Canvas;
    }
  }
  :host([hidden]) {
    display: none;
  }
  .lab {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .finding .where {
    margin: 0;
    color: var(--mc-quiet);
    font-variant-numeric: tabular-nums;
  }
  /* Sentences change while the story plays, and nothing below them may move: room for the longest. */
  .told {
    margin: 4px 0 0;
    min-height: calc(2.5 * var(--mc-t4) + var(--notes, 0) * 1.4 * var(--mc-t2));
  }
  /* Where something is noted in nearly every generation. */
  .told.long {
    --notes: 1.2;
  }
  h2 {
    margin: 0;
    font: 500 var(--mc-t4) / 1.25 var(--mc-serif);
    text-wrap: pretty;
    font-variant-numeric: tabular-nums lining-nums;
  }
  .notes {
    margin: 2px 0 0;
    color: var(--mc-quiet);
    font-variant-numeric: tabular-nums;
  }
  .ended {
    margin: 4px 0 0;
    color: var(--mc-alarm);
  }
  figure {
    margin: 0;
    min-width: 0;
    display: grid;
    grid-template: auto 1fr / minmax(0, 1fr);
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    justify-content: space-between;
    min-height: 32px;
  }
  .name {
    font-weight: 600;
  }
  .readout {
    margin: 0;
    color: var(--mc-quiet);
    font-size: var(--mc-t1);
    line-height: 16px;
    min-height: 16px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  /* What is read out beside a name takes two lines at most, for which there is room. */
  figcaption .readout {
    flex: 1 1 0;
    min-width: 0;
    max-height: 32px;
    overflow: hidden;
    text-align: right;
  }
  .metrics .readout {
    min-height: 32px;
  }
  .metrics .against {
    min-height: 48px;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    touch-action: pan-y;
  }
  .frame {
    position: relative;
    height: clamp(240px, 35vh, 460px);
  }
  [data-dimension='2'] .frame {
    height: clamp(280px, 38vh, 520px);
  }
  .phase {
    position: absolute;
    left: 8px;
    top: 8px;
    font-size: var(--mc-t2);
    font-weight: 600;
    pointer-events: none;
    white-space: pre;
  }
  .phase:not(:empty) {
    padding: 4px 8px;
    background: var(--mc-ground);
  }
  [data-dimension='2'] .phase {
    left: 52px;
  }
  .stage {
    display: grid;
    gap: 16px;
  }
  .stage.with-small {
    grid-template-columns: minmax(0, 1fr) minmax(168px, 24%);
  }
  .small {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 8px;
    grid-auto-rows: minmax(0, 1fr);
    margin-top: 32px;
  }
  .small button {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    padding: 0;
    min-height: 0;
    border-color: var(--mc-rule);
    background: transparent;
    overflow: clip;
    font-size: var(--mc-t1);
    font-variant-numeric: tabular-nums;
  }
  .small button:disabled {
    opacity: 1;
    color: var(--mc-quiet);
    border-style: dashed;
  }
  .small button[aria-pressed='true'] {
    border-color: var(--mc-ink);
    box-shadow: inset 0 0 0 1px var(--mc-ink);
  }
  .small canvas {
    min-height: 48px;
  }
  .small span {
    padding: 0 0 2px;
  }
  .row {
    display: grid;
    grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr);
    gap: 16px 32px;
  }
  .row canvas {
    height: clamp(190px, 22vh, 300px);
  }
  .metrics select {
    flex: 1 1 140px;
    min-width: 0;
    font-weight: 600;
  }
  .verdicts {
    min-height: 340px;
  }
  collapse-player {
    padding: 4px 0 8px;
    background: var(--mc-ground);
    border-bottom: 1px solid var(--mc-rule);
  }
  /* In reach of a thumb where figures stand one below the other: the same query is LOW_PLAYER. */
  @media (max-width: 760px) and (min-height: 700px) {
    collapse-player {
      /* Only where the page asks for it: in a frame, on a slide or in somebody's page the player stays in its place. */
      position: var(--mc-player, static);
      bottom: 0;
      z-index: 2;
      padding: 8px 0;
      border-top: 1px solid var(--mc-rule);
      border-bottom: 0;
    }
  }
  .settings {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    align-items: center;
    padding-bottom: 8px;
  }
  .setting {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .inline {
    color: var(--mc-quiet);
  }
  .setting input {
    width: 9ch;
  }
  .inline input,
  .setting .short {
    width: 7ch;
  }
  .setting input[readonly] {
    color: var(--mc-quiet);
    border-style: dashed;
  }
  button.glyph[aria-pressed='true'] {
    background: var(--mc-ink);
    color: var(--mc-ground);
  }
  .hash {
    display: flex;
    align-items: center;
    gap: 4px;
    margin: 0 0 0 auto;
    color: var(--mc-quiet);
    font-size: var(--mc-t1);
  }
  code {
    font: var(--mc-t1) / 1.4 var(--mc-mono);
  }
  .wrong {
    flex: 1 0 100%;
    margin: 0;
    color: var(--mc-alarm);
  }
  .wrong:empty {
    display: none;
  }
  summary {
    cursor: pointer;
    min-height: 32px;
    line-height: 32px;
    width: fit-content;
    font-weight: 600;
  }
  .state {
    max-width: 65ch;
    padding: 32px 0;
    font: var(--mc-t3) / 1.5 var(--mc-serif);
  }
  .state p {
    margin: 12px 0;
  }
  .state button {
    font-family: var(--mc-sans);
  }
  .lab > .state {
    position: absolute;
    z-index: 3;
    max-width: none;
    inset: 0 0 auto;
    padding: 4px 16px;
    background: var(--mc-raised);
    border: 1px solid var(--mc-edge);
  }
  .quiet {
    color: var(--mc-quiet);
  }
  .loading {
    position: sticky;
    bottom: 0;
    margin: 0;
    min-height: 20px;
    background: var(--mc-ground);
    color: var(--mc-quiet);
  }
  /* Another one is on its way: what is shown is the last. */
  .lab[aria-busy='true'] > :not(.finding) {
    opacity: 0.5;
  }
  /* Low windows, and zoomed ones: first the plot, and the player under it. */
  @media (max-height: 560px) {
    .told {
      margin: 0;
      min-height: calc(2.5 * var(--mc-t3) + var(--notes, 0) * 1.4 * var(--mc-t2));
    }
    h2 {
      font-size: var(--mc-t3);
    }
    .lab {
      gap: 8px;
    }
    .lab .frame {
      height: clamp(120px, calc(100vh - 270px), 280px);
    }
    .lab:where(:has(.told.long)) .frame {
      height: clamp(96px, calc(100vh - 300px), 280px);
    }
    /* No higher than the figure beside them. */
    .stage.with-small {
      grid-template-columns: minmax(0, 1fr) minmax(220px, 34%);
    }
    .small {
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 4px;
    }
    .small canvas {
      min-height: 0;
    }
  }
  @container lab (max-width: 760px) {
    .row,
    .stage.with-small {
      grid-template-columns: minmax(0, 1fr);
    }
    .small {
      grid-template-columns: repeat(4, minmax(0, 1fr));
      grid-auto-rows: auto;
      margin-top: 0;
    }
    .small canvas {
      height: auto;
      aspect-ratio: 1.25;
    }
    .row canvas {
      height: 220px;
    }
    .hash {
      margin-left: 0;
    }
  }
  @container lab (max-width: 620px) {
    .verdicts {
      min-height: 600px;
    }
  }
  @container lab (max-width: 460px) {
    .told {
      min-height: calc(5 * var(--mc-t3) + var(--notes, 0) * 1.4 * var(--mc-t2));
    }
    .told.long {
      --notes: 2.2;
    }
    h2 {
      font-size: var(--mc-t3);
    }
    .frame {
      height: 260px;
    }
    /* "The most frequent category is 9 %" takes one line, "59 % of generation 122" two. */
    figure > .readout {
      min-height: 32px;
    }
    .metrics .readout {
      min-height: 48px;
    }
    .metrics .against {
      min-height: 80px;
    }
    .verdicts {
      min-height: 664px;
    }
    .settings {
      gap: 12px;
    }
  }
`;
