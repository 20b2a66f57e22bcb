import type { Edit } from './messages';
import type { ExperimentSpec } from './spec.generated';

export interface PresetCompare {
  readonly label: string;
  readonly edits: readonly Edit[];
  readonly note?: string;
}

/** A named experiment of core/presets. */
export interface Preset {
  readonly id: string;
  /** Place in the list. */
  readonly order: number;
  readonly title: string;
  readonly group: string;
  readonly why: readonly [string, string];
  readonly spec: ExperimentSpec;
  readonly compare?: PresetCompare;
  readonly view?: {
    readonly metric?: string;
    readonly log?: boolean;
    readonly snapshots?: readonly number[];
  };
  /** Where hooks.html says what to look for in it; put here by the build. */
  readonly hook?: string;
}
