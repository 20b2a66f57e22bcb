// The experiment shown, with other shares of real data, computed beside it on the same seed.

import type { Edit, FrameView, Simulation } from '../../engine';
import { formatCount } from '../../plots/format';
import type { Lab } from './view';

const mix = (share: string): readonly Edit[] => [
  ['/runs', '1'],
  ['/workflow/kind', 'mix'],
  ['/workflow/real_fraction', share],
];

export interface Way {
  /** "no", "10 %", "50 %" */
  readonly share: string;
  readonly edits: readonly Edit[];
}

const WAYS: readonly Way[] = [
  {
    share: 'no',
    edits: [
      ['/runs', '1'],
      ['/workflow/kind', 'replace'],
    ],
  },
  { share: '10 %', edits: mix('0.1') },
  { share: '50 %', edits: mix('0.5') },
];

/** One of them at the generation shown, or as far as it has come. */
export interface Other {
  readonly share: string;
  readonly simulation: Simulation;
  /** -1: it has not been started yet. */
  readonly at: number;
  /** "", "starting", "still at 3", "ended at 3" */
  readonly lag: string;
}

export class Others {
  #simulations: readonly Simulation[] = [];
  /** Why they could not be computed. */
  trouble = '';

  /** `changed`: more is computed, or nothing is any more. */
  constructor(
    private readonly lab: Lab,
    private readonly changed: () => void,
  ) {}

  get running(): boolean {
    return this.#simulations.length > 0;
  }

  get list(): readonly Other[] {
    const { generation } = this.lab;
    return this.#simulations.map((simulation, w) => {
      const at = simulation.hasStarted ? Math.min(generation, simulation.completed) : -1;
      const lag =
        at < 0
          ? 'starting'
          : at < generation
            ? `${simulation.endedEarly ? 'ended' : 'still'} at ${formatCount(at)}`
            : '';
      return { share: WAYS[w]!.share, simulation, at, lag };
    });
  }

  /** "all three have learnt 3 of 12 generations"; empty once nothing is computed any more. */
  get progress(): string {
    const still = this.#simulations.filter(({ finished }) => !finished);
    if (still.length === 0) return '';
    const slowest = Math.min(...still.map(({ completed }) => completed));
    return `all three have learnt ${formatCount(slowest)} of ${formatCount(this.lab.simulation.generations)} generations`;
  }

  /** The frame, if it has arrived; else it is asked for. */
  frame({ simulation, at }: Other): FrameView | undefined {
    if (at < 0) return undefined;
    const frame = simulation.readyFrame(0, at);
    if (frame === undefined) {
      simulation.frame(0, at).then(
        () => this.changed(),
        () => {},
      );
    }
    return frame;
  }

  readonly start = (): void => {
    this.trouble = '';
    this.#simulations = WAYS.map(({ edits }) => {
      const other = this.lab.beside(edits, error => {
        this.stop();
        this.trouble = error;
        this.changed();
      });
      other.addEventListener('progress', () => this.changed());
      return other;
    });
    this.changed();
  };

  stop(): void {
    for (const other of this.#simulations) other.dispose();
    this.#simulations = [];
  }
}
