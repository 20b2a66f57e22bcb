import type { Preset } from '../protocol/preset';

/** The named experiments of core/presets, in the order they are offered. */
export const presets: readonly Preset[] = Object.values(
  import.meta.glob<Preset>('../../../core/presets/*.json', { eager: true, import: 'default' }),
).sort((a, b) => a.order - b.order);

export function findPreset(id: string): Preset | undefined {
  return presets.find(preset => preset.id === id);
}
