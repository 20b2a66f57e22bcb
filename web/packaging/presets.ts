// The named experiments of core/presets, as the page gets them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preset } from '../src/protocol/preset.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const folder = path('../../core/presets');

/** All of them in the order they are offered. */
export function inOrder(): Preset[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Preset)
    .sort((a, b) => a.order - b.order);
}

/** A number in what is told, and the command it comes from. */
export interface Figure {
  readonly command: string;
  readonly generation: number;
  readonly column: string;
  readonly statistic: 'mean' | 'median' | 'share';
  /** Of a share: what the column must exceed. */
  readonly above?: number;
  readonly expected: number;
  readonly tolerance: number;
}

/** What a reader can see in a preset: an entry of core/hooks.json. */
export interface Hook {
  readonly id: string;
  readonly kind: 'law' | 'misconception';
  readonly about?: string;
  readonly claim: string;
  readonly sentences: readonly [string, string];
  /** Its name. */
  readonly preset: string;
  readonly source: string;
  readonly check: readonly Figure[];
}

/** All of them in the order they are told. */
export function hooks(): readonly Hook[] {
  const file = path('../../core/hooks.json');
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { hooks: readonly Hook[] }).hooks;
}

/** The presets, each with the name of the first thing to look for in it. */
export function offered(): Preset[] {
  const told = hooks();
  return inOrder().map(preset => {
    const hook = told.find(each => each.preset === preset.id)?.id;
    return hook === undefined ? preset : { ...preset, hook };
  });
}

/** All of them as a classic script, loaded when another than the first is asked for. */
export const presetsScript = (): string =>
  `globalThis.modelCollapsePresets = ${JSON.stringify(offered())};\n`;
