// Under the player: where to run to, how many runs, the seed, and the hash of the result.

import { html, nothing, type TemplateResult } from 'lit';
import { type Edit, isStale, SpecError, shortened } from '../engine';
import { formatCount } from '../plots/format';
import { copied, copyKeys, select } from './copy';
import { icons } from './icons';
import { specOf } from './json';
import { reducedMotion } from './motion';
import type { Showing } from './showing';
import { viewKind } from './views/kinds';

/** Numbers of runs offered; a network takes seconds a generation, a mixture less than a millisecond. */
const QUICK = [1, 10, 100, 1000] as const;
const SLOW = [1, 3, 10] as const;
const RUNS = { mixture: QUICK, plane: QUICK, counts: QUICK, digits: SLOW, text: SLOW } as const;
const COPIED_MS = 1500;

export function seedOf(spec: string): number {
  const { seed } = specOf(spec);
  return typeof seed === 'number' ? seed : 0;
}

/** What the row asks of the element it stands in. */
interface Host {
  edit(edits: readonly Edit[]): Promise<void>;
  showError(error: unknown): void;
  requestUpdate(): void;
}

export class SettingsRow {
  /** Presets keep the seed. */
  locked = false;
  #seedError = '';
  /** What is wrong with a generation or a run that was asked for. */
  #entryError = '';
  /** What became of copying the hash. */
  #told = '';

  constructor(
    private readonly host: Host,
    private readonly showing: Showing,
  ) {}

  /** Another experiment runs: what was wrong with the one before is past. */
  reset(): void {
    this.#seedError = '';
    this.#entryError = '';
    this.#told = '';
  }

  render(): TemplateResult {
    const { simulation, lineage } = this.showing;
    const { runs } = simulation.layout;
    return html`<div class="settings">
      <form class="setting" @submit=${this.#runTo}>
        <label for="to">Run to</label>
        <input id="to" class="short" type="text" inputmode="numeric" autocomplete="off" aria-label="Run to generation"
          aria-describedby="entry-error" .value=${String(simulation.generations)} />
        <button>Go</button>
      </form>
      <div class="setting">
        <span id="runs-label">Runs</span>
        <span class="segments" role="group" aria-labelledby="runs-label">
          ${RUNS[viewKind(simulation.layout)].map(
            count => html`<button aria-pressed=${runs === count ? 'true' : 'false'}
              @click=${() => this.#change([['/runs', String(count)]])}>${formatCount(count)}</button>`,
          )}
        </span>
        ${
          runs > 1
            ? html`<label class="inline">shown
              <input type="text" inputmode="numeric" aria-label="Number of the run shown" aria-describedby="entry-error" .value=${String(lineage + 1)}
                @change=${this.#showRun} /></label>`
            : nothing
        }
      </div>
      ${this.#renderSeed(seedOf(simulation.spec))}
      ${this.#renderHash(this.showing.hash)}
      <p id="seed-error" class="wrong">${this.#seedError}</p>
      <p id="entry-error" class="wrong" role="status">${this.#entryError}</p>
    </div>`;
  }

  #renderSeed(seed: number): TemplateResult {
    const { locked } = this;
    return html`<div class="setting">
      <label for="seed">Seed</label>
      <input id="seed" type="text" inputmode="numeric" autocomplete="off" .value=${String(seed)} ?readonly=${locked}
        aria-invalid=${this.#seedError ? 'true' : 'false'} aria-describedby="seed-error" @change=${this.#setSeed} />
      <button class="glyph" aria-pressed=${locked ? 'true' : 'false'} aria-label="Lock the seed"
        title=${locked ? 'The seed is locked' : 'Lock the seed: presets keep it'} @click=${() => {
          this.locked = !locked;
          this.host.requestUpdate();
        }}>
        ${locked ? icons.locked : icons.unlocked}</button>
      <button title="Play the same run again" @click=${this.#sameSeed}>Same</button>
      <button title="Another run of the same experiment" ?disabled=${locked} @click=${this.#nextSeed}>Next seed</button>
    </div>`;
  }

  #renderHash(hash: string): TemplateResult {
    return html`<p class="hash" title="State hash: equal on every machine that ran the same experiment">
      <span>Hash</span> <code>${hash || '················'}</code>
      <button class="glyph bare" aria-label="Copy the hash" ?disabled=${hash === ''} @click=${this.#copyHash}>${icons.copy}</button>
      <span role="status">${this.#told}</span>
    </p>`;
  }

  async #change(edits: readonly Edit[]): Promise<void> {
    try {
      await this.host.edit(edits);
    } catch (error) {
      if (error instanceof SpecError && error.path === '/seed') this.#refuseSeed(error);
      else this.host.showError(error);
    }
  }

  #refuseSeed(error: unknown): void {
    this.#seedError = error instanceof Error ? error.message : String(error);
    this.host.requestUpdate();
  }

  readonly #setSeed = async (event: Event): Promise<void> => {
    try {
      await this.host.edit([['/seed', (event.target as HTMLInputElement).value.trim()]]);
    } catch (error) {
      if (!isStale(error)) this.#refuseSeed(error);
    }
  };

  readonly #nextSeed = async (): Promise<void> => {
    const { simulation, player } = this.showing;
    const seed = seedOf(simulation.spec);
    await this.#change([['/seed', String(seed >= Number.MAX_SAFE_INTEGER ? 0 : seed + 1)]]);
    player.seek(0);
    if (!reducedMotion()) player.play();
  };

  readonly #sameSeed = (): void => {
    this.showing.player.seek(0);
    this.showing.player.play();
  };

  readonly #runTo = (event: Event): void => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).querySelector('input')!;
    const { simulation, player } = this.showing;
    const { last } = simulation;
    const target = this.#entry(input.value, 'generation', 0, last);
    if (target !== undefined) player.runTo(target);
  };

  readonly #showRun = (event: Event): void => {
    const { runs } = this.showing.simulation.layout;
    const run = this.#entry((event.target as HTMLInputElement).value, 'run', 1, runs);
    if (run !== undefined) this.showing.lineage = run - 1;
  };

  /** The number that was typed; undefined, with a sentence beside what was typed, if it is none or there is none so high. */
  #entry(typed: string, what: string, low: number, high: number): number | undefined {
    const number = /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN;
    const good = number >= low && number <= high;
    this.#entryError = good
      ? ''
      : `“${shortened(typed)}” is no ${what}; there are ${formatCount(low)} to ${formatCount(high)}.`;
    this.host.requestUpdate();
    return good ? number : undefined;
  }

  readonly #copyHash = async (event: Event): Promise<void> => {
    const code = (event.currentTarget as Element).parentElement?.querySelector('code') ?? null;
    const done = await copied(this.showing.hash);
    if (!done) select(code);
    this.#tell(done ? 'Copied.' : `Copying is not allowed here. The hash is selected: press ${copyKeys()}.`);
    if (done) window.setTimeout(() => this.#tell(''), COPIED_MS);
  };

  #tell(sentence: string): void {
    this.#told = sentence;
    this.host.requestUpdate();
  }
}
