import type { Preset } from '../protocol/preset';

/** The named experiments of core/presets, in the order of their file names. */
export const presets: readonly Preset[] = Object.values(
  import.meta.glob<Preset>('../../../core/presets/*.json', { eager: true, import: 'default' }),
);

export function findPreset(id: string): Preset | undefined {
  return presets.find(preset => preset.id === id);
}
