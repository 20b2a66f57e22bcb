// A stand-in for the wasm core: a Gaussian (1-D or isotropic 2-D) refitted on its own draws, with blocks in the true
// layout; text is its other half (fake_text.ts). For tests of what lies around the core, and for looking at the page
// without it. Its numbers mean nothing.

import type { Ways } from '../../../web/src/engine/host';
import type { Section } from '../../../web/src/protocol/layout';
import type { Needs } from '../../../web/src/protocol/modules';
import { Refused } from '../../../web/src/worker/core';
import { type CoreLike, Dispatcher, type Surroundings } from '../../../web/src/worker/dispatcher';
import { FakeText, type TextSpec } from './fake_text';

interface FakeSpec {
  seed: number;
  runs: number;
  generations: number;
  source: { kind: string };
  model: { kind: string };
  workflow: { kind: string };
  samples: { n: number };
}

interface Run {
  readonly spec: FakeSpec;
  readonly dimension: 1 | 2;
  /** [lineage][generation] → mean x, mean y, sd. */
  readonly models: [number, number, number][][];
  completed: number;
  /** In place of all that, for text. */
  readonly text?: FakeText;
}

const GRID = 256;
const SIDE = 64;
const CAP = 10_000;
const BINS = 48;
const VIEW = 4.5;
const COLUMNS = ['mean', 'variance', 'w2_squared'];

const field = (path: string, type: string, label: string, extra: object = {}) => ({
  path,
  section: path.split('/').length > 2 ? path.split('/')[1] : '',
  name: path.split('/').at(-1),
  type,
  label,
  doc: `${label}.`,
  unit: '',
  default: null,
  ...extra,
});

const SCHEMA = {
  schema: 1,
  version: '0.1.0',
  sections: ['source', 'model', 'workflow', 'samples'].map(name => ({ name, title: name, doc: name })),
  data: [
    {
      name: 'points',
      sources: ['gaussian', 'ring'],
      models: ['gaussian', 'gmm'],
      source: 'gaussian',
      model: 'gaussian',
    },
    {
      name: 'tokens',
      sources: ['corpus', 'text'],
      models: ['ngram', 'transformer'],
      source: 'corpus',
      model: 'ngram',
    },
  ],
  fields: [
    field('/seed', 'Count', 'Seed', { default: 7, minimum: 0, maximum: 2 ** 53 - 1 }),
    field('/runs', 'Count', 'Runs', { default: 1, minimum: 1, maximum: 10_000, unit: 'runs' }),
    field('/generations', 'Count', 'Generations', { default: 100, minimum: 1, maximum: 10_000 }),
    field('/source/kind', 'Choice', 'Source', {
      default: 'gaussian',
      choices: ['gaussian', 'ring', 'corpus', 'text'],
    }),
    field('/source/corpus', 'Choice', 'Text', {
      default: 'moby-dick',
      choices: ['names', 'moby-dick'],
      when_kind: ['corpus'],
    }),
    field('/source/value', 'Text', 'Your text', { default: '', when_kind: ['text'], maximum: 2_000_000 }),
    field('/model/kind', 'Choice', 'Model', { choices: ['gaussian', 'gmm', 'ngram', 'transformer'] }),
    field('/model/order', 'Count', 'Order', { default: 2, when_kind: ['ngram'], minimum: 1, maximum: 5 }),
    field('/workflow/kind', 'Choice', 'Workflow', { default: 'replace', choices: ['replace', 'accumulate'] }),
    field('/samples/n', 'Count', 'Sample size n', { default: 100, minimum: 1, maximum: 1e6, unit: 'points' }),
  ],
};

const density = (x: number, mean: number, sd: number): number =>
  Math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));

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

