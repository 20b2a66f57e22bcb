import type { PresetCompare } from '../protocol/preset';
import type { Timeline } from './player';
import type { Simulation } from './simulation';

/** Starts `other` on the spec of `simulation` with the comparison's edits: same seed, so what differs is due to them. */
export async function startComparison(
  simulation: Simulation,
  other: Simulation,
  compare: PresetCompare,
): Promise<void> {
  const { spec } = await simulation.check(simulation.spec, compare.edits);
  await other.start(spec);
}

/** As far as all of them have come. */
export function together(...simulations: readonly Timeline[]): Timeline {
  return {
    get generations() {
      return Math.min(...simulations.map(({ generations }) => generations));
    },
    get last() {
      return Math.min(...simulations.map(({ last }) => last));
    },
    get completed() {
      return Math.min(...simulations.map(({ completed }) => completed));
    },
  };
}
