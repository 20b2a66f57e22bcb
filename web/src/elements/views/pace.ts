// How long something will still take, from how fast it has gone so far.

/** How much the newest measurement counts. */
const NEWEST = 0.3;
/** Milliseconds between two measurements at least. */
const APART_MS = 200;

/** How far something has come, and how fast it goes. */
export interface Pace {
  /** A share of the whole, or a count. */
  readonly done: number;
  /** When, in milliseconds. */
  readonly at: number;
  /** `done` a second, smoothed; NaN until it is known. */
  readonly speed: number;
}

/** The next measurement; a step back begins anew. */
export function paceOf(done: number, before: Pace | null, now: number): Pace {
  if (before === null || done < before.done) return { done, at: now, speed: Number.NaN };
  // A look between two steps sees nothing done: that is no standstill.
  if (done === before.done || now - before.at < APART_MS) return before;
  const newest = (1000 * (done - before.done)) / (now - before.at);
  const speed = Number.isNaN(before.speed) ? newest : before.speed + NEWEST * (newest - before.speed);
  return { done, at: now, speed };
}

/** Seconds until `whole` is done; NaN where nobody knows. */
export const secondsLeft = ({ done, speed }: Pace, whole: number): number =>
  speed > 0 ? Math.max(0, whole - done) / speed : Number.NaN;

/** "about 8 seconds left" */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 1.5) return 'about a second left';
  if (seconds < 90) return `about ${Math.round(seconds)} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}
