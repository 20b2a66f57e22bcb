// What the scripts that prepare real data from npm packages share.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const path = relative => fileURLToPath(new URL(relative, import.meta.url));

/** Path of a file in one of the npm packages in web/node_modules. */
function packaged(name, file) {
  const full = join(path('../web/node_modules'), name, file);
  if (!existsSync(full)) throw new Error(`${full} is missing: npm --prefix web ci fetches it.`);
  return full;
}
export const readPackaged = (name, file) => readFileSync(packaged(name, file));
export const listPackaged = (name, folder) => readdirSync(packaged(name, folder));

/**
 * A classic script that puts data into the record `holder` of the page under `key`, because fetch does not work from file:// and in a
 * sandboxed frame; the file is in it as base64 of its gzipped bytes.
 */
export function pageScript(holder, key, attribution, bytes) {
  const packed = {
    attribution,
    gzip: gzipSync(bytes, { level: 9 }).toString('base64'),
  };
  return `(globalThis.${holder} ??= {})[${JSON.stringify(key)}] = ${JSON.stringify(packed)};\n`;
}

/** Changes with these scripts, this one among them, and with the packages, whose integrity npm has checked. */
function fingerprint(scripts, packages) {
  const lock = JSON.parse(readFileSync(path('../web/package-lock.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const name of packages) hash.update(lock.packages[`node_modules/${name}`].integrity);
  for (const file of ['prepare.mjs', 'packed-file.mjs', ...scripts]) hash.update(readFileSync(path(file)));
  return hash.digest('hex');
}

/**
 * Writes files into build/<what>, or the folder --out names: `make` gives the bytes or text of each by its name there, all of them named in
 * `outputs`. Does nothing when they were made by the same scripts from the same packages.
 */
export function prepare({ what, scripts, packages, outputs, make }) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: path(`../build/${what}`) } },
  });
  const stamp = join(values.out, 'stamp');
  const now = fingerprint(scripts, packages);
  const upToDate =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === now &&
    outputs.every(name => existsSync(join(values.out, name)));
  if (upToDate) return;
  rmSync(stamp, { force: true });
  try {
    const files = make();
    // The site gets all of this folder: no file of an older version may stay.
    rmSync(join(values.out, 'page'), { recursive: true, force: true });
    mkdirSync(join(values.out, 'page'), { recursive: true });
    for (const name of outputs) writeFileSync(join(values.out, name), files[name]);
  } catch (error) {
    console.error(`${what}: ${error.message}`);
    process.exit(1);
  }
  writeFileSync(stamp, now);
}
