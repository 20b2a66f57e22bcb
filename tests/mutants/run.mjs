// Proves that `collapse verify` notices a broken core: each file of tests/mutants/broken breaks one thing, and the claims it names must
// fail.
//   node tests/mutants/run.mjs [NAME...]        all of them, or those whose names contain a NAME; a few minutes
//   node tests/mutants/run.mjs --check          only whether the code that each of them breaks is still there, once
//
// Such a file has lines "# what it breaks", "only: TEXT" (passed to --only; may be repeated), "fails: CLAIM" (at least one, each of which
// must fail), "in: FILE", "is: CODE" and "becomes: CODE". How the code is laid out does not matter. Works in build/mutants on a copy; the
// sources are not touched.

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
  for (const name of ['core', 'scripts'])
    for (const file of files(join(root, name))) wanted.add(relative(root, file));
  wanted.add('CMakeLists.txt');
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

function readMutant(file) {
  const lines = readFileSync(join(here, 'broken', file), 'utf8').split('\n');
  const all = key =>
    lines.filter(line => line.startsWith(`${key}: `)).map(line => line.slice(key.length + 2));
  const one = key => {
    const [value, ...more] = all(key);
    if (value === undefined || more.length > 0) throw new Error(`${file}: needs one line "${key}: …"`);
    return value;
  };
  return {
    name: file.replace(/\.txt$/, ''),
    only: all('only'),
    fails: all('fails'),
    in: one('in'),
    is: one('is'),
    becomes: one('becomes'),
  };
}

/** The file's text with the code broken; throws unless it stands there once. */
function broken(mutant, text) {
  const words = mutant.is.split(/\s+/).map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const parts = text.split(new RegExp(words.join('\\s+')));
  if (parts.length !== 2)
    throw new Error(`${mutant.name}: the code to break stands ${parts.length - 1} times in ${mutant.in}`);
  return parts.join(mutant.becomes);
}

const wanted = process.argv.slice(2).filter(argument => argument !== '--check');
const mutants = readdirSync(join(here, 'broken'))
  .filter(file => file.endsWith('.txt'))
  .sort()
  .map(readMutant)
  .filter(({ name }) => wanted.length === 0 || wanted.some(part => name.includes(part)));
if (mutants.length === 0) {
  console.error('mutants: none has such a name');
  process.exit(2);
}

let passed = 0;
const problems = [];
function finish() {
  for (const problem of problems) console.error(problem);
  console.log(`mutants: ${passed} passed, ${problems.length} failed`);
  process.exit(problems.length === 0 ? 0 : 1);
}

if (process.argv.includes('--check')) {
  for (const mutant of mutants) {
    try {
      broken(mutant, readFileSync(join(root, mutant.in), 'utf8'));
      if (mutant.fails.length === 0) throw new Error(`${mutant.name}: names no claim that must fail`);
      passed += 1;
    } catch (error) {
      problems.push(error.message);
    }
  }
  finish();
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
  ...['MODULES', 'TESTS', 'EXAMPLES', 'BENCH'].map(part => `-DCOLLAPSE_BUILD_${part}=OFF`),
]);
build();

const only = [...new Set(mutants.flatMap(mutant => mutant.only))];
const sound = verify(only);
if (sound.status !== 0) problems.push(`the unbroken core fails: ${sound.stderr.trim()}`);
else passed += 1;

for (const mutant of mutants) {
  const file = join(sources, mutant.in);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, broken(mutant, text));
  try {
    build();
    const done = verify(mutant.only);
    const failed = [...done.stdout.matchAll(/^ {2}FAILS {2}([^:]+): /gm)].map(match => match[1]);
    const missed = mutant.fails.filter(id => !failed.includes(id));
    if (done.status === 1 && missed.length === 0 && mutant.fails.length > 0) {
      passed += 1;
      console.log(`${mutant.name}: noticed by ${failed.length} claims (${failed.join(', ')})`);
    } else {
      problems.push(
        `${mutant.name}: not noticed by ${missed.join(', ') || 'any claim'} (exit status ${done.status})`,
      );
    }
  } finally {
    writeFileSync(file, text);
  }
}
finish();
