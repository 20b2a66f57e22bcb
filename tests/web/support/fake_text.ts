// The text half of the fake core: counted pairs of words (or letters of names) refitted on their own output, with blocks
// and answers in the true layout. A "transformer" is the same pairs with a training that takes its time.

import type { Section } from '../../../web/src/protocol/layout';
import { Refused } from '../../../web/src/worker/core';

export interface TextSpec {
  seed: number;
  runs: number;
  generations: number;
  source: { kind: string; corpus?: string; value?: string; tokens?: string };
  model: { kind: string; epochs?: number };
  samples: { n: number };
}

/** Herman Melville, Moby-Dick (1851), from chapter 1. */
const WHALE = `Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is a way I have of driving off the spleen and regulating the circulation.

Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly November in my soul; whenever I find myself involuntarily pausing before coffin warehouses, and bringing up the rear of every funeral I meet; then, I account it high time to get to sea as soon as I can.

This is my substitute for pistol and ball. With a philosophical flourish Cato throws himself upon his sword; I quietly take to the ship. There is nothing surprising in this. If they but knew it, almost all men in their degree, some time or other, cherish very nearly the same feelings towards the ocean with me.

There now is your insular city of the Manhattoes, belted round by wharves as Indian isles by coral reefs; commerce surrounds it with her surf. Right and left, the streets take you waterward. Its extreme downtown is the battery, where that noble mole is washed by waves, and cooled by breezes, which a few hours previous were out of sight of land. Look at the crowds of water-gazers there.

Circumambulate the city of a dreamy Sabbath afternoon. Go from Corlears Hook to Coenties Slip, and from thence, by Whitehall, northward. What do you see? Posted like silent sentinels all around the town, stand thousands upon thousands of mortal men fixed in ocean reveries. Some leaning against the spiles; some seated upon the pier-heads; some looking over the bulwarks of ships from China; some high aloft in the rigging, as if striving to get a still better seaward peep.`;

const NAMES =
  'anna maria clara emma lena nora ida rosa marta paula julia laura sara hanna lina mina tessa greta petra vera ' +
  'karl max paul hans peter otto emil anton felix leo jonas lukas martin robert albert viktor konrad simon david oskar';

const BINS = 48;
const RARITY = 16;
const LOSSES = 100;
/** Units of work a transformer's training takes. */
const TRAINING = 400;

const COLUMNS = [
  ['test_perplexity', 'Perplexity on real text', true],
  ['first_perplexity', 'Own text under generation 1', true],
  ['first_low', 'Its most probable sequences', false],
  ['first_high', 'Its least probable sequences', false],
  ['own_perplexity', 'Own text under itself', true],
  ['test_impossible', 'Real tokens ruled out', false],
  ['vocabulary', 'Words learnt from', true],
  ['entropy', 'Entropy', false],
  ['distinct_2', 'Distinct pairs', true],
  ['status', 'Status', false],
] as const;

type Counts = Map<string, Map<string, number>>;

/** Uniform numbers from a key (mulberry32). */
function uniforms(key: number): () => number {
  let state = key >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}'-]+|[^\s]/gu) ?? [];

function itemsOf(spec: TextSpec): string[][] {
  if (isNames(spec)) return NAMES.split(' ').map(name => [...name, '\n']);
  const text = spec.source.kind === 'text' ? (spec.source.value ?? '') : WHALE;
  const items = text
    .split(/\n\s*\n|(?<=[.?!])\s/)
    .map(words)
    .filter(item => item.length > 0)
    .map(item => [...item, '\n']);
  if (items.length === 0)
    throw new Refused('/source/value', 'The text must have at least 1 word, but is empty.');
  return items;
}

const isNames = ({ source }: TextSpec): boolean => source.kind === 'corpus' && source.corpus === 'names';

function count(items: readonly (readonly string[])[]): Counts {
  const counts: Counts = new Map();
  for (const item of items) {
    let before = '\n';
    for (const token of item) {
      const row = counts.get(before) ?? new Map<string, number>();
      counts.set(before, row.set(token, (row.get(token) ?? 0) + 1));
      before = token;
    }
  }
  return counts;
}

const total = (row: ReadonlyMap<string, number>): number => [...row.values()].reduce((sum, n) => sum + n, 0);

function chance(counts: Counts, before: string, token: string): number {
  const row = counts.get(before);
  return row === undefined ? 0 : (row.get(token) ?? 0) / total(row);
}

