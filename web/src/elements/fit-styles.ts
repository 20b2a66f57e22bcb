import { css } from 'lit';

/**
 * The layout that fits the room it is given, as a frame or a slide gives it: the sentence, the first figure, one metric
 * and the player, and nothing to scroll. Attribute `layout`: "full" shows the whole page instead.
 */
export const fit = css`
  :host(:not([layout='full'])) {
    height: 480px;
    container: lab / size;
    position: relative;
    /* For what is said in place of an experiment; an experiment never needs it. */
    overflow: auto;
  }
  :host(:not([layout='full'])) .loading {
    position: absolute;
    inset: auto 0 0;
  }
  .fit {
    height: 100%;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1.5fr) minmax(0, 1fr);
    grid-template-areas: 'finding finding' 'main metrics' 'player player';
    gap: 8px 24px;
  }
  .fit.alone {
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    grid-template-areas: 'finding' 'main' 'player';
  }
  .fit > * {
    grid-area: main;
    min-width: 0;
    min-height: 0;
  }
  .fit > .finding {
    grid-area: finding;
  }
  .fit > .metrics {
    grid-area: metrics;
  }
  .fit > collapse-player {
    grid-area: player;
    padding: 4px 0 0;
  }
  .fit .finding .told {
    margin: 0;
    min-height: 0;
  }
  .fit .finding h2 {
    font-size: var(--mc-t3);
    min-height: 1.25em;
  }
  .fit figure {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    grid-auto-rows: auto;
    min-height: 0;
  }
  .fit :is(.frame, .frame.walls, canvas) {
    height: 100%;
    min-height: 0;
  }
  .fit .stage {
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .fit :is(.small, .segments, .against, .prompt, .rows, .all) {
    display: none;
  }
  .fit .metrics .readout {
    min-height: 32px;
  }
  /* So that the figure does not jump with every sentence. */
  .fit .training {
    flex-wrap: nowrap;
    min-width: 0;
  }
  .fit .training progress {
    flex: 0 0 64px;
  }
  .fit .training span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .fit .texts {
    display: flex;
    flex-direction: column;
  }
  .fit .paper {
    flex: 1 1 0;
    min-height: 0;
    display: flex;
    flex-direction: column;
    font-size: var(--mc-t2);
  }
  .fit .pair {
    flex: 1 1 0;
    min-height: 0;
    grid-template-rows: minmax(0, 1fr);
    padding: 4px 0 0;
  }
  /* Whole lines, as many as there is room for. */
  .fit :is(.real, .now) {
    display: block;
    height: 100%;
    height: round(down, 100%, 1lh);
  }
  .fit .columns {
    position: relative;
    flex: 1 1 0;
    min-height: 0;
    grid-template-rows: minmax(0, 1fr);
    grid-auto-rows: 0;
    row-gap: 0;
    overflow: hidden;
  }
  .fit .column {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
  }
  .fit .column ul {
    flex: 0 1 auto;
    height: calc(100% - 28px);
    height: round(down, 100% - 28px, 1lh);
    font-size: var(--mc-t2);
  }
  :host(:not([layout='full'])) > .state {
    padding: 8px 0;
  }
  @container lab (max-width: 860px) {
    .fit .finding h2 {
      min-height: 2.5em;
    }
    .fit .metrics .readout {
      min-height: 48px;
    }
    .fit .name {
      font-size: var(--mc-t1);
    }
    .fit .training progress {
      display: none;
    }
  }
  @container lab (max-width: 860px) or (max-height: 560px) {
    .fit :is(.attribution, .notes, .scale:not(:has(.key))) {
      display: none;
    }
  }
  /* Room for the headline and a line or two of notes. */
  @container lab (min-width: 860.1px) and (min-height: 560.1px) {
    .fit .finding .told {
      min-height: calc(1.25 * var(--mc-t3) + 2 * 1.4 * var(--mc-t2));
    }
  }
  /* One column: the metric under the figure where there is room for it, else no metric. */
  @container lab (max-width: 560px) {
    .fit {
      grid-template: auto minmax(0, 1.5fr) minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'finding' 'main' 'metrics' 'player';
    }
    .fit .finding h2 {
      font-size: var(--mc-t2);
    }
    .fit .pair {
      grid-template-columns: minmax(0, 1fr);
    }
    .fit .real {
      display: none;
    }
  }
  @container lab (max-width: 560px) {
    .fit figcaption {
      min-height: 24px;
    }
    .fit .metrics .readout {
      min-height: 32px;
    }
  }
  @container lab (max-width: 560px) and (max-height: 520px) {
    .fit {
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'finding' 'main' 'player';
    }
    .fit > .metrics {
      display: none;
    }
  }
  @container lab (max-width: 420px) {
    .fit .finding h2 {
      min-height: 3.75em;
    }
  }
  @container lab (max-height: 400px) {
    .fit {
      row-gap: 4px;
    }
    .fit .finding .where {
      display: none;
    }
    .fit figcaption {
      min-height: 20px;
      font-size: var(--mc-t1);
    }
    .fit :is(.given, .scale),
    .fit .texts .readout {
      display: none;
    }
  }
  @container lab (max-width: 420px) and (max-height: 320px) {
    .fit .main figcaption {
      display: none;
    }
    .fit figure.main {
      grid-template-rows: minmax(0, 1fr);
    }
  }
  /* On paper there is room. */
  :host([printing]:not([layout='full'])) {
    height: auto;
    container: lab / inline-size;
    overflow: visible;
  }
  :host([printing]) .fit :is(.frame, .frame.walls, canvas) {
    height: 280px;
  }
`;
