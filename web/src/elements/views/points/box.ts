import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type Choice, type Limits, linesOf, readTable, type Way } from './table';

const NOTHING_READ = { said: '', wrong: '', ways: [] as readonly Way[] };

/**
 * The box for points of the reader's own. What is typed stays as it is typed; below it stands how it was understood, or what
 * was not, and what can be done. Properties: `name` (the box's id), `points` (those that are learnt from, as JSON), `limits` (of
 * a number), `note` (what changed along), `refused` (the core's sentence, shown elsewhere) and `take`, which hands over points
 * as JSON. It is drawn with the styles of whoever holds it.
 */
export class PointsBox extends LitElement {
  static override properties = {
    name: { attribute: false },
    points: { attribute: false },
    limits: { attribute: false },
    note: { attribute: false },
    refused: { attribute: false },
    take: { attribute: false },
    read: { state: true },
  };
  declare name: string;
  declare points: string;
  declare limits: Limits;
  declare note: string;
  declare refused: boolean;
  declare take: (points: string) => void;
  declare private read: typeof NOTHING_READ;

  /** What stands in the box; null: the points that are learnt from. */
  #typed: string | null = null;
  /** The points that were learnt from when it was typed, and those it stands for itself. */
  #over = '';
  #stands = '';

  constructor() {
    super();
    this.name = '';
    this.points = '[]';
    this.limits = { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY };
    this.note = '';
    this.refused = false;
    this.take = () => undefined;
    this.read = NOTHING_READ;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Other points came from elsewhere: a preset, or a step back.
    if (changed.has('points') && this.points !== this.#over && this.points !== this.#stands) {
      this.#typed = null;
      this.read = NOTHING_READ;
    }
  }

  #understand(typed: string, choice: Choice = {}): void {
    this.#typed = typed;
    this.#over = this.points;
    const { rows, said, wrong, ways } = readTable(typed, this.limits, choice);
    this.read = { said, wrong, ways };
    this.#stands = rows === null ? '' : JSON.stringify(rows);
    if (rows !== null) this.take(this.#stands);
  }

  /** Nothing that stands there already is read anew: the reader's choices hold until the text changes. */
  #commit(box: HTMLTextAreaElement): void {
    if (box.value !== this.#text) this.#understand(box.value);
  }

  get #text(): string {
    return this.#typed ?? linesOf(JSON.parse(this.points) as number[][]);
  }

  protected override render(): TemplateResult {
    const { name, read, note } = this;
    const { said, wrong, ways } = read;
    const commit = (event: Event): void => this.#commit(event.currentTarget as HTMLTextAreaElement);
    // Taken in at once: nothing else tells the reader that it has arrived.
    const pasted = (event: Event): void => {
      setTimeout((box: HTMLTextAreaElement) => this.#commit(box), 0, event.currentTarget);
    };
    return html`<textarea id=${name} class="wide" spellcheck="false" aria-invalid=${wrong !== '' || this.refused ? 'true' : 'false'}
        aria-describedby="${name}-understood ${name}-unread ${name}-wrong" placeholder="One point a line, columns parted by commas, semicolons, tabs or spaces"
        .value=${this.#text} @change=${commit} @paste=${pasted}></textarea>
      <p class="wrong" id="${name}-unread" role="alert">${wrong}</p>
      <p class="help" id="${name}-understood" role="status">${said}${note === '' || wrong !== '' ? nothing : ` ${note}`}</p>
      ${ways.length === 0 ? nothing : html`<div class="ways">${ways.map(({ label, choice }) => html`<button @click=${() => this.#understand(this.#text, choice)}>${label}</button>`)}</div>`}`;
  }
}

customElements.define('collapse-points', PointsBox);
