// The named experiments of core/presets. Their titles and the first of them are part of this bundle; all else lies in a
// script beside it.

import { first, presetsScript, titles } from 'virtual:presets';
import type { Preset, PresetTitle } from '../protocol/preset';
import { loadBeside } from './beside';

declare global {
  /** All of them, in the order they are offered. */
  var modelCollapsePresets: readonly Preset[] | undefined;
}

/** In the order they are offered. */
export const presets: readonly PresetTitle[] = titles.map(([id, group, title]) => ({ id, group, title }));

export const firstPreset: Preset = first;

export function findPreset(id: string): PresetTitle | undefined {
  return presets.find(preset => preset.id === id);
}

/** All of them in full. Rejects with a sentence. */
export async function allPresets(): Promise<readonly Preset[]> {
  if (globalThis.modelCollapsePresets === undefined)
    await loadBeside(presetsScript, 'The settings of the presets');
  return globalThis.modelCollapsePresets ?? [];
}

/** One of them in full. Rejects with a sentence. */
export async function wholePreset({ id }: PresetTitle): Promise<Preset> {
  if (id === first.id) return first;
  return (await allPresets()).find(preset => preset.id === id)!;
}
