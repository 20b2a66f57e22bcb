// Every preset has one hash, whatever compiled the core: compares the commands and modules named with hashes.txt.
//   node tests/golden/golden.mjs [--update] [--wasm core.wasm]... [COMMAND...]
// A changed hash is a breaking change: --update writes the new ones (only if all agree), the CHANGELOG says why.

import { fork, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: 'boolean' }, wasm: { type: 'string', multiple: true } },
});

const presets = readdirSync(join(root, 'core/presets'))
  .filter(file => file.endsWith('.json'))
  .map(file => JSON.parse(readFileSync(join(root, 'core/presets', file), 'utf8')))
  .sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Networks take seconds a generation: of their presets two are hashed, the first that learns from a model included. A transformer is trained
 * on less text and once.
 */
function shortened({ spec }) {
  const { kind } = spec.model;
  if (kind === 'vae') return { '/generations': 2 };
  if (kind !== 'transformer') return {};
  return {
    '/generations': 2,
    '/samples/n': 2000,
    '/model/epochs': 1,
    ...(spec.model.start === 'pretrained' ? { '/model/pretraining': 1 } : {}),
  };
}

function hashOfCommand(command, preset) {
  const { status, stdout, stderr, error } = spawnSync(
    command,
    [
      'hash',
      preset.id,
      ...Object.entries(shortened(preset)).flatMap(([path, value]) => ['--set', `${path}=${value}`]),
    ],
    { encoding: 'utf8' },
  );
  if (error) throw error;
  return status === 0 ? stdout.trim() : `failed: ${stderr.trim()}`;
}

/** The data set a source names: text or bytes. */
function dataOf(source) {
  if (source?.kind === 'dataset') return readFileSync(join(root, 'core/data', `${source.name}.csv`), 'utf8');
  if (source?.kind === 'corpus')
    return readFileSync(join(root, 'build/texts', `${source.corpus ?? 'moby-dick'}.bin`));
  if (source?.kind !== 'digits') return '';
  return readFileSync(
    join(root, 'build/digits', source.size === '28x28' ? 'digits-28.bin' : 'digits-14.bin'),
  );
}

/** The border as a web page uses it. */
function coreOf(file) {
  const { exports: core } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: {
      proc_exit(status) {
        throw new Error(`the core ended with status ${status}`);
      },
    },
  });
  core._initialize();
  const put = content => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const at = core.collapse_alloc(bytes.length);
    new Uint8Array(core.memory.buffer, at, bytes.length).set(bytes);
    return [at, bytes.length];
  };
  const get = at => new TextDecoder().decode(new Uint8Array(core.memory.buffer, at, core.collapse_length()));
  return preset => {
    const spec = structuredClone(preset.spec);
    for (const [path, value] of Object.entries(shortened(preset))) {
      const [, first, second] = path.split('/');
      if (second === undefined) spec[first] = value;
      else spec[first][second] = value;
    }
    const generations = spec.generations ?? 100;
    const handle = core.collapse_create(
      ...put(JSON.stringify(spec)),
      ...put(dataOf(preset.spec.source)),
      0,
      -1,
    );
    if (!handle) {
      const error = get(core.collapse_last_error());
      // The module of the first view does not compute networks; the other one must.
      return error.includes('This program does not compute the model') && basename(file) === 'core.wasm'
        ? 'not linked'
        : `failed: ${error}`;
    }
    let done = 0;
    while (done < generations) {
      done = core.collapse_advance(handle, 1000);
      if (done < 0) return `failed: ${get(core.collapse_last_error())}`;
    }
    const hash = get(core.collapse_text(handle, 3, 0, 0));
    core.collapse_destroy(handle);
    return hash;
  };
}

const builds = [...positionals, ...(values.wasm ?? [])];
if (builds.length === 0) throw new Error('Name at least one collapse command or --wasm core.wasm.');

// A process for each processor: a child is given one preset and build after another and answers with the hash.
if (process.send) {
  const modules = new Map();
  process.on('message', ({ preset, build }) => {
    if (!build.endsWith('.wasm')) return process.send(hashOfCommand(build, preset));
    if (!modules.has(build)) modules.set(build, coreOf(build));
    return process.send(modules.get(build)(preset));
  });
  // Nothing else is for the children.
  await new Promise(() => process.on('disconnect', () => process.exit(0)));
}

/** The hash of each preset from each build, by both names. */
async function allHashes() {
  const tasks = presets.flatMap(preset => builds.map(build => ({ preset, build })));
  const hashes = new Map();
  let next = 0;
  const work = async () => {
    const child = fork(import.meta.filename ?? new URL(import.meta.url).pathname, process.argv.slice(2));
    while (next < tasks.length) {
      const task = tasks[next++];
      const hash = await new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', status => reject(new Error(`A process ended with ${status}.`)));
        child.send(task);
      });
      child.removeAllListeners('exit');
      hashes.set(`${task.preset.id} ${task.build}`, hash);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return hashes;
}
const hashes = await allHashes();

const list = join(root, 'tests/golden/hashes.txt');
const expected = new Map();
if (!values.update)
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    const [id, hash] = line.split(' ');
    if (hash) expected.set(id, hash);
  }

let agreed = 0;
let different = 0;
const found = new Map();
for (const preset of presets) {
  for (const build of builds) {
    const hash = hashes.get(`${preset.id} ${build}`);
    if (hash === 'not linked') continue;
    if (!/^[0-9a-f]{16}$/.test(hash)) {
      console.error(`${preset.id}: ${build} ${hash}`);
      different += 1;
      continue;
    }
    const wanted = expected.get(preset.id) ?? (values.update ? found.get(preset.id) : 'none in hashes.txt');
    if (wanted === undefined || wanted === hash) {
      agreed += 1;
    } else {
      console.error(`${preset.id}: ${hash} from ${build}, expected ${wanted}`);
      different += 1;
    }
    found.set(preset.id, hash);
  }
}
for (const id of expected.keys())
  if (!presets.some(preset => preset.id === id)) {
    console.error(`${id}: in hashes.txt, but there is no such preset`);
    different += 1;
  }
if (values.update && different === 0)
  writeFileSync(list, [...found].map(([id, hash]) => `${id} ${hash}\n`).join(''));
console.log(
  `golden: ${agreed} passed, ${different} failed (${presets.length} presets, ${builds.length} builds)`,
);
process.exit(different ? 1 : 0);
