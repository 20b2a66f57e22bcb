import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { collapse, output, root } from './support/command';

// What a network or an n-gram model is can be had from the command and computed with elsewhere. Here it is computed anew from the documents
// alone (docs/models/*.md): nothing of the core is used but what it hands out.

beforeAll(() => {
  // Does nothing when they are there.
  execFileSync(process.execPath, [join(root, 'scripts/prepare-digits.mjs')]);
});

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Reading {
  readonly items: number;
  readonly tokens: number;
  readonly text: readonly (readonly number[])[];
}

interface Read {
  readonly test: Reading & {
    readonly known: number;
    readonly numbers: readonly number[];
    readonly unknown: number | null;
  };
  readonly own: Reading;
}

/** 36 paragraphs of made-up words, some of them long, so that a model meets contexts it never saw. */
const text = (() => {
  let state = 12345;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const words = Array.from({ length: 60 }, (_, i) =>
    `${'bdklmnrstv'[i % 10]}${'aeiou'[i % 5]}${'xyz'[i % 3]}${i}`.replace(
      /\d/g,
      d => 'aeioubdgnp'[Number(d)] ?? '',
    ),
  );
  const paragraph = () =>
    Array.from({ length: 12 + next(30) }, () => words[Math.floor(60 * (next(1000) / 1000) ** 2)]).join(' ');
  return Array.from({ length: 36 }, paragraph).join('\n\n');
})();

const spec = (model: object, generations = 2) =>
  JSON.stringify({
    generations,
    source: { kind: 'text', tokens: 'words', value: text },
    model,
    samples: { n: 500 },
  });

const frame = (input: string, generation: number) =>
  JSON.parse(output(['frame', '-', '-g', String(generation), '--model'], input));

/** exp of the mean of −ln p over the items' tokens, those the vocabulary lacks left out. */
function perplexity(
  items: readonly (readonly number[])[],
  unknown: number | null,
  p: (item: readonly number[]) => number[],
): number {
  let sum = 0;
  let count = 0;
  for (const item of items)
    p(item).forEach((probability, i) => {
      if (item[i] === unknown) return;
      sum -= Math.log(probability);
      ++count;
    });
  return Math.exp(sum / count);
}

const near = (a: number, b: number, relative: number) =>
  expect(Math.abs(a - b) / Math.abs(b)).toBeLessThan(relative);

