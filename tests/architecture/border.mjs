// What api.h declares, what exports.txt lists and what a module really exports and imports must be the same.
//   node border.mjs wasm/api.h wasm/exports.txt build/wasm/core.wasm

import { readFileSync } from 'node:fs';

const [header, list, module] = process.argv.slice(2);

// What Emscripten's standalone mode adds to every module.
const runtimeExports = [
  'memory',
  '_initialize',
  '__indirect_function_table',
  '__errno_location',
  'stackSave',
  'stackRestore',
  'stackAlloc',
];
const allowedImports = ['wasi_snapshot_preview1.proc_exit', 'env.emscripten_notify_memory_growth'];

function problems(declared, listed, exported, imported) {
  const found = [];
  const compare = (a, b, message) => {
    for (const name of a) if (!b.includes(name)) found.push(message(name));
  };
  compare(declared, listed, name => `${name} is declared in api.h but not listed in exports.txt`);
  compare(listed, declared, name => `${name} is listed in exports.txt but not declared in api.h`);
  compare(listed, exported, name => `${name} is listed in exports.txt but the module does not export it`);
  compare(
    exported,
    [...listed, ...runtimeExports],
    name => `the module exports ${name}, which nobody listed`,
  );
  compare(imported, allowedImports, name => `the module imports ${name}: does the core do input or output?`);
  return found;
}

// The check itself must be able to fail.
for (const planted of [
  [['a', 'b'], ['a'], ['a'], []],
  [['a'], ['a', 'b'], ['a', 'b'], []],
  [['a'], ['a'], [], []],
  [['a'], ['a'], ['a', 'b'], []],
  [['a'], ['a'], ['a'], ['env.fd_write']],
])
  if (problems(...planted).length !== 1) throw new Error('self-check: a planted difference was not caught');

const code = readFileSync(header, 'utf8').replace(/\/\/[^\n]*/g, '');
const declared = [...code.matchAll(/\b(collapse_\w+)\s*\(/g)].map(match => match[1]);
const listed = readFileSync(list, 'utf8')
  .split('\n')
  .filter(line => line);
const wasm = new WebAssembly.Module(readFileSync(module));
const exported = WebAssembly.Module.exports(wasm).map(({ name }) => name);
const imported = WebAssembly.Module.imports(wasm).map(({ module, name }) => `${module}.${name}`);
const found = problems(declared, listed, exported, imported);
for (const line of found) console.error(line);
console.log(`border: ${declared.length} functions, ${found.length} differences`);
process.exit(found.length ? 1 : 0);
