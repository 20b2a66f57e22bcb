// Speed, measured here and now, ours and its peers in turns (A B, then B A, ...). docs/performance.md explains the table.
//   node bench/bench.mjs --build FOLDER [--rounds 7] [--only WORDS] [--no-chromium]
// Absolute times drift with the machine and whatever else runs on it: compare ratios of one run only. Nothing is judged by
// the clock; the only failure is that the native core and WebAssembly computed different things.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.mjs';
import { countRows } from './count_rows.mjs';
import { writeDigits } from './digits.mjs';
import { ceilingLine } from './flops.mjs';
import { networkRows } from './network_rows.mjs';
import { wordRows } from './word_rows.mjs';
import { writeWords } from './words.mjs';

const { values } = parseArgs({
  options: {
    build: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    'no-chromium': { type: 'boolean' },
  },
});
const rounds = Number(values.rounds);
const here = name => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'collapse-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
writeDigits(values.build, folder);
writeWords(values.build, folder);
const tensorflowFolder = here('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
const files = Object.fromEntries(
  [
    ...['kernels.wasm', 'core.wasm', 'networks.wasm'].map(name => join(values.build, 'wasm', name)),
    ...['28.levels', '14.levels', '14.digits', 'moby-dick.bin', 'moby-dick.words'].map(name =>
      join(folder, name),
    ),
    ...['', '-simd', '-threaded-simd'].map(kind => join(tensorflowFolder, `tfjs-backend-wasm${kind}.wasm`)),
  ].map(path => [basename(path), readFileSync(path)]),
);

/** A program that answers each line with "milliseconds result"; one thread, whatever library it uses. */
function program(command, args = []) {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], env });
  const waiting = [];
  let ended = false;
  const fail = () => {
    ended = true;
    for (const { reject } of waiting.splice(0)) reject(new Error(`${command} ended`));
  };
  child.on('error', fail).on('exit', fail);
  child.stdin.on('error', fail);
  createInterface({ input: child.stdout }).on('line', line => {
    const [ms, result] = line.split(' ');
    waiting.shift()?.resolve({ ms: Number(ms), result });
  });
  const run = line =>
    new Promise((resolve, reject) => {
      if (ended) return reject(new Error(`${command} ended`));
      waiting.push({ resolve, reject });
      child.stdin.write(`${line}\n`);
    });
  return { run, end: () => child.stdin.end() };
}

const all = new Map();
const missing = [];
const closers = [];
async function enter(name, command, args, probe) {
  const one = program(command, args);
  const works = await one.run(probe).then(
    ({ ms }) => Number.isFinite(ms),
    () => false,
  );
  if (!works) return missing.push(name);
  all.set(name, one.run);
  closers.push(one.end);
}

const probe = 'em 2 100 1';
await enter('native', join(values.build, 'release/collapse_bench'), [folder], probe);
await enter('numpy', '/usr/bin/python3', [here('numpy_peer.py'), folder], 'normals 1');
await enter('scikit-learn', '/usr/bin/python3', [here('numpy_peer.py')], probe);
await enter('scipy', '/usr/bin/python3', [here('numpy_peer.py')], 'kde 1 10 1');
await enter('Armadillo', join(values.build, 'release/collapse_bench_armadillo'), [], probe);
await enter('Eigen', join(values.build, 'release/collapse_bench_eigen'), [], 'gemm 8 8 8 0 1');
await enter('PyTorch', '/usr/bin/python3', [here('torch_peer.py')], 'transformer 8 1 8 1 8 4 1');
await enter('NLTK', '/usr/bin/python3', [here('nltk_peer.py'), folder], 'trigrams 100 1');
await enter('mclust', 'Rscript', [here('mclust_peer.R')], probe);
const { contestants } = await import('./tasks.mjs');
for (const [name, run] of Object.entries(contestants(files))) all.set(name, run);
const module = join(folder, 'tensorflow.cjs');
writeFileSync(module, await bundle('tensorflow.mjs', 'node'));
const { floats, tensorflow } = createRequire(import.meta.url)(module);
for (const [name, run] of Object.entries(await tensorflow(tensorflowFolder, floats(files))))
  all.set(name, run);