describe('n-grams', () => {
  interface Model {
    readonly order: number;
    readonly smoothing: string;
    readonly lower_orders: string;
    readonly discount: number;
    readonly alpha: number;
    readonly vocabulary: readonly string[];
    readonly different: readonly number[];
    readonly ngrams: readonly { length: number; tokens: readonly number[]; counts: readonly number[] }[];
  }

  /** p(w given h) by the formulas of docs/models/ngram.md. */
  class Probabilities {
    readonly #counts = new Map<string, Map<number, number>>();
    readonly #known = new Map<string, number>();
    readonly #v: number;

    constructor(readonly model: Model) {
      this.#v = model.vocabulary.length;
      for (const { length, tokens, counts } of model.ngrams)
        counts.forEach((count, i) => {
          const ngram = tokens.slice(i * length, (i + 1) * length);
          const context = ngram.slice(0, -1).join();
          const last = ngram.at(-1) ?? 0;
          const behind = this.#counts.get(context) ?? new Map<number, number>();
          this.#counts.set(context, behind.set(last, count));
        });
    }

    #total = (h: readonly number[]) =>
      [...(this.#counts.get(h.join())?.values() ?? [])].reduce((a, b) => a + b, 0);

    of(w: number, h: readonly number[], whole: boolean): number {
      const key = `${whole}|${h.join()}|${w}`;
      const known = this.#known.get(key) ?? this.#compute(w, h, whole);
      this.#known.set(key, known);
      return known;
    }

    #compute(w: number, h: readonly number[], whole: boolean): number {
      const { smoothing, discount, alpha, lower_orders } = this.model;
      const behind = this.#counts.get(h.join());
      const c = behind?.get(w) ?? 0;
      const total = this.#total(h);
      const types = behind?.size ?? 0;
      const shorter = h.slice(1);
      if (smoothing === 'add-alpha')
        return total === 0 || !whole ? 1 / this.#v : (c + alpha) / (total + alpha * this.#v);
      const lower = (v: number) => (h.length === 0 ? 1 / this.#v : this.of(v, shorter, whole));
      if (total === 0) return lower(w);
      if (smoothing === 'none') return c / total;
      const witten = smoothing === 'witten-bell';
      const own = (count: number) =>
        count === 0 ? 0 : witten ? count / (total + types) : (count - discount) / total;
      const rest = witten ? types / (total + types) : (discount * types) / total;
      if (lower_orders === 'interpolated') return own(c) + rest * lower(w);
      if (c > 0) return types === this.#v ? c / total : own(c);
      let unseen = 0;
      for (let v = 0; v < this.#v; ++v) if (!behind?.has(v)) unseen += lower(v);
      return (rest * lower(w)) / unseen;
    }

    /** The probability of each token of an item. */
    item(item: readonly number[]): number[] {
      let before: number[] = [0];
      return item.map(w => {
        const h = this.model.order === 1 ? [] : before.slice(-(this.model.order - 1));
        const p = this.of(w, h, true);
        before = w === 0 ? [0] : [...before, w];
        return p;
      });
    }
  }

  const smoothings = ['absolute-discounting', 'kneser-ney', 'witten-bell', 'add-alpha'];
  test.each([
    ...smoothings.map(smoothing => ({ smoothing, order: 3, lower_orders: 'interpolated' })),
    ...['absolute-discounting', 'kneser-ney', 'witten-bell'].map(smoothing => ({
      smoothing,
      order: 2,
      lower_orders: 'back-off',
    })),
    { smoothing: 'kneser-ney', order: 1, lower_orders: 'interpolated' },
    { smoothing: 'none', order: 2, lower_orders: 'interpolated' },
  ])(
    'perplexities follow from the counts that are handed out: $smoothing, $lower_orders, order $order',
    model => {
      const input = spec({ kind: 'ngram', ...model });
      for (const generation of [1, 2]) {
        const shown = frame(input, generation);
        const read: Read = shown.read;
        const made = new Probabilities(shown.model);
        expect(read.test.text.flat()).toHaveLength(read.test.tokens);
        expect(read.test.text.flat().filter(token => token !== read.test.unknown)).toHaveLength(
          read.test.known,
        );
        expect(new Set(read.test.numbers).size).toBe(read.test.items);
        if (model.smoothing !== 'none')
          near(
            perplexity(read.test.text, read.test.unknown, item => made.item(item)),
            shown.metrics.test_perplexity,
            1e-6,
          );
        near(
          perplexity(read.own.text, null, item => made.item(item)),
          shown.metrics.own_perplexity,
          1e-6,
        );
        expect(shown.model.different).toEqual(
          shown.model.ngrams.map((level: { counts: number[] }) => level.counts.length),
        );
      }
    },
  );

  test('the next token has the probability that the counts give it', () => {
    const input = spec({ kind: 'ngram', order: 2, smoothing: 'kneser-ney' });
    const shown = frame(input, 2);
    const made = new Probabilities(shown.model);
    const token = shown.model.vocabulary.findIndex((piece: string) => /^[a-z]{4,}$/.test(piece));
    const before = shown.model.vocabulary[token];
    const question = JSON.stringify({ ask: 'next', before, most: 20 });
    const answer = JSON.parse(output(['ask', '-', '-g', '2', '--question', question], input));
    expect(answer.rows.length).toBeGreaterThan(5);
    for (const row of answer.rows)
      near(made.of(shown.model.vocabulary.indexOf(row.piece), [token], true), row.now, 1e-9);
  });

  test('without --model the frame says what the model is and which items are read, in few words', () => {
    const shown = JSON.parse(output(['frame', '-', '-g', '1'], spec({ kind: 'ngram', order: 2 })));
    expect(shown.model).toMatchObject({ kind: 'ngram', order: 2, smoothing: 'none' });
    expect(shown.model.ngrams).toBeUndefined();
    expect(shown.read.test.numbers).toHaveLength(shown.read.test.items);
    expect(shown.read.test.text).toBeUndefined();
  });
});

/** Tensors by name: rows of a matrix times a vector, and a vector. */
class Tensors {
  readonly #all: Map<string, Tensor>;
  constructor(list: readonly Tensor[]) {
    this.#all = new Map(list.map(tensor => [tensor.name, tensor]));
  }
  get(name: string): Tensor {
    const found = this.#all.get(name);
    if (found === undefined) throw new Error(`there is no tensor ${name}`);
    expect(found.values).toHaveLength(found.shape.reduce((a, b) => a * b, 1));
    return found;
  }
  dense(name: string, x: readonly number[]): number[] {
    const { shape, values } = this.get(`${name}.weight`);
    const bias = this.get(`${name}.bias`).values;
    const inputs = shape[1] ?? 0;
    return bias.map((b, o) => x.reduce((sum, value, i) => sum + value * (values[o * inputs + i] ?? 0), b));
  }
  /** A transposed convolution with kernel 4, stride 2 and padding 1; images have the channels of a pixel side by side. */
  up(name: string, side: number, x: readonly number[]): number[] {
    const { shape, values } = this.get(`${name}.weight`);
    const [small = 0, , , large = 0] = shape;
    const bias = this.get(`${name}.bias`).values;
    const out = Array.from({ length: 4 * side * side * large }, (_, i) => bias[i % large] ?? 0);
    for (let y = 0; y < side; ++y)
      for (let column = 0; column < side; ++column)
        for (let s = 0; s < small; ++s) {
          const value = x[(y * side + column) * small + s] ?? 0;
          for (let ky = 0; ky < 4; ++ky)
            for (let kx = 0; kx < 4; ++kx) {
              const row = 2 * y + ky - 1;
              const at = 2 * column + kx - 1;
              if (row < 0 || at < 0 || row >= 2 * side || at >= 2 * side) continue;
              for (let l = 0; l < large; ++l)
                out[(row * 2 * side + at) * large + l]! +=
                  value * (values[((s * 4 + ky) * 4 + kx) * large + l] ?? 0);
            }
        }
    return out;
  }
}

const relu = (x: readonly number[]) => x.map(value => Math.max(0, value));
const sigmoid = (x: readonly number[]) => x.map(value => 1 / (1 + Math.exp(-value)));
const softmax = (x: readonly number[]) => {
  const most = Math.max(...x);
  const powers = x.map(value => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(value => value / sum);
};
/** The largest difference between two lists. */
const apart = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length
    ? Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))))
    : Number.NaN;

