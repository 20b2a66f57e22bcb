// The site: pages as they are written, with classic scripts instead of modules, and nothing else. It works under a
// policy of script-src 'self' 'wasm-unsafe-eval', in a sandboxed frame of another site and from file://.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checksPage } from './checks.ts';
import { hooksPage } from './hooks.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const tables = path('../../core/data');
/** Scripts with data, made by scripts/prepare-digits.mjs and scripts/prepare-texts.mjs; their names hold the version of their format. */
const prepared = ['digits', 'texts'];

/** The built-in tables as a classic script: CSV by name. */
export function tablesScript(): string {
  const names = readdirSync(tables).filter(name => name.endsWith('.csv'));
  const entries = names
    .sort()
    .map(name => [name.slice(0, -'.csv'.length), readFileSync(join(tables, name), 'utf8')]);
  return `globalThis.modelCollapseTables = ${JSON.stringify(Object.fromEntries(entries))};\n`;
}

/** A mark of the content, so that a cache never mixes two versions. */
export const mark = (bytes: string | Buffer): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 10);

/** Without the indentation, which is for those who read the source. */
export const unindented = (text: string): string => text.replaceAll(/\n +/g, '\n');

/**
 * A page for the site. `<script type="module" src="./x.ts">` becomes the classic x.js; scripts and style
 * sheets carry a mark of their content, so that a cache never mixes two versions.
 */
export function page(source: string, folder: string, out: string): string {
  const scripts = source.replaceAll(
    /<script type="module" src="\.?\/?([\w-]+)\.ts"><\/script>/g,
    (_, name: string) => {
      const script = readFileSync(join(out, `${name}.js`));
      return `<script defer src="${name}.js?${mark(script)}"></script>`;
    },
  );
  const styled = scripts.replaceAll(
    /<link rel="stylesheet" href="\.?\/?([\w-]+\.css)"\s*\/?>/g,
    (_, name: string) => {
      const styles = unindented(readFileSync(join(folder, name), 'utf8'));
      writeFileSync(join(out, name), styles);
      return `<link rel="stylesheet" href="${name}?${mark(styles)}">`;
    },
  );
  for (const [tag] of styled.matchAll(/<script[^>]*>/g)) {
    if (!/ src="/.test(tag) || /type="module"/.test(tag)) throw new Error(`A page must not contain ${tag}.`);
  }
  return unindented(styled);
}

/** Pages with parts that the build writes. */
const WRITTEN: Readonly<Record<string, (source: string) => string>> = {
  'checks.html': source => checksPage(source),
  'hooks.html': source => hooksPage(source),
};

/** The source of a page with those parts in it. */
export const written = (name: string, source: string): string => WRITTEN[name]?.(source) ?? source;

function copyPrepared(out: string): void {
  for (const what of prepared) {
    const folder = path(`../../build/${what}/page`);
    if (!existsSync(folder))
      throw new Error(`The ${what} are missing (${folder}): node scripts/prepare-${what}.mjs makes them.`);
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(out, name));
  }
}

/** Writes the tables, the digits, the texts, the pages of `folder` and the files that need no change into `out`, where the scripts lie. */
export function writeSite(folder: string, out: string): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'tables.js'), tablesScript());
  copyPrepared(out);
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.html'))
      writeFileSync(
        join(out, name),
        page(written(name, readFileSync(join(folder, name), 'utf8')), folder, out),
      );
    else if (/\.(svg|png|ico|webmanifest|txt)$/.test(name)) copyFileSync(join(folder, name), join(out, name));
  }
}
