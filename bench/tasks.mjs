// What JavaScript takes part with, in node and in a page alike: our WebAssembly, plain loops over typed arrays, and
// packages from npm. Each contestant is a function of a task's line (native.cpp lists them) to { ms, result }.

import stdlib from '@stdlib/random-base-normal';
import { randomNormal } from 'd3-random';
import GMM from 'gaussian-mixture-model';
import { probit } from 'simple-statistics';
import { flopsOf } from './flops.mjs';

const imports = {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: {
    proc_exit(status) {
      throw new Error(`the core ended with status ${status}`);
    },
  },
};

function timed(work) {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result: String(result) };
}

/** A function of a spec and its table: runs the experiment to its end in core.wasm or networks.wasm, returns its hash. */
function experiments(core) {
  const text = at => new TextDecoder().decode(new Uint8Array(core.memory.buffer, at, core.collapse_length()));
  const given = bytes => {
    const at = core.collapse_alloc(bytes.length);
    new Uint8Array(core.memory.buffer, at, bytes.length).set(bytes);
    return at;
  };
  return (spec, table) => {
    const bytes = new TextEncoder().encode(spec);
    const [at, tableAt] = [given(bytes), given(table)];
    const handle = core.collapse_create(at, bytes.length, tableAt, table.length, 0, -1);
    core.collapse_free(at);
    core.collapse_free(tableAt);
    if (!handle) throw new Error(text(core.collapse_last_error()));
    for (let before = -1, done = 0; done !== before; ) {
      before = done;
      done = core.collapse_advance(handle, 1 << 20);
    }
    const hash = text(core.collapse_text(handle, 3, 0, 0));
    core.collapse_destroy(handle);
    return hash;
  };
}

/** The exports of kernels.wasm, core.wasm and networks.wasm; files: what digits.mjs and words.mjs wrote. */
function webAssembly(kernels, core, networks, files) {
  const simple = experiments(core);
  const training = experiments(networks);
  return line => {
    const [task, a, b, c, d] = line.split(' ');
    if (task === 'normals') return timed(() => kernels.bench_normals(+a));
    if (task === 'gaussian') return timed(() => kernels.bench_gaussian(+a, +b));
    if (task === 'statistics') return timed(() => kernels.bench_statistics(+a, +b, +c));
    if (task === 'em') {
      kernels.bench_em_prepare(+a, +b);
      return timed(() => kernels.bench_em(+c));
    }
    if (task === 'kde') {
      kernels.bench_kde_prepare(+a, +b);
      return timed(() => kernels.bench_kde(+c));
    }
    if (task === 'gemm') {
      const numbers = line.split(' ').slice(1).map(Number);
      kernels.bench_gemm_prepare(...numbers.slice(0, 4));
      return timed(() => kernels.bench_gemm(numbers[4]));
    }
    if (task === 'vae') {
      const levels = files[`${a}.levels`].subarray(0, a * a * c);
      const at = kernels.bench_images(+a, +c);
      new Uint8Array(kernels.memory.buffer, at, levels.length).set(levels);
      kernels.bench_vae_prepare(+b);
      return timed(() => kernels.bench_vae(+d));
    }
    if (task === 'transformer') {
      const numbers = line.split(' ').slice(1).map(Number);
      kernels.bench_transformer_prepare(...numbers.slice(0, 6));
      return timed(() => kernels.bench_transformer(numbers[6]));
    }
    if (task === 'trigrams') {
      const at = kernels.bench_words(+a);
      new Uint8Array(kernels.memory.buffer, at, 4 * a).set(files['moby-dick.words'].subarray(0, 4 * a));
      return timed(() => kernels.bench_trigrams(+b));
    }
    if (line.includes('14x14')) return timed(() => training(line, files['14.digits']));
    if (line.includes('moby-dick')) return timed(() => training(line, files['moby-dick.bin']));
    const core = /"(categorical|linear_regression)"/.test(line) ? training : simple;
    return timed(() => core(line, new Uint8Array(0)));
  };
}

/** Box and Muller's pairs over Math.random. */
function fillNormal(points, mean, sd) {
  for (let i = 0; i < points.length; i += 2) {
    const radius = sd * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    points[i] = mean + radius * Math.cos(angle);
    if (i + 1 < points.length) points[i + 1] = mean + radius * Math.sin(angle);
  }
}