describe('digits', () => {
  const few = ['--set', '/model/epochs=1', '--set', '/samples/n=300', '--data', join(root, 'build/digits')];
  const sizes: [string, string[], (tensors: Tensors, z: readonly number[]) => number[]][] = [
    [
      'the small network',
      ['--set', '/model/hidden=24'],
      (t, z) => t.dense('decoder.pixels', relu(t.dense('decoder.hidden', z))),
    ],
    [
      'the convolutional network',
      ['--set', '/source/size=28x28', '--set', '/model/architecture=convolutional'],
      (t, z) => t.up('decoder.outer', 14, relu(t.up('decoder.inner', 7, t.dense('decoder.image', z)))),
    ],
  ];
  test.each(sizes)(
    'the wall follows from the parameters that are handed out, and so does what the judge says of it: %s',
    (_, more, logits) => {
      const shown = JSON.parse(output(['frame', 'digits-blur', '-g', '1', '--model', ...few, ...more]));
      const network = new Tensors(shown.model.tensors);
      // Single precision, summed in another order.
      shown.model.wall_latents.slice(0, 12).forEach((z: number[], i: number) => {
        expect(apart(sigmoid(logits(network, z)), shown.wall[i])).toBeLessThan(1e-5);
      });
      const judge = new Tensors(shown.judge.tensors);
      shown.wall.forEach((image: number[], i: number) => {
        const p = softmax(judge.dense('classes', relu(judge.dense('hidden', image))));
        expect(apart(p, shown.judge.wall_probabilities[i])).toBeLessThan(1e-5);
        expect(p[shown.judge.wall_classes[i]]).toBe(Math.max(...p));
      });
    },
    600_000,
  );

  test('generation 0 has no model, but real digits that the judge mostly knows', () => {
    const shown = JSON.parse(
      output(['frame', 'digits-blur', '-g', '0', '--model', ...few, '--set', '/model/hidden=24']),
    );
    expect(shown.model).toBeNull();
    // The test digits are dealt from the classes in turn.
    const right = shown.judge.wall_classes.filter((digit: number, i: number) => digit === i % 10).length;
    expect(right).toBeGreaterThan(50);
    expect(shown.metrics.confidence).toBeGreaterThan(0.5);
    expect(shown.metrics.latent_sd).toBeGreaterThan(0);
  });
});

