// Proves that `collapse verify` notices a broken core: each patch of tests/mutants/patches breaks one thing, and the claims it
// names must fail.
//   node tests/mutants/run.mjs [NAME...]        all patches, or those whose names contain a NAME; a few minutes
//
// A patch begins with lines "# what it breaks", "only: TEXT" (passed to --only; may be repeated) and "fails: CLAIM" (at least one,
// each of which must fail), then the difference. Works in build/mutants on a copy; the sources are not touched.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const root = resolve(here, '../..');
const folder = join(root, 'build/mutants');
const sources = join(folder, 'sources');

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  if (done.error) throw done.error;
  return done;
}

function must(command, args, options = {}) {
  const done = run(command, args, options);
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const files = folder =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));

/** Brings the copy to the state of the working tree. Only what differs is written, so that little is compiled again, and with the time of now, so that it is. */
function copySources() {
  const wanted = new Set();
  for (const name of ['core', 'wasm', 'bench', 'tests/core', 'scripts'])
    for (const file of files(join(root, name))) wanted.add(relative(root, file));
  for (const name of ['CMakeLists.txt', 'tests/CMakeLists.txt']) wanted.add(name);
  mkdirSync(sources, { recursive: true });
  for (const file of files(sources)) if (!wanted.has(relative(sources, file))) rmSync(file);
  for (const name of wanted) {
    const text = readFileSync(join(root, name));
    const target = join(sources, name);
    if (existsSync(target) && readFileSync(target).equals(text)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function build() {
  return must('cmake', ['--build', join(folder, 'build'), '--target', 'collapse']);
}

function verify(only) {
  const args = ['verify', '--quiet', ...only.flatMap(text => ['--only', text])];
  return run(join(folder, 'build/collapse'), args);
}

function readPatch(file) {
  const text = readFileSync(join(here, 'patches', file), 'utf8');
  const lines = text.split('\n');
  const all = key =>
    lines.filter(line => line.startsWith(`${key}: `)).map(line => line.slice(key.length + 2));
  return { name: file.replace(/\.patch$/, ''), text, only: all('only'), fails: all('fails') };
}

const wanted = process.argv.slice(2);
const patches = readdirSync(join(here, 'patches'))
  .filter(file => file.endsWith('.patch'))
  .sort()
  .map(readPatch)
  .filter(({ name }) => wanted.length === 0 || wanted.some(part => name.includes(part)));
if (patches.length === 0) {
  console.error('mutants: no patch has such a name');
  process.exit(2);
}

copySources();
must('cmake', [
  '-S',
  sources,
  '-B',
  join(folder, 'build'),
  '-G',
  'Ninja',
  '-DCMAKE_BUILD_TYPE=Release',
  '-DCMAKE_CXX_COMPILER=g++',
]);
build();

let passed = 0;
const problems = [];
const only = [...new Set(patches.flatMap(patch => patch.only))];
const sound = verify(only);
if (sound.status !== 0) problems.push(`the unbroken core fails: ${sound.stderr.trim()}`);
else passed += 1;

for (const patch of patches) {
  must('patch', ['--strip=1', '--no-backup-if-mismatch'], { cwd: sources, input: patch.text });
  try {
    build();
    const done = verify(patch.only);
    const failed = [...done.stdout.matchAll(/^ {2}FAILS {2}([^:]+): /gm)].map(match => match[1]);
    const missed = patch.fails.filter(id => !failed.includes(id));
    if (done.status === 1 && missed.length === 0 && patch.fails.length > 0) {
      passed += 1;
      console.log(`${patch.name}: noticed by ${failed.length} claims (${failed.join(', ')})`);
    } else {
      problems.push(
        `${patch.name}: not noticed by ${missed.join(', ') || 'any claim'} (exit status ${done.status})`,
      );
    }
  } finally {
    must('patch', ['--strip=1', '--reverse', '--no-backup-if-mismatch'], { cwd: sources, input: patch.text });
  }
}
for (const problem of problems) console.error(problem);
console.log(`mutants: ${passed} passed, ${problems.length} failed`);
process.exit(problems.length === 0 ? 0 : 1);
