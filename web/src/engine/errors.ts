/** The core refused a spec: `path` is the JSON pointer of the field, `message` one sentence. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

/** The module trapped, ran out of memory or could not be loaded. */
export class CoreFailure extends Error {
  override readonly name = 'CoreFailure';
}

/** A newer start, or the end of the simulation, made the answer worthless. Check with `isStale`. */
export class Stale extends Error {
  override readonly name = 'AbortError';
  constructor() {
    super('This start was given up: another came after it, or the experiment was taken out of the page.');
  }
}

export const isStale = (error: unknown): error is Stale => error instanceof Stale;
