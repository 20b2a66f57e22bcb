// The named experiments of core/presets, as the page gets them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preset } from '../src/protocol/preset.ts';

const folder = fileURLToPath(new URL('../../core/presets', import.meta.url));

/** All of them in the order they are offered. */
export function inOrder(): Preset[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Preset)
    .sort((a, b) => a.order - b.order);
}

/** All of them as a classic script, loaded when another than the first is asked for. */
export const presetsScript = (): string =>
  `globalThis.modelCollapsePresets = ${JSON.stringify(inOrder())};\n`;
