import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Player, Speed } from '../engine';
import { formatCount } from '../plots/format';
import { icons } from './icons';
import { controls } from './tokens';
import { type Findings, NOTHING_FOUND } from './views/view';

/** Positions of the speed slider: generations a second between its two named ends. */
export const SPEEDS: readonly Speed[] = ['slow', 1, 2, 5, 10, 25, 50, 100, 250, 'fastest'];

export function speedName(speed: Speed): string {
  if (speed === 'slow') return 'slow motion';
  return speed === 'fastest' ? 'fastest' : `${speed} a second`;
}

/** ", 8 s left" where it is worth waiting for. */
function shortly(seconds: number): string {
  if (!(seconds >= 2)) return '';
  return seconds < 90 ? `, ${Math.round(seconds)} s left` : `, ${Math.round(seconds / 60)} min left`;
}

/** About fifteen seconds for the whole story. */
export function fittingSpeed(generations: number): Speed {
  return SPEEDS.find(speed => typeof speed === 'number' && speed >= generations / 15) ?? 'fastest';
}

/** Play, step, scrub, speed. Acts on the player it is given. */
export class PlayerBar extends LitElement {
  static override properties = {
    player: { attribute: false },
    generation: { type: Number },
    generations: { type: Number },
    completed: { type: Number },
    last: { type: Number },
    left: { type: Number },
    playing: { type: Boolean },
    waiting: { type: Boolean },
    findings: { attribute: false },
  };
  declare player: Player | undefined;
  declare generation: number;
  declare generations: number;
  declare completed: number;
  /** Where the story ends. */
  declare last: number;
  /** Seconds until everything is computed; NaN: nobody knows. */
  declare left: number;
  declare playing: boolean;
  declare waiting: boolean;
  declare findings: Findings;

  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(120px, 1fr) auto;
        gap: 4px 16px;
        align-items: center;
        font-family: var(--mc-sans);
        font-size: var(--mc-t2);
      }
      .transport {
        display: flex;
        gap: 4px;
        align-items: center;
      }
      /* As wide as its longest word, which begins where the others do. */
      .play {
        width: 136px;
        min-height: 40px;
        display: inline-flex;
        align-items: center;
        padding-left: 24px;
        gap: 8px;
        background: var(--mc-ink);
        border-color: var(--mc-ink);
        color: var(--mc-ground);
        font-weight: 600;
      }
      .glyph {
        min-width: 36px;
        min-height: 36px;
      }
      .scrub {
        display: block;
      }
      .track {
        position: relative;
        display: block;
        padding-top: 16px;
      }
      .track > :is(b, i) {
        position: absolute;
        pointer-events: none;
      }
      .track > b {
        top: 0;
        font-size: var(--mc-t1);
        font-weight: 400;
        line-height: 14px;
      }
      i.mark {
        top: 17px;
        height: 21px;
        border-left: 2px solid var(--mc-alarm);
      }
      i.stretch {
        top: 34px;
        border-top: 4px solid var(--mc-alarm);
      }
      .computed {
        position: absolute;
        left: 0;
        right: 0;
        top: 26px;
        height: 4px;
        border-radius: 2px;
        background: var(--mc-rule);
        overflow: hidden;
        pointer-events: none;
      }
      .computed i {
        display: block;
        height: 100%;
        background: var(--mc-edge);
        transform-origin: left;
      }
      .scrub input {
        position: relative;
        appearance: none;
        display: block;
      }
      .scrub input::-webkit-slider-runnable-track {
        height: 24px;
        background: transparent;
      }
      .scrub input::-moz-range-track {
        height: 24px;
        background: transparent;
      }
      .scrub input::-webkit-slider-thumb {
        appearance: none;
        width: 18px;
        height: 18px;
        margin-top: 3px;
        border: 3px solid var(--mc-ground);
        border-radius: 50%;
        background: var(--mc-ink);
      }
      .scrub input::-moz-range-thumb {
        width: 12px;
        height: 12px;
        border: 3px solid var(--mc-ground);
        border-radius: 50%;
        background: var(--mc-ink);
      }
      .speed {
        display: grid;
        grid-template-columns: 132px;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        line-height: 16px;
      }
      .speed input {
        height: 24px;
      }
      .speed span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .at {
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        line-height: 16px;
        font-variant-numeric: tabular-nums;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        white-space: nowrap;
      }
      .at b {
        font-weight: 600;
        color: var(--mc-ink);
      }
      @container lab (max-width: 620px) {
        :host {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .scrub {
          grid-row: 1;
          grid-column: 1 / -1;
        }
        .speed {
          grid-template-columns: minmax(0, 1fr);
        }
        .play {
          width: 118px;
          padding: 4px 8px 4px 12px;
        }
      }
      @container lab (max-width: 300px) {
        .word {
          display: none;
        }
        .speed {
          grid-column: 1 / -1;
          grid-template-columns: minmax(0, 1fr) 72px;
          gap: 12px;
          align-items: center;
        }
      }
      /* In a low frame one row must do. */
      @container lab (max-width: 760px) and (max-height: 520px) {
        :host {
          grid-template-columns: auto minmax(0, 1fr);
        }
        .scrub {
          grid-row: 1;
          grid-column: 2;
        }
        .speed {
          display: none;
        }
        .at {
          white-space: nowrap;
        }
      }
      @container lab (max-width: 560px) and (max-height: 520px) {
        .play {
          width: 44px;
          padding: 4px;
          justify-content: center;
        }
        .play span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
      @container lab (max-width: 420px) and (max-height: 520px) {
        .transport .glyph,
        .at .what {
          display: none;
        }
      }
      @media (forced-colors: active) {
        .computed i,
        .scrub input::-webkit-slider-thumb {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  /** Where the reader has put the slider, until the picture is there. */
  #hand: number | null = null;

  constructor() {
    super();
    this.generation = 0;
    this.generations = 0;
    this.completed = 0;
    this.last = 0;
    this.left = Number.NaN;
    this.playing = false;
    this.waiting = false;
    this.findings = NOTHING_FOUND;
  }

  override willUpdate(): void {
    // Where the story is when it plays, or when it has been led elsewhere meanwhile.
    if (this.playing || this.#hand === this.generation || this.#hand !== this.player?.generation)
      this.#hand = null;
  }

  override render(): TemplateResult {
    const { player, generation, generations, completed, last, playing, waiting } = this;
    const ended = generation >= last && generations > 0;
    const short = last < generations;
    const speed = player?.speed ?? 10;
    const position = SPEEDS.indexOf(speed);
    return html`
      <div class="transport" role="group" aria-label="Player">
        <button class="glyph" aria-label="Back to the start" title="Back to the start" ?disabled=${generation === 0}
          @click=${() => player?.seek(0)}>${icons.restart}</button>
        <button class="glyph" aria-label="One generation back" title="One generation back (←)" ?disabled=${generation === 0}
          @click=${() => player?.step(-1)}>${icons.back}</button>
        <button class="play" title="${playing ? 'Pause' : 'Play'} (space)" @click=${() => (playing ? player?.pause() : player?.play())}>
          ${playing ? icons.pause : ended ? icons.restart : icons.play}
          <span>${playing ? (waiting ? 'Computing' : 'Pause') : ended ? 'Replay' : 'Play'}</span>
        </button>
        <button class="glyph" aria-label="One generation on" title="One generation on (→)" ?disabled=${generation >= completed}
          @click=${() => player?.step(1)}>${icons.forward}</button>
      </div>
      <label class="scrub">
        <span class="sr">Generation</span>
        <span class="track">
          <span class="computed" title="Computed so far"><i></i></span>
          ${this.#marks()}
          <input type="range" min="0" max=${generations} step="1" .value=${String(this.#hand ?? generation)}
            aria-describedby="found" aria-valuetext="generation ${formatCount(generation)} of ${formatCount(generations)}, ${short ? 'ended at' : 'computed to'} ${formatCount(completed)}"
            @input=${this.#scrub} />
        </span>
        <span class="at" aria-hidden="true"><span><span class="what">Generation </span><b>${formatCount(generation)}</b></span>
          <span>${completed < generations ? html`<span class="word">${short ? 'ended at' : 'computed to'} </span>${formatCount(completed)} of ` : nothing}${formatCount(generations)}${shortly(this.left)}</span></span>
      </label>
      <span class="sr" id="found">${this.findings.said}</span>
      <div class="speed">
        <label class="sr" for="speed">Speed</label>
        <input id="speed" type="range" min="0" max=${SPEEDS.length - 1} step="1"
          .value=${String(position < 0 ? 4 : position)} aria-valuetext=${speedName(speed)} @input=${this.#speed} />
        <span>${speedName(speed)}</span>
      </div>
    `;
  }

  /** Where the thumb stands: it is 18 px wide. */
  #marks(): TemplateResult {
    const at = (place: number): string => `calc(9px + ${place} * (100% - 18px))`;
    const { marks, stretch } = this.findings;
    return html`${
      stretch === null
        ? nothing
        : html`<i class="stretch" .style="left: ${at(stretch[0])}; right: ${at(1 - stretch[1])}"></i>`
    }${marks.map(
      mark => html`<i class="mark" .style="left: ${at(mark.at)}"></i><b aria-hidden="true"
        .style="left: ${mark.at * 100}%; transform: translateX(-${mark.at * 100}%)">${mark.label}</b>`,
    )}`;
  }

  override updated(): void {
    const bar = this.renderRoot.querySelector<HTMLElement>('.computed i');
    const share = this.generations > 0 ? this.completed / this.generations : 0;
    if (bar) bar.style.transform = `scaleX(${share})`;
  }

  #scrub(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.player?.pause();
    this.player?.seek(Math.min(input.valueAsNumber, this.completed));
    this.#hand = this.player?.generation ?? 0;
    input.value = String(this.#hand);
  }

  #speed(event: Event): void {
    const speed = SPEEDS[(event.target as HTMLInputElement).valueAsNumber];
    if (this.player && speed !== undefined) this.player.speed = speed;
    this.requestUpdate();
  }
}

customElements.define('collapse-player', PlayerBar);