if (all.has('numpy')) all.set('numpy FFT', line => all.get('numpy')(line.replace('kde', 'kde-fft')));
// The native program has tasks for these.
for (const [name, task] of [
  ['ceiling of 4 lanes', 'ceiling'],
  ['ceiling of 8 lanes', 'ceiling8'],
])
  if (all.has('native')) all.set(name, line => all.get('native')(ceilingLine(task, line)));
if (all.has('native'))
  all.set('unordered_map', line => all.get('native')(line.replace('trigrams', 'trigrams-in-maps')));
let chromium = null;
if (!values['no-chromium'] && existsSync(values.chromium)) {
  chromium = await import('./chromium.mjs').then(async module => ({
    ...module,
    ...(await module.openChromium(values.chromium)),
  }));
  const page = await chromium.benchPage(chromium.browser, files);
  for (const name of [
    'wasm',
    'wasm ceiling',
    'TensorFlow.js',
    'TensorFlow.js tuned',
    'typed arrays',
    '@stdlib',
    'd3-random',
    'simple-statistics',
    'gaussian-mixture-model',
    'Map',
  ])
    all.set(`${name}, Chromium`, line =>
      page.evaluate(([who, what]) => globalThis.bench.run(who, what), [name, line]),
    );
} else missing.push('Chromium');

const gaussian = (n, generations, runs = 1) =>
  JSON.stringify({ generations, runs, model: { kind: 'gaussian' }, samples: { n } });
const paper = JSON.stringify(
  JSON.parse(readFileSync(here('../core/presets/paper-mixture.json'), 'utf8')).spec,
);
const both = (...names) => [...names, ...names.map(name => `${name}, Chromium`)];
const bothGoals = (goal, ...peers) =>
  ['', ', Chromium'].flatMap(where => peers.map(peer => [`wasm${where}`, `${peer}${where}`, goal]));

// goals: [ours, peer or none, the ratio or other goal wanted]. count: what the time is divided by; unit: of the quotient.
// few: no more than three rounds; once: one, without warming up; least: the quickest instead of the median, of many rounds.
const samplers = ['@stdlib', 'd3-random', 'simple-statistics', 'typed arrays'];
const rows = [
  {
    work: 'normal variates',
    line: 'normals 300',
    count: 3,
    unit: 'ns each',
    who: ['native', 'numpy', ...both('wasm', ...samplers)],
    goals: [
      ['native', 'numpy', 3.5],
      ...bothGoals(6, '@stdlib', 'd3-random', 'simple-statistics'),
      ...bothGoals(undefined, 'typed arrays'),
      ['native', 'wasm'],
    ],
  },
  ...[100, 1000, 10_000].map(n => ({
    work: `Gaussian: draw and refit, n = ${n}`,
    line: `gaussian ${n} ${4e6 / n}`,
    count: 4e3 / n,
    unit: 'µs a generation',
    who: ['native', 'numpy', ...both('wasm', 'typed arrays')],
    goals: [
      ['native', 'numpy', n === 1000 ? 13 : undefined],
      ...bothGoals(8, 'typed arrays'),
      ['native', 'wasm'],
    ],
  })),
  {
    work: 'Gaussian without points: 1,000 lineages × 1,000 generations, n = 100',
    line: 'statistics 1000 1000 100',
    count: 1,
    unit: 'ms',
    who: ['native', 'numpy', ...both('wasm')],
    goals: [
      ['native', 'numpy'],
      ['wasm', 'numpy'],
      ['wasm, Chromium', null, '< 40 ms'],
      ['native', 'wasm'],
    ],
  },
  ...[1, 2].map(d => ({
    work: `EM step, n = 10,000, ${d}-D, 3 components`,
    line: `em ${d} 10000 20`,
    count: 20,
    unit: 'ms',
    who: ['native', 'mclust', 'Armadillo', 'scikit-learn', ...both('wasm', 'gaussian-mixture-model')],
    goals: [
      ['native', 'mclust', d === 1 ? 10 : undefined],
      ['native', 'Armadillo', d === 1 ? 10 : 12],
      ['native', 'scikit-learn'],
      ['wasm', 'Armadillo', d === 1 ? 4 : 5],
      ...bothGoals(d === 1 ? undefined : 25, 'gaussian-mixture-model'),
      ['native', 'wasm'],
    ],
  })),
  {
    work: '1,000 lineages × 200 generations, n = 100, all metrics (its peers compute none)',
    line: gaussian(100, 200, 1000),
    count: 1,
    unit: 'ms',
    few: true,
    who: ['native', 'numpy', ...both('wasm', 'typed arrays')],
    goals: [['native', 'numpy'], ...bothGoals(undefined, 'typed arrays'), ['native', 'wasm']],
  },
  ...[1, 2].map(d => ({
    work: `kernel density of 10,000 points on the page's grid, ${d}-D`,
    line: `kde ${d} 10000 10`,
    count: 10,
    unit: 'ms',
    who: ['native', 'scipy', 'numpy FFT', ...both('wasm')],
    goals: [
      ['native', undefined, '< 2 ms'],
      ['native', 'scipy'],
      ['native', 'numpy FFT'],
      ['native', 'wasm'],
      ['native', 'wasm, Chromium'],
    ],
  })),
  {
    work: '10,000 generations, n = 1,000, all metrics',
    line: gaussian(1000, 10_000),
    count: 1,
    unit: 'ms',
    few: true,
    who: ['native', ...both('wasm')],
    goals: [
      ['native', 'wasm'],
      ['native', 'wasm, Chromium'],
    ],
  },
  {
    work: "the paper's mixture, 2,050 generations, all metrics",
    line: paper,
    count: 1,
    unit: 'ms',
    few: true,
    who: ['native', ...both('wasm')],
    goals: [
      ['native', 'wasm'],
      ['native', 'wasm, Chromium'],
    ],
  },
  ...networkRows,
  ...wordRows,
  ...countRows,
].filter(({ work }) => work.includes(values.only));