describe('the transformer', () => {
  test('its perplexity of real text follows from the parameters that are handed out', () => {
    const shown = frame(
      spec({ kind: 'transformer', layers: 2, width: 8, heads: 2, context: 16, epochs: 1, batch: 4 }, 1),
      1,
    );
    const t = new Tensors(shown.model.tensors);
    const embedding = t.get('tokens');
    const width = embedding.shape[1] ?? 0;
    const heads: number = shown.model.heads;
    const size = width / heads;
    const row = (name: string, i: number) => t.get(name).values.slice(i * width, (i + 1) * width);
    const add = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + (b[i] ?? 0));
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const norm = (name: string, x: readonly number[]) => {
      const mean = x.reduce((a, b) => a + b, 0) / width;
      const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / width;
      return x.map(
        (value, i) =>
          ((value - mean) / Math.sqrt(variance + 1e-5)) * (t.get(`${name}.gain`).values[i] ?? 0) +
          (t.get(`${name}.bias`).values[i] ?? 0),
      );
    };
    const read = (item: readonly number[]) => {
      let x = item.map((_, i) => add(row('tokens', i === 0 ? 0 : (item[i - 1] ?? 0)), row('positions', i)));
      for (let layer = 0; layer < 2; ++layer) {
        const name = `layer${layer}`;
        const qkv = x.map(one => t.dense(`${name}.qkv`, norm(`${name}.norm1`, one)));
        const part = (i: number, kind: number, head: number) =>
          (qkv[i] ?? []).slice(kind * width + head * size, kind * width + (head + 1) * size);
        x = x.map((one, i) => {
          const attended: number[] = [];
          for (let head = 0; head < heads; ++head) {
            const p = softmax(
              Array.from(
                { length: i + 1 },
                (_, j) => dot(part(i, 0, head), part(j, 1, head)) / Math.sqrt(size),
              ),
            );
            for (let k = 0; k < size; ++k)
              attended.push(p.reduce((sum, share, j) => sum + share * (part(j, 2, head)[k] ?? 0), 0));
          }
          const middle = add(one, t.dense(`${name}.out`, attended));
          return add(
            middle,
            t.dense(`${name}.down`, relu(t.dense(`${name}.up`, norm(`${name}.norm2`, middle)))),
          );
        });
      }
      return x.map((one, i) => {
        const y = norm('norm', one);
        return (
          softmax(Array.from({ length: embedding.shape[0] ?? 0 }, (_, v) => dot(row('tokens', v), y)))[
            item[i] ?? 0
          ] ?? Number.NaN
        );
      });
    };
    const { test: real }: Read = shown.read;
    near(perplexity(real.text, real.unknown, read), shown.metrics.test_perplexity, 1e-4);
  });
});

test('a table of points has no room for parameters: --model with CSV is refused in a sentence', () => {
  const done = collapse(['frame', 'gaussian-forgets', '-g', '1', '--model', '--format', 'csv']);
  expect(done.status).toBe(2);
  expect(done.error).toMatch(/^collapse: --model: [^\n]+\n$/);
});
