import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { applies, bare, type Edit, type Schema, type SchemaField } from '../engine';
import { formatCount } from '../plots/format';
import {
  choiceName,
  companions,
  fromPosition,
  numberText,
  offered,
  sliderFor,
  textOf,
  tooLong,
  toPosition,
} from './field-model';
import { icons } from './icons';
import { type Json, valueAt } from './json';
import { controls } from './tokens';
import { helpOf, loadPointsBox } from './views/scripts';

/** Fields that stand elsewhere: the seed beside the player. */
const ELSEWHERE = new Set(['/schema', '/seed']);
/** Where own data stand. */
const [OWN_POINTS, OWN_TEXT] = ['/source/values', '/source/value'];

/**
 * Every setting, generated from the schema, in the order of the loop. Properties: `schema`, `spec` and `base` (the
 * preset's), both canonical JSON texts, `apply`, which changes fields and rejects with the core's sentence, `most`, the largest
 * sample size there are real data for under a spec with some fields changed, and `lasting`: a reload brings own data back.
 */
export class ControlsPanel extends LitElement {
  static override properties = {
    schema: { attribute: false },
    spec: { attribute: false },
    base: { attribute: false },
    apply: { attribute: false },
    errors: { state: true },
    drafts: { state: true },
    helped: { state: true },
    meanings: { state: true },
    most: { attribute: false },
    lasting: { attribute: false },
    notes: { state: true },
    noBox: { state: true },
  };
  declare schema: Schema | null;
  declare spec: string;
  declare base: string;
  declare apply: (change: (spec: string) => Promise<readonly Edit[]>) => Promise<void>;
  declare most: (spec: string, edits: readonly Edit[]) => Promise<number>;
  declare lasting: boolean;
  declare private errors: Record<string, string>;
  declare private drafts: Record<string, string>;
  declare private helped: ReadonlySet<string>;
  declare private meanings: Readonly<Record<string, string>>;
  /** What else changed when own data came, by their field. */
  declare private notes: Readonly<Record<string, string>>;
  /** Where the box for points will be: why it is not there. */
  declare private noBox: string;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        font: var(--mc-t2) / 1.4 var(--mc-sans);
        color: var(--mc-ink);
      }
      details {
        border-top: 1px solid var(--mc-rule);
      }
      details:last-of-type {
        border-bottom: 1px solid var(--mc-rule);
      }
      summary {
        display: grid;
        grid-template-columns: 24px auto 1fr auto;
        gap: 8px;
        align-items: baseline;
        padding: 8px 0;
        min-height: 40px;
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary b {
        font-weight: 600;
      }
      summary i {
        font-style: normal;
        color: var(--mc-quiet);
        font-variant-numeric: tabular-nums;
      }
      summary .brief {
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      summary .icon {
        width: 12px;
        height: 12px;
        align-self: center;
        color: var(--mc-quiet);
      }
      details[open] > summary .icon {
        transform: rotate(180deg);
      }
      .fields {
        display: grid;
        gap: 16px;
        padding: 4px 0 20px 32px;
      }
      .about {
        margin: -8px 0 0;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
      }
      .field {
        display: grid;
        gap: 4px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
        justify-content: space-between;
        min-height: 24px;
      }
      .label {
        display: flex;
        align-items: center;
        gap: 2px;
        min-width: 0;
      }
      .label button {
        flex: none;
        min-width: 24px;
        min-height: 24px;
        color: var(--mc-quiet);
      }
      .label i {
        width: 15px;
        border: 1px solid;
        border-radius: 50%;
        font: 600 10px / 13px var(--mc-sans);
      }
      .label .icon {
        width: 14px;
      }
      .changed .head label::before,
      .changed .legend::before {
        content: '';
        display: inline-block;
        width: 6px;
        height: 6px;
        margin-right: 6px;
        border-radius: 50%;
        background: var(--mc-ink);
        vertical-align: middle;
      }
      .value {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
      }
      .value input {
        width: 9ch;
        text-align: right;
        min-height: 28px;
        padding: 2px 8px;
        font-size: var(--mc-t2);
      }
      .wide {
        width: 100%;
      }
      textarea.wide {
        min-height: 84px;
        resize: vertical;
        font: var(--mc-t1) / 1.5 var(--mc-mono);
      }
      select {
        width: 100%;
        min-height: 32px;
      }
      .segments {
        display: flex;
      }
      .help {
        margin: 0;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
        line-height: 1.45;
      }
      .wrong {
        margin: 0;
        color: var(--mc-alarm);
        font-size: var(--mc-t1);
      }
      .wrong:empty {
        display: none;
      }
      @media (max-width: 560px) {
        .fields {
          padding-left: 0;
        }
        .segments span {
          padding-inline: 4px;
        }
      }
      collapse-points,
      .ways {
        display: grid;
        gap: 4px;
        justify-items: start;
      }
      .ways button {
        font-size: var(--mc-t1);
        text-align: left;
      }
      .help:empty {
        display: none;
      }
      .foot {
        margin: 12px 0 0;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        justify-content: space-between;
        color: var(--mc-quiet);
        font-size: var(--mc-t1);
      }
    `,
  ];

  #ticket = 0;
  /** By setting: the ticket of its last change or refusal. Only the answer to that one counts. */
  readonly #last = new Map<string, number>();

  constructor() {
    super();
    this.schema = null;
    this.spec = '';
    this.base = '';
    this.apply = () => Promise.resolve();
    this.errors = {};
    this.drafts = {};
    this.helped = new Set();
    this.meanings = {};
    this.most = () => Promise.resolve(1);
    this.lasting = true;
    this.notes = {};
    this.noBox = '';
  }

  /** Marks the control an error belongs to (a bad address, say). */
  mark(path: string, message: string): void {
    this.errors = { ...this.errors, [path]: message };
  }

  clear(): void {
    this.#last.clear();
    this.errors = {};
    this.drafts = {};
    this.notes = {};
  }

  /** `typed`: what stands in the box, to stay there if it is refused; null where there is no box, or one that keeps it itself. */
  async #set(pointer: string, text: string, typed: string | null = text): Promise<void> {
    const ticket = this.#next(pointer);
    const last = (): boolean => ticket === this.#last.get(pointer);
    try {
      let more: readonly Edit[] = [];
      // What must change along is read off the spec that this change will meet, which may not be shown yet.
      await this.apply(async spec => {
        more = await companions(pointer, text, spec, this.schema?.data ?? [], edits =>
          this.most(spec, edits),
        );
        return [[pointer, text], ...more];
      });
      if (!last()) return;
      this.#settle(pointer);
      const n = more.find(([at]) => at === '/samples/n')?.[1];
      if (pointer === OWN_POINTS || pointer === OWN_TEXT)
        this.notes = { ...this.notes, [pointer]: n === undefined ? '' : noteOf(pointer, Number(n)) };
    } catch (error) {
      if (!last() || !(error instanceof Error) || error.name === 'AbortError') return;
      this.#refuse(pointer, typed, error.message);
      const path = (error as { path?: string }).path || pointer;
      // What stands in the way may be another setting: it is marked too.
      if (path !== pointer && this.#shows(path)) this.mark(path, error.message);
    }
  }

  #next(pointer: string): number {
    this.#last.set(pointer, ++this.#ticket);
    return this.#ticket;
  }

  #shows(path: string): boolean {
    const spec = this.spec === '' ? {} : (JSON.parse(this.spec) as Json);
    return this.schema?.fields.some(field => field.path === path && applies(field, spec)) ?? false;
  }

  /** What was refused elsewhere stays in its box with its sentence; a mark on what was only in the way goes. */
  #settle(pointer: string): void {
    const { [pointer]: _draft, ...drafts } = this.drafts;
    this.drafts = drafts;
    this.errors = Object.fromEntries(
      Object.entries(this.errors).filter(([path]) => path !== pointer && path in drafts),
    );
  }

  #refuse(pointer: string, typed: string | null, message: string): void {
    if (typed !== null) this.drafts = { ...this.drafts, [pointer]: typed };
    this.errors = { ...this.errors, [pointer]: message };
  }

  /** A refused choice springs back: what the reader picked is the form's own state, which the template cannot see. */
  override updated(): void {
    for (const option of this.renderRoot.querySelectorAll('option')) option.selected = option.defaultSelected;
    for (const radio of this.renderRoot.querySelectorAll<HTMLInputElement>('input[type=radio]')) {
      radio.checked = radio.defaultChecked;
    }
  }

  override render(): TemplateResult {
    const { schema } = this;
    if (schema === null || this.spec === '') return html``;
    const spec = JSON.parse(this.spec) as Json;
    const base = this.base === '' ? spec : (JSON.parse(this.base) as Json);
    const shown = (name: string): SchemaField[] =>
      schema.fields
        .filter(field => field.section === name && !ELSEWHERE.has(field.path) && applies(field, spec))
        .flatMap(field => offered(field, spec, schema.data));
    const groups = [
      ...schema.sections.map(({ name, title, doc }) => ({ name, title, doc })),
      { name: '', title: 'Runs', doc: 'How many lineages there are, and how far they go.' },
    ].filter(({ name }) => shown(name).length > 0);
    const changed = (field: SchemaField): boolean =>
      JSON.stringify(valueAt(spec, field.path)) !==
      JSON.stringify(valueAt(base, field.path) ?? field.default);
    const all = groups.flatMap(({ name }) => shown(name)).filter(changed);
    return html`
      ${groups.map(({ name, title, doc }, i) => {
        const fields = shown(name);
        const different = fields.filter(changed).length;
        return html`<details open>
          <summary>
            <i>${i + 1}</i><b>${title}</b>
            <span class="brief">${different > 0 ? `${different} changed` : ''}</span>
            ${icons.down}
          </summary>
          <div class="fields">
            <p class="about">${doc}</p>
            ${fields.map(field => this.#field(field, spec, base, changed(field)))}
          </div>
        </details>`;
      })}
      <p class="foot">
        <span>${all.length === 0 ? 'As in the preset' : `${all.length} ${all.length === 1 ? 'setting differs' : 'settings differ'} from the preset`}</span>
        ${
          all.length > 0
            ? html`<button @click=${() => this.dispatchEvent(new CustomEvent('collapse-reset', { bubbles: true, composed: true }))}>Reset all</button>`
            : nothing
        }
      </p>
    `;
  }

  #field(field: SchemaField, spec: Json, base: Json, changed: boolean): TemplateResult {
    const { path, label, unit } = field;
    const id = path.slice(1).replaceAll('/', '-');
    const value = valueAt(spec, path);
    const error = this.errors[path] ?? '';
    const helped = this.helped.has(path);
    const segmented = field.type === 'Choice' && (field.choices?.length ?? 0) <= 3;
    const before = valueAt(base, path) ?? field.default;
    const back = (): void => {
      if (changed) void this.#set(path, bare(JSON.stringify(before)), null);
      this.#settle(path);
    };
    const reset =
      (changed || path in this.drafts) && before !== undefined
        ? html`<button class="glyph bare" aria-label="Reset ${label} to the preset's value" title="Reset to the preset's value"
          @click=${back}>${icons.reset}</button>`
        : nothing;
    const name = segmented
      ? html`<span class="legend" id="${id}-label">${label}</span>`
      : html`<label for=${id}>${label}</label>`;
    return html`<div class="field ${changed ? 'changed' : ''}">
      <div class="head">
        <span class="label">${name}
          <button class="glyph bare" aria-expanded=${helped ? 'true' : 'false'} aria-controls="${id}-help" aria-label="About ${label}"
            @click=${() => void this.#help(field)}><i>?</i></button>${reset}</span>
        ${
          field.type === 'Count' || field.type === 'Number'
            ? html`<span class="value">${this.#input(field, id, value, error)}${unit !== '' && !label.toLowerCase().includes(unit) ? html`<span>${unit}</span>` : nothing}</span>`
            : nothing
        }
      </div>
      ${this.#widget(field, id, value, before, segmented, error)}
      <p class="help" id="${id}-help" ?hidden=${!helped}>${this.meanings[path] ?? ''} ${bounds(field)}</p>
      <p class="wrong" id="${id}-wrong">${error}</p>
    </div>`;
  }

  async #help({ path, doc }: SchemaField): Promise<void> {
    const meaning = await helpOf(path, valueAt(JSON.parse(this.spec) as Json, '/model/kind'), doc);
    this.meanings = { ...this.meanings, [path]: meaning };
    const helped = new Set(this.helped);
    if (!helped.delete(path)) helped.add(path);
    this.helped = helped;
  }

  #input(field: SchemaField, id: string, value: unknown, error: string): TemplateResult {
    const text = this.drafts[field.path] ?? textOf(value);
    return html`<input id=${id} type="text" inputmode="decimal" autocomplete="off" .value=${text}
      aria-invalid=${error ? 'true' : 'false'} aria-describedby="${id}-wrong"
      @change=${({ target }: Event) => {
        const { value: typed } = target as HTMLInputElement;
        void this.#set(field.path, numberText(typed), typed);
      }} />`;
  }

  #widget(
    field: SchemaField,
    id: string,
    value: unknown,
    before: unknown,
    segmented: boolean,
    error: string,
  ): TemplateResult | typeof nothing {
    const { path, type, choices = [], label } = field;
    if (segmented) {
      // The form lets go of its choices when they are taken away. Without one Chromium keeps them, and all around them, for good.
      return html`<form @submit=${(event: Event) => event.preventDefault()}><div class="segments" role="radiogroup" aria-labelledby="${id}-label">
        ${choices.map(
          choice => html`<label><input type="radio" name=${id} ?checked=${value === choice} value=${choice}
            @change=${() => this.#set(path, choice, null)} /><span>${choiceName(choice, path)}</span></label>`,
        )}
      </div></form>`;
    }
    if (type === 'Choice') {
      return html`<select id=${id} aria-describedby="${id}-wrong" aria-invalid=${error ? 'true' : 'false'}
        @change=${(event: Event) => this.#set(path, (event.target as HTMLSelectElement).value, null)}>
        ${choices.map(choice => html`<option value=${choice} ?selected=${choice === value}>${choiceName(choice)}</option>`)}
      </select>`;
    }
    if (type === 'Count' || type === 'Number') {
      const slider = sliderFor(field, typeof before === 'number' ? before : Number(value));
      if (slider === null || typeof value !== 'number') return nothing;
      return html`<input type="range" min="0" max="200" step="1" aria-label="${label}, slider" .value=${String(toPosition(slider, value))}
        aria-valuetext=${String(value)}
        @input=${(event: Event) => this.#set(path, String(fromPosition(slider, (event.target as HTMLInputElement).valueAsNumber)))} />`;
    }
    const text = this.drafts[path] ?? textOf(value);
    const commit = (event: Event): void => {
      const typed = (event.target as HTMLInputElement).value;
      void this.#set(path, typed.trim(), typed);
    };
    if (path === OWN_TEXT) return this.#ownText(field, id, text, error);
    if (path === OWN_POINTS) return this.#ownPoints(field, id, value, error);
    return html`<input id=${id} class="wide" type="text" autocomplete="off" spellcheck="false" .value=${text}
      aria-invalid=${error ? 'true' : 'false'} aria-describedby="${id}-wrong" @change=${commit} />`;
  }

  #ownPoints(
    { path, minimum = 0, maximum = 0 }: SchemaField,
    id: string,
    value: unknown,
    error: string,
  ): TemplateResult {
    if (customElements.get('collapse-points') === undefined) {
      if (this.noBox === '') void this.#loadBox();
      return html`<p class="help" role="status">${this.noBox || 'Loading the box for points …'}</p>
        ${this.noBox === '' ? nothing : html`<div class="ways"><button @click=${this.#tryBoxAgain}>Try again</button></div>`}`;
    }
    return html`<collapse-points .name=${id} .points=${JSON.stringify(value)} .limits=${{ minimum, maximum }} .note=${this.notes[path] ?? ''}
        .refused=${error !== ''} .take=${(points: string) => void this.#set(path, points, null)}></collapse-points>
      ${this.#keptNote(id)}`;
  }

  readonly #tryBoxAgain = (): void => {
    this.noBox = '';
  };

  async #loadBox(): Promise<void> {
    try {
      await loadPointsBox();
      this.requestUpdate();
    } catch (error) {
      this.noBox = (error as Error).message;
    }
  }

  #keptNote(id: string): TemplateResult {
    return html`<p class="help" id="${id}-private">It stays in this tab: ${
      this.lasting ? 'a reload keeps it, closing the tab forgets it' : 'a reload forgets it'
    }, and a link or an embed leaves it out unless you ask for one with it.</p>`;
  }

  /** What is too long is refused before anything else is done with it. */
  #ownText(field: SchemaField, id: string, text: string, error: string): TemplateResult {
    const { path, maximum = 0 } = field;
    const refused = (typed: string): boolean => {
      const sentence = tooLong(typed, maximum);
      if (sentence === '') return false;
      this.#next(path);
      this.mark(path, sentence);
      return true;
    };
    const take = (box: HTMLTextAreaElement): void => {
      if (box.value !== text && !refused(box.value))
        void this.#set(path, JSON.stringify(box.value), box.value);
    };
    const commit = (event: Event): void => take(event.currentTarget as HTMLTextAreaElement);
    const pasted = (event: ClipboardEvent): void => {
      if (refused(event.clipboardData?.getData('text') ?? '')) event.preventDefault();
      // Taken in at once: nothing else tells the reader that it has arrived.
      else setTimeout(take, 0, event.currentTarget);
    };
    return html`<textarea id=${id} class="wide" spellcheck="false" aria-invalid=${error ? 'true' : 'false'} aria-describedby="${id}-wrong ${id}-private"
        placeholder="Paste your own text, of ten words at least" .value=${text} @paste=${pasted} @change=${commit}></textarea>
      <p class="help" role="status">${error === '' ? (this.notes[path] ?? '') : ''}</p>
      ${this.#keptNote(id)}`;
  }
}

/** What became of the sample size when own data came. */
const noteOf = (pointer: string, n: number): string =>
  pointer === OWN_POINTS
    ? `The sample size n is now ${formatCount(n)}, the number of points.`
    : `The sample size n is now ${formatCount(n)} tokens.`;

function bounds({ type, minimum, maximum, unit }: SchemaField): string {
  if ((type !== 'Count' && type !== 'Number') || minimum === undefined || maximum === undefined) return '';
  const write = (value: number): string =>
    Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-3)
      ? value.toExponential(0)
      : Number.isInteger(value)
        ? formatCount(value)
        : String(value);
  return `From ${write(minimum)} to ${write(maximum)}${unit ? ` ${unit}` : ''}.`;
}

customElements.define('collapse-controls', ControlsPanel);