const quantile = (list, q) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];
const median = list => quantile(list, 0.5);
const figure = number => (number >= 1000 ? number.toFixed(0) : number.toPrecision(3));
const version = (command, args) =>
  spawnSync(command, args, { encoding: 'utf8' }).stdout?.split('\n')[0] ?? 'missing';

console.log(`${new Date().toISOString().slice(0, 10)}; ${cpus()[0]?.model}, ${cpus().length} cores, one thread each
${version('g++', ['--version'])}; ${version('em++', ['--version'])}; node ${process.versions.node}; Chromium ${chromium?.version ?? '-'}
${rounds} rounds (3 for whole experiments), medians; ratio = peer / ours of the medians, spread = the least and greatest of a round
products of matrices and the epoch: the quickest of all rounds; GF/s = 1e9 additions and multiplications of floats a second
${missing.length > 0 ? `not here: ${missing.join(', ')} (./lab bench --peers installs what can be)` : 'all peers are here'}
`);
console.log('| work | ours | peer | ratio | spread | goal |\n|---|---|---|---|---|---|');
const print = (...cells) => console.log(`| ${cells.join(' | ')} |`);

let same = true;
const losses = [];
for (const row of rows) {
  const { work, line, who, goals } = row;
  const taking = who.filter(name => all.has(name));
  const times = new Map(taking.map(name => [name, []]));
  const results = new Set();
  const found = new Map();
  const turns = row.once ? 1 : row.few ? Math.min(rounds, 3) : row.least ? 5 * rounds : rounds;
  const typical = row.least ? list => Math.min(...list) : median;
  const shown = row.show ?? (ms => `${figure(ms / row.count)} ${row.unit}`);
  for (let round = row.once ? 1 : 0; round <= turns; round += 1)
    for (const name of round % 2 ? taking : [...taking].reverse()) {
      const { ms, result } = await all.get(name)(line);
      if (round > 0) times.get(name).push(ms); // the first warms up
      if (/^(native|wasm)(, Chromium)?$/.test(name)) {
        if (line.startsWith('{')) results.add(result);
        else if (/^(gemm|vae|transformer|trigrams|statistics)/.test(line)) results.add(Number(result));
      }
      if (row.losses) found.set(name, Number(result));
    }
  if (results.size > 1) same = false;
  for (const [ours, peer, goal] of goals) {
    if (!times.has(ours) || (peer && !times.has(peer))) continue;
    const a = times.get(ours);
    if (!peer) {
      const spread = `${figure(Math.min(...a) / row.count)}–${figure(Math.max(...a) / row.count)} ${row.unit}`;
      print(work, `${ours} ${shown(typical(a))}`, '', '', spread, goal ?? '');
      continue;
    }
    const b = times.get(peer);
    const share = String(goal).startsWith('share');
    const ratio = typical(b) / typical(a);
    const each = a.map((ms, i) => b[i] / ms);
    print(
      work,
      `${ours} ${shown(typical(a))}`,
      `${peer} ${shown(typical(b))}`,
      share ? `${(100 * ratio).toFixed(0)} %` : `${ratio.toFixed(2)} ×`,
      row.least ? '' : `${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)}`,
      share ? goal.slice(6) : goal ? `≥ ${goal} ×` : '',
    );
  }
  if (found.size > 0) losses.push({ work, found, each: row.each ?? 'an image' });
}

