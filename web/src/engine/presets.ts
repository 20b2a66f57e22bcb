// The named experiments of core/presets. The first is part of this bundle; all of them lie in a script beside it.

import { first, presetsScript } from 'virtual:presets';
import type { Preset } from '../protocol/preset';
import { loadBeside } from './beside';
import { SpecError } from './errors';

declare global {
  /** In the order they are offered. */
  var modelCollapsePresets: readonly Preset[] | undefined;
}

export const firstPreset: Preset = first;

/** All of them, in the order they are offered. Rejects with a sentence. */
export async function allPresets(): Promise<readonly Preset[]> {
  return loadBeside(presetsScript, 'The list of presets', () => globalThis.modelCollapsePresets);
}

/** Rejects with SpecError where there is none of that name, else with a sentence. */
export async function findPreset(id: string): Promise<Preset> {
  if (id === first.id) return first;
  const presets = await allPresets();
  const found = presets.find(preset => preset.id === id);
  if (found === undefined)
    throw new SpecError(
      '',
      `There is no preset "${id}". There are: ${presets.map(preset => preset.id).join(', ')}.`,
    );
  return found;
}
