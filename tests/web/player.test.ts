import { beforeEach, expect, test, vi } from 'vitest';
import { type Clock, PHASE_MS, Player, type Timeline } from '../../web/src/engine/player';

class TestClock implements Clock {
  now = 0;
  #next = 1;
  readonly #callbacks = new Map<number, (now: number) => void>();

  request(callback: (now: number) => void): number {
    this.#callbacks.set(this.#next, callback);
    return this.#next++;
  }
  cancel(handle: number): void {
    this.#callbacks.delete(handle);
  }
  get idle(): boolean {
    return this.#callbacks.size === 0;
  }
  /** Frames of 10 ms each. */
  run(milliseconds: number): void {
    for (let end = this.now + milliseconds; this.now < end; ) {
      this.now += 10;
      const due = [...this.#callbacks.values()];
      this.#callbacks.clear();
      for (const callback of due) callback(this.now);
    }
  }
}

let clock: TestClock;
let timeline: { generations: number; completed: number; last: number };
let player: Player;
let told: string[];

beforeEach(() => {
  clock = new TestClock();
  timeline = { generations: 100, completed: 100, last: 100 };
  player = new Player(timeline satisfies Timeline, clock);
  told = [];
  for (const type of ['tick', 'state', 'end']) player.addEventListener(type, () => told.push(type));
});

/** The first frame only sets the time. */
const begin = (): void => {
  player.play();
  clock.run(10);
};

test('it plays as many generations a second as it is told', () => {
  player.speed = 10;
  begin();
  clock.run(2000);
  expect(player.generation).toBe(20);
  expect(player.phase).toBe('next');
  expect(player.progress).toBe(1);
});

test('it stops at the end, says so, and plays again from the truth', () => {
  player.speed = 50;
  begin();
  clock.run(3000);
  expect(player.generation).toBe(100);
  expect(player.playing).toBe(false);
  expect(told.filter(type => type === 'end')).toEqual(['end']);
  expect(clock.idle).toBe(true);
  player.play();
  expect(player.generation).toBe(0);
});

test('it waits for what is not computed yet and owes no time for it', () => {
  timeline.completed = 3;
  player.speed = 10;
  begin();
  clock.run(5000);
  expect(player.generation).toBe(3);
  expect(player.waiting).toBe(true);
  timeline.completed = 100;
  clock.run(500);
  expect(player.generation).toBe(8);
  expect(player.waiting).toBe(false);
});

test('frames far apart do not end the story before it is computed', () => {
  player.speed = 1000;
  timeline.completed = 3;
  begin();
  clock.now += 1000;
  clock.run(10);
  expect(player.generation).toBe(3);
  expect(player.playing).toBe(true);
  expect(told).not.toContain('end');
  timeline.completed = 100;
  clock.run(1000);
  expect(player.generation).toBe(100);
  expect(told.filter(type => type === 'end')).toEqual(['end']);
});

test('a story that ended early is played to where it ended, and again from there', () => {
  timeline.completed = 3;
  player.speed = 10;
  begin();
  clock.run(1000);
  expect(player.waiting).toBe(true);
  timeline.last = 3;
  clock.run(100);
  expect([player.generation, player.playing, player.waiting]).toEqual([3, false, false]);
  expect(told.filter(type => type === 'end')).toEqual(['end']);
  player.play();
  expect(player.generation).toBe(0);
  player.runTo(50);
  clock.run(1000);
  expect([player.generation, player.playing]).toEqual([3, false]);
});

test('paused, nothing moves and no frame is asked for', () => {
  player.speed = 10;
  begin();
  clock.run(1000);
  player.pause();
  expect(clock.idle).toBe(true);
  clock.run(1000);
  expect(player.generation).toBe(10);
});

test('a step stops and stays inside what is computed', () => {
  timeline.completed = 2;
  player.step(-1);
  expect(player.generation).toBe(0);
  player.step(1);
  player.step(1);
  player.step(1);
  expect(player.generation).toBe(2);
  player.play();
  player.step(-1);
  expect(player.generation).toBe(1);
  expect(player.playing).toBe(false);
});

test('seeking goes on playing from there', () => {
  player.speed = 10;
  begin();
  player.seek(50);
  clock.run(1000);
  expect(player.generation).toBe(60);
});

test('it runs to a generation and stops there', () => {
  player.speed = 10;
  player.runTo(7);
  clock.run(2000);
  expect(player.generation).toBe(7);
  expect(player.playing).toBe(false);
  player.runTo(3);
  expect(player.generation).toBe(3);
  expect(player.playing).toBe(false);
  player.runTo(1e9);
  clock.run(20_000);
  expect(player.generation).toBe(100);
});

test('slow motion shows draw, fit and next of each generation in turn', () => {
  player.speed = 'slow';
  begin();
  const seen: string[] = [];
  for (let t = 0; t < 6; ++t) {
    clock.run(PHASE_MS / 2);
    seen.push(`${player.generation} ${player.phase}`);
    clock.run(PHASE_MS / 2);
  }
  expect(seen).toEqual(['1 draw', '1 fit', '1 next', '2 draw', '2 fit', '2 next']);
});

test('the progress of a phase rises from 0 to 1', () => {
  player.speed = 'slow';
  begin();
  let before = -1;
  for (let t = 10; t < PHASE_MS; t += 10) {
    clock.run(10);
    expect(player.progress).toBeGreaterThan(before);
    expect(player.progress).toBeLessThanOrEqual(1);
    before = player.progress;
  }
});

test('pausing in slow motion shows the generation whole', () => {
  player.speed = 'slow';
  begin();
  clock.run(PHASE_MS * 1.5);
  player.pause();
  expect([player.generation, player.phase, player.progress]).toEqual([1, 'next', 1]);
  player.play();
  clock.run(PHASE_MS);
  expect([player.generation, player.phase]).toEqual([2, 'draw']);
});

test('slow motion waits before a generation that is not computed', () => {
  timeline.completed = 1;
  player.speed = 'slow';
  begin();
  clock.run(10 * PHASE_MS);
  expect([player.generation, player.phase, player.progress]).toEqual([1, 'next', 1]);
  expect(player.waiting).toBe(true);
  timeline.completed = 2;
  clock.run(PHASE_MS / 2);
  expect([player.generation, player.phase]).toEqual([2, 'draw']);
});

test('at top speed any story takes less than a second', () => {
  for (const generations of [10, 100, 10_000]) {
    timeline.generations = timeline.completed = timeline.last = generations;
    player.restart(timeline);
    player.speed = 'fastest';
    begin();
    clock.run(900);
    expect(player.generation).toBe(generations);
  }
});

test('a hidden page costs at most a tenth of a second', () => {
  player.speed = 10;
  begin();
  clock.now += 60_000;
  clock.run(10);
  expect(player.generation).toBeLessThanOrEqual(1);
});

test('suspended, time stands still and the state stays', () => {
  player.speed = 10;
  begin();
  player.suspended = true;
  clock.run(1000);
  expect(player.generation).toBe(0);
  expect(player.playing).toBe(true);
  player.suspended = false;
  clock.run(1010);
  expect(player.generation).toBe(10);
});

test('a restart goes back to the truth and goes on playing', () => {
  player.speed = 10;
  begin();
  clock.run(1000);
  player.restart({ generations: 5, completed: 5, last: 5 });
  expect(player.generation).toBe(0);
  clock.run(1000);
  expect(player.generation).toBe(5);
  expect(player.playing).toBe(false);
});

test('a hidden page asks for no frame and goes on when it is seen again', () => {
  const page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  const watched = new Player(timeline, clock);
  watched.speed = 10;
  watched.play();
  clock.run(510);
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(clock.idle).toBe(true);
  clock.run(10_000);
  expect(watched.generation).toBe(5);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  clock.run(510);
  expect(watched.generation).toBe(10);
  watched.dispose();
  expect(clock.idle).toBe(true);
  vi.unstubAllGlobals();
});

test('a pause stops where the reader sees the story, not where time has got to', () => {
  player.speed = 100;
  begin();
  clock.run(500);
  expect(player.generation).toBe(50);
  player.shown = 47;
  player.pause();
  expect(player.generation).toBe(47);
  player.step(1);
  player.step(1);
  expect(player.generation).toBe(49);
});

test('a pause in slow motion shows no other generation on the way', () => {
  player.speed = 'slow';
  begin();
  clock.run(3 * PHASE_MS + 100);
  expect(player.generation).toBe(2);
  player.shown = 1;
  const seen: number[] = [];
  for (const type of ['tick', 'state']) player.addEventListener(type, () => seen.push(player.generation));
  player.pause();
  expect(new Set(seen)).toEqual(new Set([1]));
});

test('a story that stops by itself, or where it was told to, stops there', () => {
  player.speed = 100;
  begin();
  player.shown = 3;
  clock.run(2000);
  expect(player.generation).toBe(100);
  player.seek(0);
  player.runTo(30);
  player.shown = 5;
  clock.run(1000);
  expect(player.generation).toBe(30);
  player.play();
  clock.run(100);
  player.shown = 31;
  player.stopAt(77);
  expect(player.generation).toBe(77);
  expect(player.playing).toBe(false);
});