function typedArrays(line) {
  if (line.startsWith('normals')) {
    const block = new Float64Array(10_000);
    const blocks = Number(line.split(' ')[1]);
    return timed(() => {
      for (let i = 0; i < blocks; i += 1) fillNormal(block, 0, 1);
      return block[0];
    });
  }
  let [, n, generations] = line.split(' ').map(Number);
  let runs = 1;
  if (line.startsWith('{'))
    ({
      generations,
      runs = 1,
      samples: { n },
    } = JSON.parse(line));
  const points = new Float64Array(n);
  return timed(() => {
    let mean;
    let variance;
    for (let run = 0; run < runs; run += 1) {
      [mean, variance] = [0, 1];
      for (let generation = 0; generation < generations; generation += 1) {
        fillNormal(points, mean, Math.sqrt(variance));
        let sum = 0;
        for (let i = 0; i < n; i += 1) sum += points[i];
        mean = sum / n;
        let squares = 0;
        for (let i = 0; i < n; i += 1) squares += (points[i] - mean) ** 2;
        variance = squares / n;
      }
    }
    return variance;
  });
}

/** Trigrams, and what stood before each pair and word, counted in maps as a careful page would. */
function maps(line, words) {
  const [, count, times] = line.split(' ').map(Number);
  const text = new Uint32Array(words.slice(0, 4 * count).buffer);
  const size = text.reduce((most, word) => Math.max(most, word), 0) + 1;
  const add = (counts, key) => {
    const now = (counts.get(key) ?? 0) + 1;
    counts.set(key, now);
    return now;
  };
  return timed(() => {
    let different = 0;
    for (let i = 0; i < times; i += 1) {
      const [one, two, three, beforeOne, beforeTwo] = [1, 2, 3, 4, 5].map(() => new Map());
      let [a, b, place] = [0, 0, 0];
      for (const word of text) {
        const pair = b * size + word;
        add(one, word);
        if (add(two, pair) === 1) add(beforeOne, word);
        if (place > 0 && add(three, a * size * size + pair) === 1) add(beforeTwo, pair);
        [a, b] = [b, word];
        place = word === 0 ? 0 : place + 1;
      }
      different += one.size + two.size + three.size;
    }
    return different / times;
  });
}

/** A sampler of npm, into the same kind of block as ours. */
function sampler(draw) {
  return line => {
    const block = new Float64Array(10_000);
    const blocks = Number(line.split(' ')[1]);
    return timed(() => {
      for (let i = 0; i < blocks; i += 1) for (let j = 0; j < block.length; j += 1) block[j] = draw();
      return block[0];
    });
  };
}

function packageGmm(line) {
  const [, d, n, steps] = line.split(' ').map(Number);
  const row = value => new Array(d).fill(value);
  const diagonal = row(0).map((_, i) => row(0).map((_, j) => (i === j ? 2 : 0)));
  const model = new GMM({
    weights: [0.3, 0.3, 0.4],
    means: [row(-1), row(0), row(1)],
    covariances: [diagonal, diagonal, diagonal],
    bufferSize: n,
  });
  const noise = new Float64Array(n * d);
  fillNormal(noise, 0, 1);
  for (let i = 0; i < n; i += 1) model.addPoint(row(0).map((_, j) => noise[i * d + j] + 2 * ((i % 3) - 1)));
  return timed(() => {
    model.runEM(steps);
    return model.weights[0];
  });
}

/** files: bytes of kernels.wasm, core.wasm and networks.wasm by name, and of what digits.mjs and words.mjs wrote. */
export function contestants(files) {
  const exportsOf = bytes => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    exports._initialize?.();
    return exports;
  };
  const kernels = exportsOf(files['kernels.wasm']);
  return {
    wasm: webAssembly(kernels, exportsOf(files['core.wasm']), exportsOf(files['networks.wasm']), files),
    'wasm ceiling': line => timed(() => kernels.bench_ceiling(flopsOf(line), 0)),
    'typed arrays': typedArrays,
    '@stdlib': sampler(stdlib.factory(0, 1)),
    'd3-random': sampler(randomNormal(0, 1)),
    'simple-statistics': sampler(() => probit(Math.random())),
    'gaussian-mixture-model': packageGmm,
    Map: line => maps(line, files['moby-dick.words']),
  };
}
