// What the page makes of numbers in sentences, of numbers that are none: a value that is missing is said to be, or left out.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sentenceOf as digitsSentence } from '../../web/src/elements/views/digits/training';
import { oneIn, readPiece } from '../../web/src/elements/views/text/surprise';
import { sentenceOf as textSentence } from '../../web/src/elements/views/text/training';
import {
  againstOf,
  detailOf,
  headlineOf,
  phasesOf,
  statusOf,
} from '../../web/src/elements/views/verdicts/words';
import { PairPlot } from '../../web/src/plots/counts/pair-plot';
import { ClassPlot } from '../../web/src/plots/digits/class-plot';
import { WallPlot } from '../../web/src/plots/digits/wall-plot';
import { formatCount, formatNumber, formatPercent } from '../../web/src/plots/format';
import { HistoryPlot } from '../../web/src/plots/history-plot';
import { GridPlot } from '../../web/src/plots/text/grid-plot';
import { RankPlot } from '../../web/src/plots/text/rank-plot';
import type { AgainstLaw, Measured, Verdict } from '../../web/src/protocol/words';
import { record, theme } from './support/recorder';

const STRANGE = [Number.NaN, Infinity, -Infinity, -0, 0, 1, 1e-320, 1e308] as const;

/** What no reader should meet. */
const NONSENSE = /NaN|nan|Infinity|undefined|null|not defined %|not defined of|−0(?![.\d])|-[\d∞]| {2}|^ | $/;

const sound = (text: string): void => {
  expect(text).not.toMatch(NONSENSE);
};

beforeEach(() => {
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => ({ putImageData() {} }) }) });
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});

describe.each(STRANGE)('%d', value => {
  test('is written as a number, a count and a share', () => {
    for (const text of [formatNumber(value), formatCount(value), formatPercent(value)]) {
      sound(text);
      expect(text === '').toBe(false);
    }
    expect(formatCount(Number.NaN)).toBe('not defined');
    expect(formatCount(-0)).toBe('0');
    expect(formatPercent(Infinity)).toBe('∞ %');
  });

  test('in verdicts', () => {
    const measured: Measured = Number.isNaN(value)
      ? null
      : Number.isFinite(value)
        ? value
        : value > 0
          ? 'inf'
          : '-inf';
    const verdict = (more: Partial<Verdict>): Verdict => ({
      id: 'hallucination',
      name: 'A name',
      criterion: 'Variance: below 0.1 × the truth’s.',
      column: 'variance',
      value: measured,
      threshold: measured,
      verdict: 'not',
      since: null,
      runs: 1,
      share: 0,
      median_since: null,
      ...more,
    });
    const list = [
      verdict({}),
      verdict({ runs: 100, share: 0.5, verdict: 'collapsed', since: 3, median_since: 3.5 }),
      verdict({ id: 'diverging_risk', runs: 100 }),
      verdict({ verdict: 'not_applicable', reason: 'Not defined in this generation.' }),
    ];
    for (const one of list) {
      sound(statusOf(one));
      sound(detailOf(one));
      const answer = { run: 0, generation: 5, definitions: [one], early: one.id, late: 'another' };
      sound(headlineOf(answer, 1));
      sound(phasesOf(answer));
    }
    const finite = Number.isFinite(value) ? value : null;
    const law: AgainstLaw = {
      metric: 'variance',
      label: 'a law',
      kind: 'expectation',
      expected: finite,
      mean: finite,
      error: finite,
      error_of: 'runs',
      z: finite,
      runs: 10,
      note: finite === null ? 'Not defined here.' : '',
    };
    sound(againstOf({ generation: 3, laws: [law] }, 'variance'));
  });

  test('in what is said of a training', () => {
    const loss = Float64Array.of(value);
    for (const share of [0, 0.5, 1]) {
      sound(
        digitsSentence(
          {
            generation: 1,
            run: 0,
            prepared: share,
            taken: share,
            loss,
            wall: loss,
            pace: { done: share, at: 0, speed: value },
          },
          10,
          2,
        ),
      );
      for (const phase of ['pretraining', 'training', 'writing', 'reading'] as const)
        sound(
          textSentence(
            { generation: 1, run: 0, phase, tokens: share * 100, total: 100, speed: value, loss, at: 0 },
            2,
          ),
        );
    }
  });

  test('in what plots read out', () => {
    const { surface } = record(300, 252);
    const three = Float64Array.of(value, value, value);
    const ranks = new RankPlot(surface, theme);
    ranks.set({
      ranks: Float64Array.of(1, 2, 3),
      real: three,
      own: three,
      generation: 7,
      truth: 'real text',
      last: 3,
      cursor: null,
    });
    sound(ranks.summary('word'));
    for (const at of [0, 1, 2]) sound(ranks.read(at, 'word'));

    const pairs = new PairPlot(surface, theme);
    pairs.set({ key: 'one', x: Float64Array.of(1, 2, 3), truth: three, model: three, axis: 'feature' });
    sound(pairs.read(48 + 244 / 2));

    const classes = new ClassPlot(surface, theme);
    const ten = new Float64Array(10).fill(value);
    classes.set({ drawn: ten, real: ten });
    sound(classes.read(3));

    const wall = new WallPlot(surface, theme);
    const images = new Float64Array(64 * 4).fill(value);
    wall.set({
      drawn: images,
      real: images,
      side: 2,
      realClass: new Float64Array(64),
      caption: 'drawn',
    });
    sound(wall.read(0));

    const grid = new GridPlot(surface, theme);
    grid.set({
      pieces: ['a', 'b'],
      first: [
        [value, value],
        [value, value],
      ],
      now: [
        [value, value],
        [value, value],
      ],
      generation: 3,
      cursor: null,
    });
    sound(grid.read({ row: 0, column: 1 }));

    const history = new HistoryPlot(surface, theme);
    sound(history.read(0, 0));
  });

  test('in how surprising a piece of text is', () => {
    const nats = Number.isFinite(value) && value >= 0 ? value : null;
    for (const known of [true, false]) sound(readPiece(['whale', nats], known));
    if (value >= 0) sound(oneIn(Math.min(value, 1e3)));
  });
});
