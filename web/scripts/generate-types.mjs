// Writes src/protocol/spec.generated.ts and help.generated.ts from what the built core says of its spec; with --check only compares.
// COLLAPSE_WASM_DIR names another folder of modules than build/wasm.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = relative => fileURLToPath(new URL(relative, import.meta.url));
const folder = path('../src/protocol');

async function describe() {
  const wasm = readFileSync(join(process.env.COLLAPSE_WASM_DIR ?? path('../../build/wasm'), 'networks.wasm'));
  const refuse = () => 8;
  const { instance } = await WebAssembly.instantiate(wasm, {
    env: { emscripten_notify_memory_growth: () => undefined },
    wasi_snapshot_preview1: { proc_exit: refuse, fd_close: refuse, fd_seek: refuse, fd_write: refuse },
  });
  const core = instance.exports;
  core._initialize();
  const at = core.collapse_describe();
  return JSON.parse(new TextDecoder().decode(new Uint8Array(core.memory.buffer, at, core.collapse_length())));
}

const TYPES = {
  Count: 'number',
  Number: 'number',
  Vector: 'readonly number[]',
  Matrix: 'readonly (readonly number[])[]',
  Matrices: 'readonly (readonly (readonly number[])[])[]',
  Names: 'readonly string[]',
  Text: 'string',
};

const text = value => `'${value}'`;
const typeOf = field => (field.type === 'Choice' ? field.choices.map(text).join(' | ') : TYPES[field.type]);
const title = name => name[0].toUpperCase() + name.slice(1);

function member(field, indent) {
  const doc = `${indent}/** ${field.doc}${field.unit === '' ? '' : ` (${field.unit})`} */\n`;
  return `${doc}${indent}readonly ${field.name}${field.default === null ? '' : '?'}: ${typeOf(field)};\n`;
}

/** One member of the union for each kind, or one plain type for a section without kinds. */
function section({ name, doc }, fields) {
  const own = fields.filter(field => field.section === name);
  const kind = own.find(field => field.name === 'kind');
  const head = `/** ${doc}${kind === undefined ? '' : ` ${kind.doc}`} */\nexport type ${title(name)}Spec =`;
  if (kind === undefined) return `${head} {\n${own.map(field => member(field, '  ')).join('')}};\n`;
  const variants = kind.choices.map(choice => {
    const rest = own.filter(field => field !== kind && (field.when_kind?.includes(choice) ?? true));
    const first = `      readonly kind${kind.default === choice ? '?' : ''}: ${text(choice)};\n`;
    return `  | {\n${first}${rest.map(field => member(field, '      ')).join('')}    }`;
  });
  return `${head}\n${variants.join('\n')};\n`;
}

const { sections, fields, data } = await describe();
const top = fields.filter(field => field.section === '').map(field => member(field, '  '));
const parts = sections.map(({ name, doc }) => {
  const required = fields.some(field => field.section === name && field.default === null);
  return `  /** ${doc} */\n  readonly ${name}${required ? '' : '?'}: ${title(name)}Spec;\n`;
});
const code = `// Generated from the core's description of a spec by scripts/generate-types.mjs; do not edit.

/** One experiment: everything that decides its result. */
export interface ExperimentSpec {
${[...top, ...parts].join('')}}

${sections.map(item => section(item, fields)).join('\n')}
/** What sources give and models learn from. */
export type DataTypeName = ${data.map(({ name }) => text(name)).join(' | ')};
`;

/** A line of the table as the formatter would have it. */
function entry({ path, doc }) {
  const quoted = doc.includes("'") ? `"${doc}"` : text(doc);
  const line = `  '${path}': ${quoted},`;
  return line.length <= 110 ? line : `  '${path}':\n    ${quoted},`;
}

const help = `// Generated from the core's description of a spec by scripts/generate-types.mjs; do not edit.

/** What each field of a spec means, by its JSON pointer. */
export const help: Readonly<Record<string, string>> = {
${fields.map(entry).join('\n')}
};
`;

for (const [name, content] of Object.entries({ 'spec.generated.ts': code, 'help.generated.ts': help })) {
  const target = join(folder, name);
  if (!process.argv.includes('--check')) writeFileSync(target, content);
  else if (readFileSync(target, 'utf8') !== content) {
    console.error(`src/protocol/${name} is out of date: run node web/scripts/generate-types.mjs.`);
    process.exit(1);
  }
}