function draw(counts: Counts, before: string, next: () => number): string {
  const row = counts.get(before) ?? counts.get('\n') ?? new Map([['\n', 1]]);
  let left = next() * total(row);
  for (const [token, n] of row) {
    left -= n;
    if (left < 0) return token;
  }
  return '\n';
}

class Block {
  readonly sections: Section[] = [];
  readonly #parts: number[][] = [];
  #length = 0;
  add(name: string, values: readonly number[]): void {
    this.sections.push({ name, offset: this.#length, length: values.length });
    this.#parts.push([...values]);
    this.#length += values.length;
  }
  get numbers(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#parts.flat());
  }
}

const frequencies = (items: readonly (readonly string[])[]): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const token of items.flat()) counted.set(token, (counted.get(token) ?? 0) + 1);
  return counted;
};

/** One fake experiment with text; every run of it is the same. */
export class FakeText {
  readonly #real: string[][];
  readonly #test: string[][];
  /** [generation]: the text it wrote, and what it had counted. */
  readonly #texts: string[][][];
  readonly #models: Counts[] = [new Map()];
  readonly #known: Map<string, number>;
  #taken = 0;
  completed = 0;
  /** Its training overflows in this generation. */
  endsAt = Number.POSITIVE_INFINITY;

  constructor(readonly spec: TextSpec) {
    const items = itemsOf(spec);
    this.#test = items.filter((_, i) => i % 5 === 4);
    this.#real = items.filter((_, i) => i % 5 !== 4 || items.length < 5);
    this.#texts = [this.#real];
    this.#known = frequencies(this.#real);
  }

  get ended(): boolean {
    return this.completed >= Math.min(this.spec.generations, this.endsAt);
  }

  advance(work: number): void {
    for (let left = work; left > 0 && !this.ended; --left) {
      if (this.spec.model.kind === 'transformer' && ++this.#taken < TRAINING) continue;
      this.#taken = 0;
      const model = count(this.#texts[this.completed]!);
      this.#models.push(model);
      ++this.completed;
      const next = uniforms(this.spec.seed * 7919 + this.completed);
      const size = this.#real.flat().length;
      const text: string[][] = [];
      for (let written = 0; written < size; ) {
        const item = this.#write(model, '\n', next, 60);
        text.push(item);
        written += item.length;
      }
      this.#texts.push(text);
    }
  }

  #write(model: Counts, from: string, next: () => number, most: number): string[] {
    const item: string[] = [];
    for (let before = from; item.length < most; before = item.at(-1)!) {
      item.push(draw(model, before, next));
      if (item.at(-1) === '\n') break;
    }
    return item;
  }

  #perplexity(items: readonly (readonly string[])[], model: Counts): number {
    let [nats, n] = [0, 0];
    for (const item of items) {
      let before = '\n';
      for (const token of item) {
        nats -= Math.log(chance(model, before, token) || 1e-3);
        before = token;
        ++n;
      }
    }
    return Math.exp(nats / Math.max(1, n));
  }

  row(g: number): number[] {
    const first = this.#models[1] ?? new Map();
    const own = this.#models[g] ?? new Map();
    const text = g === 0 ? this.#test : this.#texts[g]!;
    const single = text.map(item => this.#perplexity([item], first)).sort((a, b) => a - b);
    const learnt = frequencies(this.#texts[Math.max(0, g - 1)]!);
    const known = this.completed > 0;
    const flat = this.#texts[g]!.flat();
    return [
      g === 0 ? Number.NaN : this.#perplexity(this.#test, own),
      known ? this.#perplexity(text, first) : Number.NaN,
      known ? (single[Math.floor(0.05 * single.length)] ?? 1) : Number.NaN,
      known ? (single[Math.floor(0.95 * single.length)] ?? 1) : Number.NaN,
      g === 0 ? Number.NaN : this.#perplexity(text, own),
      g === 0 ? Number.NaN : Math.min(1, 0.3 + 0.05 * g),
      learnt.size,
      -[...learnt.values()].reduce((sum, n) => sum + (n / flat.length) * Math.log(n / flat.length), 0),
      new Set(flat.slice(1).map((token, i) => `${flat[i]} ${token}`)).size / flat.length,
      g === this.endsAt ? 3 : 0,
    ];
  }

  #histogram(g: number): number[] {
    if (this.completed < 1) return new Array<number>(BINS).fill(Number.NaN);
    const bins = new Array<number>(BINS).fill(0);
    const text = g === 0 ? this.#test : this.#texts[g]!;
    for (const item of text) {
      const at = Math.log10(this.#perplexity([item], this.#models[1]!));
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor((at / 4) * BINS)));
      bins[bin] = (bins[bin] ?? 0) + 1 / text.length;
    }
    return bins;
  }