if (chromium && !values.only) {
  const page = await chromium.benchPage(chromium.unbound, files);
  const times = { ours: [], uPlot: [] };
  const each = [];
  for (let round = 0; round < rounds; round += 1) {
    const now = {};
    for (const who of round % 2 ? ['ours', 'uPlot'] : ['uPlot', 'ours']) {
      now[who] = await page.evaluate(name => globalThis.bench.frames(name, 40), who);
      times[who].push(...now[who]);
    }
    each.push(quantile(now.uPlot, 0.95) / quantile(now.ours, 0.95));
  }
  for (const [q, name] of [
    [0.5, 'median'],
    [0.95, 'p95'],
  ]) {
    const [a, b] = [quantile(times.ours, q), quantile(times.uPlot, q)];
    const spread = q === 0.95 ? `${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)}` : '';
    print(
      `frame, 10,000 points, 1200 × 800, ${name}`,
      `Chromium ${figure(a)} ms`,
      `uPlot ${figure(b)}`,
      `${(b / a).toFixed(2)} ×`,
      spread,
      q === 0.95 ? '≥ 2 ×, < 12 ms' : '',
    );
  }
  if (existsSync(here('../dist/index.html')))
    for (const [name, query, generations, goal] of [
      [
        "the page plays the paper's mixture to its end, from opening it",
        'preset=paper-mixture',
        2050,
        '< 10 s',
      ],
      [
        'the page plays 10,000 Gaussian generations, n = 1,000, from opening it',
        'preset=gaussian-forgets&samples.n=1000&generations=10000',
        10_000,
        '< 1 s',
      ],
    ]) {
      const taken = [];
      for (let round = 0; round < 3; round += 1)
        taken.push(await chromium.toTheEnd(chromium.browser, query, generations));
      print(
        name,
        `Chromium ${figure(median(taken))} ms`,
        '',
        '',
        `${figure(Math.min(...taken))}–${figure(Math.max(...taken))} ms`,
        goal,
      );
    }
}
await chromium?.close();

if (existsSync(here('../dist/index.html')) && !values.only) {
  const bytes = ['index.html', 'page.css', 'icon.svg', 'laboratory.js']
    .map(name => gzipSync(readFileSync(here(`../dist/${name}`)), { level: 9 }).length)
    .reduce((a, b) => a + b);
  print('first view, gzip', `${(bytes / 1000).toFixed(1)} kB`, '', '', '', '≤ 175 kB');
}
for (const close of closers) close();
// Nobody may be quicker for having trained less: the losses of all agree but for their random numbers.
for (const { work, found: all, each } of losses) {
  // A ceiling trains nothing.
  const found = new Map([...all].filter(([name]) => !name.includes('ceiling')));
  const [ours] = found.values();
  const list = [...found].map(([name, loss]) => `${name} ${loss.toFixed(2)}`).join(', ');
  const far = [...found.values()].some(loss => !(Math.abs(loss / ours - 1) < 0.03));
  console.log(`\nmean loss of the last epoch, nats ${each}: ${work}: ${list}${far ? '; these DIFFER' : ''}`);
}
console.log(
  `\nnative and wasm ${same ? 'computed the same, to the last bit (hashes)' : 'computed DIFFERENT things'}`,
);
process.exit(same ? 0 : 1);