function normals(key: number): () => number {
  const next = uniforms(key);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
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

const grid = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

export class FakeCore implements CoreLike {
  readonly abi = 4;
  #runs = new Map<number, Run>();
  #next = 1;
  /** Makes the core trap in this many calls of advance. */
  trapIn = Number.POSITIVE_INFINITY;
  /** A training of text overflows in this generation. */
  endsAt = Number.POSITIVE_INFINITY;

  describe(): string {
    return JSON.stringify(SCHEMA);
  }

  edit(text: string, edits: readonly (readonly [string, string])[]): string {
    let given: Record<string, unknown>;
    try {
      given = JSON.parse(text) as Record<string, unknown>;
    } catch {
      throw new Refused('', 'The text is not JSON.');
    }
    const spec: Record<string, Record<string, unknown> | unknown> = {
      schema: 1,
      seed: 7,
      runs: 1,
      generations: 100,
      ...given,
      source: { kind: 'gaussian', ...(given.source as object) },
      model: { ...(given.model as object) },
      workflow: { kind: 'replace', ...(given.workflow as object) },
      samples: { n: 100, ...(given.samples as object) },
    };
    for (const [pointer, value] of edits) {
      const known = SCHEMA.fields.find(({ path }) => path === pointer);
      if (known === undefined) throw new Refused(pointer, `There is no field ${pointer}.`);
      const [, section = '', name] = pointer.split('/');
      let parsed: unknown = value;
      try {
        parsed = JSON.parse(value);
      } catch {
        // A value that is not JSON is taken as text.
      }
      if (typeof parsed === 'number' && parsed < 1)
        throw new Refused(pointer, `${known.label} must be at least 1.`);
      if (name === undefined) spec[section] = parsed;
      else (spec[section] as Record<string, unknown>)[name] = parsed;
    }
    return JSON.stringify(spec);
  }

  needs(spec: string): Needs {
    this.edit(spec, []);
    return { module: 'core', data: '', name: '' };
  }

  mostSamples(): number {
    return 1_000_000;
  }

  create(text: string): number {
    const spec = JSON.parse(this.edit(text, [])) as FakeSpec;
    if (/^(ngram|transformer)$/.test(spec.model.kind)) {
      const words = new FakeText(spec as TextSpec);
      words.endsAt = this.endsAt;
      this.#runs.set(this.#next, { spec, dimension: 1, models: [], completed: 0, text: words });
      return this.#next++;
    }
    const dimension = spec.source.kind === 'ring' ? 2 : 1;
    const models = Array.from({ length: spec.runs }, () => [[0, 0, 1] as [number, number, number]]);
    this.#runs.set(this.#next, { spec, dimension, models, completed: 0 });
    return this.#next++;
  }

  destroy(handle: number): void {
    this.#runs.delete(handle);
  }

  finished(handle: number): { finished: boolean; ended: string } {
    const { completed, spec, text } = this.#of(handle);
    const early = completed < spec.generations && text?.ended === true;
    return {
      finished: early || completed >= spec.generations,
      ended: early ? 'its training overflowed' : '',
    };
  }

  advance(handle: number, work: number): number {
    const run = this.#of(handle);
    if (--this.trapIn <= 0) throw new WebAssembly.RuntimeError('unreachable');
    if (run.text !== undefined) {
      run.text.advance(work);
      run.completed = run.text.completed;
      return run.completed;
    }
    for (let left = work; left > 0 && run.completed < run.spec.generations; left -= run.spec.runs) {
      ++run.completed;
      run.models.forEach((lineage, k) => {
        const [x, y, sd] = lineage[run.completed - 1] ?? [0, 0, 1];
        const next = normals(run.spec.seed * 7919 + k * 104729 + run.completed);
        const { n } = run.spec.samples;
        const shrink = Math.sqrt(Math.max(1e-6, 1 - 1 / n) * (1 + next() * Math.sqrt(2 / n)));
        lineage.push([x + (sd * next()) / Math.sqrt(n), y + (sd * next()) / Math.sqrt(n), sd * shrink]);
      });
    }
    return run.completed;
  }

  block(handle: number, kind: string, a = 0, b = 0, c = 0, d = 0): Float64Array<ArrayBuffer> {
    const run = this.#of(handle);
    if (run.text !== undefined) return textBlock(run.text, kind, a, b, c, d);
    if (kind === 'progress') return Float64Array.of(run.completed + 1, 0, 0);
    if (kind === 'scene') return this.#scene(run).numbers;
    if (kind === 'frame') {
      if (b < 0 || b > run.completed) throw new Refused('', `Generation ${b} has not been computed.`);
      return this.#frame(run, a, b).numbers;
    }
    const row = (lineage: number, g: number): number[] => {
      const [x, , sd] = run.models[lineage]?.[g] ?? [0, 0, 1];
      return [x, sd * sd, x * x + (sd - 1) ** 2];
    };
    const out: number[] = [];
    if (kind === 'history') {
      for (let g = a; g <= b; ++g) {
        for (let column = 0; column < COLUMNS.length; ++column) {
          const values = run.models.map((_, k) => row(k, g)[column] ?? 0).sort((p, q) => p - q);
          const at = (q: number): number => values[Math.floor(q * (values.length - 1))] ?? 0;
          out.push(
            values.reduce((s, v) => s + v, 0) / values.length,
            at(0.05),
            at(0.25),
            at(0.5),
            at(0.75),
            at(0.95),
          );
        }
      }
    } else if (kind === 'lines') {
      for (let k = 0; k < Math.min(b, run.spec.runs); ++k) {
        for (let g = c; g <= d; ++g) out.push(row(k, g)[a] ?? Number.NaN);
      }
    } else {
      for (let g = b; g <= c; ++g) {
        const [x, , sd] = run.models[a]?.[g] ?? [0, 0, 1];
        out.push(...grid(GRID, -VIEW, VIEW).map(at => density(at, x, sd)));
      }
    }
    return Float64Array.from(out);
  }

  text(handle: number, kind: string, a = 0, b = 0): string {
    const run = this.#of(handle);
    switch (kind) {
      case 'spec':
        return JSON.stringify(run.spec);
      case 'changes':
        return JSON.stringify({ model: run.spec.model });
      case 'layout':
        return this.#layout(run);
      case 'hash':
        return (run.spec.seed * 1_000_003 + run.completed).toString(16).padStart(16, '0');
      case 'summary':
        if (run.text !== undefined) return run.text.summary(b);
        return `After ${b} generations lineage ${a + 1} has spread ${(run.models[a]?.[b]?.[2] ?? 1).toFixed(2)}.`;
      default:
        return `# fake\nrun,generation,${COLUMNS.join(',')}\n`;
    }
  }

  ask(handle: number, question: string): string {
    const { text } = this.#of(handle);
    if (text === undefined) throw new Refused('', 'A question is an object.');
    return text.ask(question);
  }

  save(handle: number): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(JSON.stringify(this.#of(handle).spec));
  }

  #of(handle: number): Run {
    const run = this.#runs.get(handle);
    if (run === undefined) throw new Refused('', 'No such experiment.');
    return run;
  }

  #layout(run: Run): string {
    const { runs, generations, samples } = run.spec;
    return JSON.stringify({
      version: '0.1.0',
      schema: 1,
      dimension: run.dimension,
      view_dimension: run.dimension,
      components: 1,
      model: run.spec.model.kind,
      data: run.text === undefined ? 'points' : 'tokens',
      runs,
      generations,
      axes: ['x', 'y'].slice(0, run.dimension).map(label => ({ label, unit: '' })),
      has_density: true,
      memory_bytes: runs * generations * 24,
      columns: COLUMNS.map((name, k) => ({
        name,
        label: ['Mean', 'Variance', 'Squared W2'][k],
        unit: '',
        doc: '',
        exactness: 'exact',
        log_axis: k === 2,
        headline: k === 1,
      })),
      laws: [
        {
          metric: 'variance',
          kind: 'expectation',
          label: 'E σ² = (1 − 1/n)^t',
          source: 'science',
          values: Array.from({ length: generations + 1 }, (_, t) => (1 - 1 / samples.n) ** t),
          sd: [],
        },
      ],
      status: ['converged', 'iteration_limit', 'degenerate', 'non_finite', 'exhausted'],
      statistics: ['mean', 'q05', 'q25', 'q50', 'q75', 'q95'],
      ridge_width: GRID,
      sections: {
        scene: this.#scene(run).sections,
        frame: this.#frame(run, 0, 0).sections,
        progress: [{ name: 'head', offset: 0, length: 3 }],
      },
      ...run.text?.layout(),
    });
  }

  #scene(run: Run): Block {
    const block = new Block();
    const two = run.dimension === 2;
    const xs = grid(GRID, -VIEW, VIEW);
    block.add('view', two ? [-VIEW, VIEW, -VIEW, VIEW] : [-VIEW, VIEW]);
    block.add('peak', [two ? 1 / (2 * Math.PI) : 0.4]);
    block.add('truth_moments', two ? [0, 0, 1, 0, 0, 1] : [0, 1]);
    block.add('grid_x', xs);
    if (two) {
      block.add('grid_size', [SIDE]);
      block.add('source_density', square(0, 0, 1));
    } else {
      block.add('source_x', xs);
      block.add(
        'source_y',
        xs.map(x => density(x, 0, 1)),
      );
      block.add('bin_edges', grid(BINS + 1, -VIEW, VIEW));
      block.add('source_histogram', []);
    }
    block.add('source_weights', [1]);
    block.add('source_means', two ? [0, 0] : [0]);
    block.add('source_covariances', two ? [1, 0, 0, 1] : [1]);
    block.add('table_points', []);
    return block;
  }

  #frame(run: Run, lineage: number, generation: number): Block {
    const block = new Block();
    const two = run.dimension === 2;
    const { n } = run.spec.samples;
    const cap = Math.min(n, CAP);
    const [x, y, sd] = run.models[lineage]?.[generation] ?? [0, 0, 1];
    const [fromX, fromY, fromSd] = run.models[lineage]?.[Math.max(0, generation - 1)] ?? [0, 0, 1];
    const next = normals(run.spec.seed * 31 + lineage * 17 + generation);
    const points = (mean: number): number[] => Array.from({ length: cap }, () => mean + fromSd * next());
    const drawn = points(fromX);
    block.add('head', [generation, lineage, n, generation < 2 ? n : 0, cap, 0, 1, 0, 0]);
    block.add('row', [x, sd * sd, x * x + (sd - 1) ** 2]);
    const missing = generation === 0;
    const parameter = (values: number[]): number[] => (missing ? values.map(() => Number.NaN) : values);
    block.add('weights', parameter([1]));
    block.add('means', parameter(two ? [x, y] : [x]));
    block.add('covariances', parameter(two ? [sd * sd, 0, 0, sd * sd] : [sd * sd]));
    block.add('points_x', drawn);
    if (two) block.add('points_y', points(fromY));
    block.add(
      'points_real',
      drawn.map(() => (generation < 2 ? 1 : 0)),
    );
    if (two) block.add('density', square(x, y, sd));
    else {
      const xs = [...grid(GRID, -VIEW, VIEW), ...grid(64, x - 4 * sd, x + 4 * sd)].sort((p, q) => p - q);
      block.add('curve_length', [xs.length]);
      const inset = grid(128, -4 * sd, 4 * sd);
      block.add('inset_centre', [x]);
      block.add('curve_x', xs);
      block.add(
        'curve_y',
        xs.map(at => density(at, x, sd)),
      );
      block.add('inset_x', inset);
      block.add(
        'inset_y',
        inset.map(at => density(at, 0, sd)),
      );
      const bins = new Array<number>(BINS).fill(0);
      for (const at of drawn) {
        const bin = Math.floor(((at + VIEW) / (2 * VIEW)) * BINS);
        if (bin >= 0 && bin < BINS) bins[bin] = (bins[bin] ?? 0) + BINS / (2 * VIEW * cap);
      }
      block.add('histogram', bins);
      block.add('outside', [drawn.filter(at => at < -VIEW).length, drawn.filter(at => at > VIEW).length]);
    }
    return block;
  }
}