  get #ranks(): number[] {
    const last = this.#known.size;
    return Array.from({ length: BINS }, (_, i) => Math.round(last ** (i / (BINS - 1))));
  }

  #frequency(g: number): number[] {
    const counted = [...frequencies(this.#texts[g]!).values()].sort((a, b) => b - a);
    const all = counted.reduce((sum, n) => sum + n, 0);
    return this.#ranks.map(rank => (counted[rank - 1] ?? Number.NaN) / all);
  }

  get scene(): Block {
    const block = new Block();
    block.add(
      'grid_x',
      Array.from({ length: BINS }, (_, i) => ((i + 0.5) * 4) / BINS),
    );
    block.add('ranks', this.#ranks);
    block.add('real_frequency', this.#frequency(0));
    const from = Array.from({ length: RARITY }, (_, i) => (i === 0 ? 1 : 2 ** (i - 1) + 1));
    const to = Array.from({ length: RARITY }, (_, i) => 2 ** i);
    const most = Math.max(...this.#known.values());
    block.add(
      'rarity_from',
      from.map(v => (v <= most ? v : Number.NaN)),
    );
    block.add(
      'rarity_to',
      to.map((v, i) => (from[i]! <= most ? v : Number.NaN)),
    );
    return block;
  }

  frame(g: number): Block {
    const block = new Block();
    const size = this.#real.flat().length;
    block.add('head', [g, 0, size, g < 2 ? size : 0, 0, g === this.endsAt ? 3 : 0, 1, 0, 0]);
    block.add('row', this.row(g));
    block.add('histogram', this.#histogram(g));
    block.add('frequency', this.#frequency(g));
    const learnt = frequencies(this.#texts[Math.max(0, g - 1)]!);
    block.add(
      'alive_by_rarity',
      Array.from({ length: RARITY }, (_, i) => {
        const [from, to] = [i === 0 ? 1 : 2 ** (i - 1) + 1, 2 ** i];
        const all = [...this.#known].filter(([, n]) => n >= from && n <= to);
        return all.filter(([token]) => learnt.has(token)).length / all.length;
      }),
    );
    block.add('loss', this.#loss(this.spec.model.kind === 'transformer' && g > 0 ? 1 : 0));
    return block;
  }

  #loss(share: number): number[] {
    return Array.from({ length: LOSSES }, (_, i) =>
      i < share * LOSSES ? 3 + 5 * Math.exp(-i / 12) : Number.NaN,
    );
  }

  get progress(): Block {
    const block = new Block();
    const size = this.#real.flat().length * 5;
    const share = this.#taken / TRAINING;
    block.add('head', [
      this.completed + 1,
      0,
      this.#taken,
      TRAINING,
      0,
      0,
      share > 0.95 ? 2 : 1,
      share * size,
      size,
    ]);
    block.add('loss', this.#loss(share));
    return block;
  }

  ridges(from: number, to: number): number[] {
    const rows: number[] = [];
    for (let g = from; g <= to; ++g) rows.push(...this.#histogram(g));
    return rows;
  }

  layout(): object {
    return {
      dimension: 1,
      view_dimension: 1,
      components: 0,
      axes: [{ label: 'perplexity under generation 1', unit: '' }],
      has_density: false,
      memory_bytes: 0,
      columns: COLUMNS.map(([name, label, headline]) => ({
        name,
        label,
        unit: '',
        doc: '',
        exactness: 'exact',
        log_axis: /perplexity/.test(name),
        headline,
      })),
      laws: [],
      ridge_width: BINS,
      parameters: this.spec.model.kind === 'transformer' ? 27_000 : 0,
      attribution: isNames(this.spec)
        ? 'Forty first names.'
        : 'Text: Herman Melville, Moby-Dick (1851), public domain.',
      tokens: isNames(this.spec) ? 'characters' : 'words',
      vocabulary: this.#known.size,
      names: isNames(this.spec),
      prompt: isNames(this.spec) ? '' : 'some leaning against the',
      training_tokens: this.#real.flat().length,
      sections: {
        scene: this.scene.sections,
        frame: this.frame(0).sections,
        progress: this.progress.sections,
      },
    };
  }

  summary(g: number): string {
    const first = this.row(1 <= this.completed ? 1 : 0);
    return g === 0
      ? 'Real text: nothing has been learnt yet.'
      : `Generation ${g} learnt from ${this.row(g)[6]} different words, of which generation 1 had ${first[6]}.`;
  }

  // ---------------------------------------------------------------- words

  ask(question: string): string {
    const asked = JSON.parse(question) as {
      ask: string;
      run: number;
      generation: number;
      prompt?: string;
      length?: number;
      items?: number;
      before?: string;
      most?: number;
      size?: number;
    };
    const { generation: g } = asked;
    if (!(g >= 0 && g <= this.completed)) throw new Refused('', `Generation ${g} has not been computed.`);
    switch (asked.ask) {
      case 'text':
        return JSON.stringify(this.#text(g, asked.prompt, asked.length ?? 40));
      case 'sample': {
        const seen = new Set<string>();
        const real = new Set(this.#real.map(item => item.join('')));
        const items = this.#texts[g]!.slice(0, asked.items ?? 24).map(item => {
          const name = item.join('');
          const kind = seen.has(name) ? 'repeat' : real.has(name) ? 'real' : 'new';
          seen.add(name);
          return { pieces: this.#pieces('\n', item), ...(isNames(this.spec) ? { kind } : {}) };
        });
        return JSON.stringify({ items });
      }
      case 'next':
        return JSON.stringify(this.#next(g, asked.before ?? '', asked.most ?? 12));
      case 'lost':
        return JSON.stringify(this.#lost(g, asked.most ?? 60));
      case 'grid': {
        const pieces = [...this.#known]
          .sort((a, b) => b[1] - a[1])
          .slice(0, asked.size ?? 16)
          .map(([token]) => token);
        const of = (model: Counts): number[][] => pieces.map(a => pieces.map(b => chance(model, a, b)));
        return JSON.stringify({ pieces, first: of(this.#models[1] ?? new Map()), now: of(this.#models[g]!) });
      }
      default:
        throw new Refused('', `There is no question "${asked.ask}".`);
    }
  }

  /** As it is printed: a space before a word, none before punctuation. */
  #printed(token: string, first: boolean): string {
    if (isNames(this.spec) || first || token === '\n' || /^[.,;:!?]$/.test(token)) return token;
    return ` ${token}`;
  }

  #pieces(from: string, tokens: readonly string[]): [string, number | null][] {
    let before = from;
    return tokens.map((token, i) => {
      const p = chance(this.#models[1] ?? new Map(), before, token);
      before = token;
      return [this.#printed(token, i === 0 && from === '\n'), p > 0 ? -Math.log(p) : null];
    });
  }

  #text(g: number, prompt: string | undefined, length: number): object {
    const own = prompt !== undefined;
    const given = isNames(this.spec) ? [...(prompt ?? '')] : words(prompt ?? 'some leaning against the');
    const unknown = given.filter(token => !this.#known.has(token));
    const from = given.at(-1) ?? '\n';
    const next = uniforms(this.spec.seed * 31 + given.length);
    let text: string[] = [];
    if (g > 0) {
      while (text.length < length)
        text.push(...this.#write(this.#models[g]!, text.at(-1) ?? from, next, length));
      text = text.slice(0, length);
    } else if (!own)
      text = words(
        'spiles; some seated upon the pier-heads; some looking over the bulwarks of ships from China.',
      );
    return {
      prompt: given.map((token, i) => [this.#printed(token, i === 0), null]),
      text: this.#pieces(from, text),
      unknown,
    };
  }

  #next(g: number, text: string, most: number): object {
    const before = isNames(this.spec) ? [...text] : words(text);
    const from = before.at(-1) ?? '\n';
    const row = (model: Counts | undefined): [string, number][] =>
      [...(model?.get(from) ?? new Map<string, number>())].sort((a, b) => b[1] - a[1]).slice(0, most);
    const pieces = new Set([...row(this.#models[1]), ...row(this.#models[g])].map(([token]) => token));
    return {
      before,
      unknown: before.filter(token => !this.#known.has(token)),
      rows: [...pieces].slice(0, most).map(piece => ({
        piece,
        first: chance(this.#models[1] ?? new Map(), from, piece),
        now: chance(this.#models[g]!, from, piece),
      })),
    };
  }

  #lost(g: number, most: number): object {
    const learnt = Array.from({ length: g + 1 }, (_, t) => frequencies(this.#texts[Math.max(0, t - 1)]!));
    const lost = [...this.#known]
      .filter(([token]) => !learnt[g]!.has(token))
      .map(([piece, n]) => ({
        piece,
        count: n,
        generation: learnt.findIndex((known, t) => t > 0 && !known.has(piece)),
      }))
      .sort((a, b) => b.count - a.count);
    return { alive: this.#known.size - lost.length, of: this.#known.size, lost: lost.slice(0, most) };
  }
}
