import type { Edit } from './messages';
import type { ExperimentSpec } from './spec.generated';

export interface PresetCompare {
  readonly label: string;
  readonly edits: readonly Edit[];
  readonly note?: string;
}

/** What the list shows of a named experiment at once. */
export interface PresetTitle {
  readonly id: string;
  readonly title: string;
  readonly group: string;
}

/** A named experiment of core/presets. */
export interface Preset extends PresetTitle {
  /** Place in the list. */
  readonly order: number;
  readonly why: readonly [string, string];
  readonly spec: ExperimentSpec;
  readonly compare?: PresetCompare;
  readonly view?: {
    readonly metric?: string;
    readonly log?: boolean;
    readonly snapshots?: readonly number[];
  };
}