function textBlock(
  text: FakeText,
  kind: string,
  a: number,
  b: number,
  c: number,
  d: number,
): Float64Array<ArrayBuffer> {
  if (kind === 'progress') return text.progress.numbers;
  if (kind === 'scene') return text.scene.numbers;
  if (kind === 'ridges') return Float64Array.from(text.ridges(b, c));
  if (kind === 'frame') {
    if (b < 0 || b > text.completed) throw new Refused('', `Generation ${b} has not been computed.`);
    return text.frame(b).numbers;
  }
  const rows: number[] = [];
  if (kind === 'history')
    for (let g = a; g <= b; ++g) rows.push(...text.row(g).flatMap(value => new Array<number>(6).fill(value)));
  else for (let g = c; g <= d; ++g) rows.push(text.row(g)[a] ?? Number.NaN);
  return Float64Array.from(rows);
}

function square(x: number, y: number, sd: number): number[] {
  const at = grid(SIDE, -VIEW, VIEW);
  return at.flatMap(row => at.map(column => density(column, x, sd) * density(row, y, sd)));
}

/** An engine over fake cores in this thread; `made` sees each core that is loaded. */
export function fakeWays(
  made: (core: FakeCore) => void = () => undefined,
  around: Partial<Surroundings> = {},
): Ways {
  return {
    wasm: () => new ArrayBuffer(0),
    thread: receive => {
      let open = true;
      const dispatcher = new Dispatcher(message => open && receive(message), {
        load: () => {
          const core = new FakeCore();
          made(core);
          return Promise.resolve(core);
        },
        now: () => performance.now(),
        ...around,
      });
      return {
        post: message => queueMicrotask(() => dispatcher.receive(message)),
        close: () => {
          open = false;
          dispatcher.close();
        },
      };
    },
  };
}
