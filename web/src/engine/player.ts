/** What the player plays along: how far it goes and how far it is computed. */
export interface Timeline {
  readonly generations: number;
  readonly completed: number;
  /** Where the story ends: its generations, or fewer when it ended early. */
  readonly last: number;
}

/** Slow motion shows each generation in three steps: points are drawn, a model is fitted, it takes over. */
export const PHASES = ['draw', 'fit', 'next'] as const;
export type Phase = (typeof PHASES)[number];

export interface Clock {
  request(callback: (milliseconds: number) => void): number;
  cancel(handle: number): void;
}

const animationFrames: Clock = {
  request: callback => requestAnimationFrame(callback),
  cancel: handle => cancelAnimationFrame(handle),
};

/** Milliseconds a phase of slow motion lasts. */
export const PHASE_MS = 400;
/** At top speed a story that is already computed takes this long. */
const TOP_SPEED_MS = 400;
/** A longer gap between two frames (a hidden tab) does not count as time. */
const LONGEST_STEP_MS = 100;

export type Speed = number | 'slow' | 'fastest';

/**
 * Owns which generation is shown. Events: 'tick' (generation, phase or progress changed), 'state' (playing, waiting or
 * speed changed), 'end' (reached the last generation or the one asked for).
 */
export class Player extends EventTarget {
  readonly #clock: Clock;
  #timeline: Timeline;
  #generation = 0;
  #phase: Phase = 'next';
  #progress = 1;
  /** Where time began to count, and how many milliseconds have been played since: no rounding adds up. */
  #base = 0;
  #elapsed = 0;
  #target: number | undefined;
  #speed: Speed = 8;
  #playing = false;
  #waiting = false;
  #suspended = false;
  #handle: number | undefined;
  #before: number | undefined;
  /** What is on the screen, where pictures come later than the time they are of. */
  shown: number | undefined;
  readonly #visibility = (): void => this.#schedule();

  constructor(timeline: Timeline, clock: Clock = animationFrames) {
    super();
    this.#timeline = timeline;
    this.#clock = clock;
    if (typeof document !== 'undefined') document.addEventListener('visibilitychange', this.#visibility);
  }

  get generation(): number {
    return this.#generation;
  }
  /** 'next' with progress 1 outside slow motion. */
  get phase(): Phase {
    return this.#phase;
  }
  /** How far the phase has come, 0 … 1. */
  get progress(): number {
    return this.#progress;
  }
  get playing(): boolean {
    return this.#playing;
  }
  /** Playing, but the next generation is not computed yet. */
  get waiting(): boolean {
    return this.#waiting;
  }
  get speed(): Speed {
    return this.#speed;
  }
  /** Generations a second, or 'slow' or 'fastest'. */
  set speed(speed: Speed) {
    this.#speed = speed;
    this.#settle();
    this.#tell('state');
  }
  /** Off-screen: time stands still, the state stays. */
  set suspended(suspended: boolean) {
    this.#suspended = suspended;
    this.#schedule();
  }

  /** From the start when it stands at the end. */
  play(): void {
    if (this.#generation >= this.#end) this.#move(0);
    this.#playing = true;
    this.#tell('state');
    this.#schedule();
  }

  /** Stops where the reader sees it. */
  pause(): void {
    this.#halt(this.#playing ? Math.min(this.shown ?? this.#generation, this.#generation) : this.#generation);
  }

  step(by: number): void {
    this.pause();
    this.#move(this.#generation + by);
  }

  /** Stops at a computed generation. */
  stopAt(generation: number): void {
    this.#halt(generation);
  }

  /** To a computed generation, at once. */
  seek(generation: number): void {
    this.shown = undefined;
    this.#move(generation);
  }

  /** Plays until `generation`. */
  runTo(generation: number): void {
    this.#target = Math.min(Math.max(0, Math.round(generation)), this.#timeline.last);
    if (this.#target <= this.#generation) this.#move(this.#target);
    if (this.#target > this.#generation) this.play();
    else this.#halt();
  }

  /** A new story: back to the truth; goes on playing if it was. */
  restart(timeline: Timeline = this.#timeline): void {
    this.#timeline = timeline;
    this.#target = undefined;
    this.#waiting = false;
    this.shown = undefined;
    this.#move(0);
    this.#schedule();
  }

  dispose(): void {
    this.#playing = false;
    this.#schedule();
    if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', this.#visibility);
  }

  get #end(): number {
    const { last } = this.#timeline;
    return Math.min(this.#target ?? last, last);
  }

  get #millisecondsPerGeneration(): number {
    if (this.#speed === 'slow') return PHASES.length * PHASE_MS;
    if (this.#speed === 'fastest') return Math.min(1000 / 60, TOP_SPEED_MS / this.#timeline.generations);
    return 1000 / this.#speed;
  }

  #schedule(): void {
    const hidden = typeof document !== 'undefined' && document.hidden;
    const moving = this.#playing && !this.#suspended && !hidden;
    if (moving && this.#handle === undefined) {
      this.#before = undefined;
      this.#handle = this.#clock.request(now => this.#frame(now));
    } else if (!moving && this.#handle !== undefined) {
      this.#clock.cancel(this.#handle);
      this.#handle = undefined;
    }
  }

  #frame(now: number): void {
    const passed = Math.min(now - (this.#before ?? now), LONGEST_STEP_MS);
    this.#before = now;
    this.#handle = undefined;
    this.#advance(passed);
    if (this.#playing && this.#handle === undefined)
      this.#handle = this.#clock.request(next => this.#frame(next));
  }

  #advance(milliseconds: number): void {
    const limit = Math.min(this.#end, this.#timeline.completed);
    this.#elapsed += milliseconds;
    const position = this.#base + this.#elapsed / this.#millisecondsPerGeneration;
    this.#wait(position > limit && limit < this.#end);
    if (position >= limit) this.#move(limit);
    // In slow motion the generation shown is the one being made.
    else if (this.#speed === 'slow' && position > Math.floor(position)) {
      this.#show(Math.floor(position) + 1, position - Math.floor(position));
    } else this.#show(Math.floor(position), 1);
    if (position >= this.#end && limit >= this.#end) {
      this.#target = undefined;
      this.#stop();
      this.#tell('end');
    }
  }

  /** `made`: how much of the generation's making has been shown. */
  #show(generation: number, made: number): void {
    const step = Math.min(PHASES.length - 1, Math.floor(made * PHASES.length));
    const phase = PHASES[step] ?? 'next';
    const progress = made >= 1 ? 1 : made * PHASES.length - step;
    if (generation === this.#generation && phase === this.#phase && progress === this.#progress) return;
    this.#generation = generation;
    this.#phase = phase;
    this.#progress = progress;
    this.#tell('tick');
  }

  #move(generation: number): void {
    const { generations, completed } = this.#timeline;
    this.#base = Math.min(Math.max(0, Math.round(generation)), generations, completed);
    this.#elapsed = 0;
    this.#show(this.#base, 1);
  }

  /** The generation shown, whole. */
  #settle(): void {
    this.#move(this.#generation);
  }

  #halt(at?: number): void {
    this.#target = undefined;
    this.#stop(at);
  }

  /** Goes there at once: no other generation is shown on the way. */
  #stop(at = this.#generation): void {
    const was = this.#playing;
    this.#playing = false;
    this.#waiting = false;
    this.#move(at);
    this.#schedule();
    if (was) this.#tell('state');
  }

  #wait(waiting: boolean): void {
    if (waiting === this.#waiting) return;
    this.#waiting = waiting;
    this.#tell('state');
  }

  #tell(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}
