import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { allPresets, type Edit, type Preset, type PresetCompare, writePermalink } from '../engine';
import { icons } from './icons';
import { together } from './together';
import { controls } from './tokens';

/** The list of presets, each a link of its own; the current one with its two sentences. Fires `collapse-preset` (detail: preset, its name). */
export class PresetPicker extends LitElement {
  static override properties = {
    current: { attribute: false },
    changed: { type: Boolean },
    compared: { type: Boolean },
    known: { type: Boolean },
    open: { state: true },
    presets: { state: true },
    failure: { state: true },
  };
  declare current: Preset | undefined;
  /** Some setting differs from the preset. */
  declare changed: boolean;
  /** The comparison the preset offers is what runs. */
  declare compared: boolean;
  /** Something runs: without a preset it is the reader's own. */
  declare known: boolean;
  declare private open: boolean;
  /** Loaded when the list is first pointed at. */
  declare private presets: readonly Preset[];
  declare private failure: string;

  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 4px 24px;
        align-items: start;
        position: relative;
        font: var(--mc-t2) / 1.45 var(--mc-sans);
      }
      .pick {
        display: inline-flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-height: 40px;
        /* Lengths, not shares: by shares a column is as wide as the whole line of its text. */
        max-width: 320px;
        text-align: left;
        font-weight: 600;
      }
      .pick small {
        display: block;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        font-weight: 400;
        line-height: 1.2;
      }
      .pick > span {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      /* Room for the longest, so that nothing below moves when a preset is known, or another is picked. */
      .why {
        margin: 0;
        max-width: 120ch;
        min-height: calc(3 * 1.45 * var(--mc-t2));
        color: var(--mc-quiet);
      }
      .more {
        display: flex;
        margin: 0;
        flex-direction: column;
        gap: 4px;
        align-items: end;
        min-width: 0;
        min-height: 52px;
        color: var(--mc-quiet);
      }
      .more a {
        color: inherit;
        line-height: 24px;
        white-space: nowrap;
      }
      .list {
        position: absolute;
        z-index: 10;
        top: 100%;
        left: 0;
        width: min(920px, 100%);
        max-height: min(72vh, 640px);
        overflow: auto;
        margin-top: 4px;
        padding: 8px 24px 24px;
        background: var(--mc-raised);
        border: 1px solid var(--mc-edge);
        border-radius: 8px;
        box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
      }
      .columns {
        columns: 2 320px;
        column-gap: 32px;
      }
      h2 {
        break-after: avoid;
      }
      li {
        break-inside: avoid;
      }
      h2 {
        margin: 16px 0 4px;
        font-size: var(--mc-t1);
        font-weight: 400;
        color: var(--mc-quiet);
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li a {
        display: block;
        margin: 0 -12px;
        padding: 8px 12px;
        border-radius: 6px;
        text-decoration: none;
      }
      li a:hover {
        background: var(--mc-ground);
      }
      li b {
        font-weight: 600;
      }
      li a[aria-current='true'] {
        box-shadow: inset 3px 0 var(--mc-ink);
        background: var(--mc-ground);
      }
      li span {
        display: block;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
      }
      .try {
        max-width: 200px;
        min-height: 24px;
        padding: 1px 10px;
        overflow: hidden;
        font-size: var(--mc-t1);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      @media (max-width: 1040px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        .pick {
          max-width: 100%;
        }
        .list {
          padding: 0 16px 16px;
        }
        .why {
          min-height: calc(3 * 1.45 * var(--mc-t1));
          font-size: var(--mc-t1);
        }
        .more {
          flex-direction: row;
          gap: 12px;
          align-items: center;
          min-height: 24px;
          max-width: 100%;
          font-size: var(--mc-t1);
        }
        .try {
          max-width: 100%;
        }
      }
      /* Low windows, and zoomed ones: first the plot. */
      @media (max-height: 560px) {
        :host {
          grid-template-columns: minmax(0, auto) minmax(0, 1fr);
        }
        .why {
          display: none;
        }
        .more {
          flex-direction: row;
          gap: 12px;
          align-items: center;
          justify-content: end;
          min-height: 40px;
        }
      }
      @media print {
        .pick {
          padding: 0;
          border: 0;
          background: none;
        }
        .pick :is(svg, small),
        .more,
        .list {
          display: none;
        }
        .why {
          min-height: 0;
          color: inherit;
        }
      }
      @media (max-width: 460px) {
        .second {
          display: none;
        }
        .why {
          min-height: calc(4 * 1.45 * var(--mc-t1));
        }
      }
      @media (max-width: 340px) {
        .why {
          min-height: calc(5 * 1.45 * var(--mc-t1));
        }
      }
    `,
  ];

  constructor() {
    super();
    this.current = undefined;
    this.changed = false;
    this.compared = false;
    this.known = false;
    this.open = false;
    this.presets = [];
    this.failure = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#outside);
    this.addEventListener('keydown', this.#escape);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#outside);
    this.removeEventListener('keydown', this.#escape);
  }
  readonly #outside = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  };
  readonly #escape = (event: KeyboardEvent): void => {
    if (!this.open || event.key !== 'Escape') return;
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('.pick')?.focus();
  };

  #toggle(): void {
    this.open = !this.open;
    if (this.open) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.failure = '';
      this.presets = await allPresets();
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  #pick(event: MouseEvent, preset: Preset): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.open = false;
    this.#choose(preset);
    this.renderRoot.querySelector<HTMLElement>('.pick')?.focus();
  }

  override render(): TemplateResult {
    const { current, presets } = this;
    const groups = [...new Set(presets.map(({ group }) => group))];
    const compare = current?.compare;
    return html`
      <button class="pick" aria-expanded=${this.open ? 'true' : 'false'} aria-controls="list" @pointerenter=${this.#load} @focus=${this.#load} @click=${this.#toggle}>
        <span title=${current?.title ?? ''}><small>${current || !this.known ? `Preset${this.changed ? ', changed' : ''}` : 'No preset'}</small>${current?.title ?? (this.known ? 'Your own experiment' : '…')}</span>
        ${icons.down}
      </button>
      <p class="why">${
        current
          ? html`${together(current.why[0])} <span class="second">${together(current.why[1])}</span>`
          : this.known
            ? 'Every setting of this experiment is your own.'
            : ''
      }</p>
      <p class="more">
        ${current?.hook ? html`<a href="hooks.html#${current.hook}">What to look for</a>` : nothing}
        ${compare && current ? this.#tryButton(current, compare) : nothing}
      </p>
      <div class="list" id="list" ?hidden=${!this.open}>
        ${presets.length > 0 ? nothing : html`<p role="status">${this.failure || 'Loading the list of presets …'}</p>`}
        <div class="columns">
        ${groups.map(
          group => html`<section><h2>${group}</h2><ul>
            ${presets
              .filter(preset => preset.group === group)
              .map(
                preset => html`<li><a href=${writePermalink({ preset: preset.id, edits: [], view: {} })} aria-current=${preset.id === current?.id ? 'true' : 'false'}
                @click=${(event: MouseEvent) => this.#pick(event, preset)}><b>${preset.title}</b><span>${together(preset.why.join(' '))}</span></a></li>`,
              )}
          </ul></section>`,
        )}
      </div></div>
    `;
  }

  #tryButton(current: Preset, compare: PresetCompare): TemplateResult {
    // A long name is cut off: the whole of it stands beside the pointer.
    if (this.compared)
      return html`<button class="try" title=${`Back to ${current.title}`} @click=${() => this.#choose(current)}>Back to ${current.title}</button>`;
    return html`<button class="try" title=${`${compare.label}. ${compare.note ?? 'Same seed: what differs is due to this change.'}`}
      @click=${() => this.#compare(compare.edits)}>Switch to ${compare.label}</button>`;
  }

  #choose({ id: preset }: Preset): void {
    this.dispatchEvent(
      new CustomEvent('collapse-preset', { detail: { preset }, bubbles: true, composed: true }),
    );
  }

  #compare(edits: readonly Edit[]): void {
    this.dispatchEvent(
      new CustomEvent('collapse-compare', { detail: { edits }, bubbles: true, composed: true }),
    );
  }
}

customElements.define('collapse-presets', PresetPicker);
