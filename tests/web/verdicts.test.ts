// What counts as collapse and how far the runs lie from their laws, through the real modules: what the page asks for is what
// the core answers, and what it says of it is true.

import { beforeAll, describe, expect, test } from 'vitest';
import {
  againstOf,
  detailOf,
  headlineOf,
  marksOf,
  phasesOf,
  statusOf,
} from '../../web/src/elements/views/verdicts/words';
import type { Layout } from '../../web/src/protocol/layout';
import type { Question, Topic, Verdict, WordsOf } from '../../web/src/protocol/words';
import { type Core, Refused } from '../../web/src/worker/core';
import { loadCore } from './support/real_core';

const SPEC = JSON.stringify({
  generations: 60,
  runs: 40,
  model: { kind: 'gaussian', estimator: 'mle' },
  samples: { n: 20 },
});

describe.each(['core', 'networks'] as const)('module %s', module => {
  let core: Core;
  let handle: number;
  const ask = <T extends Topic>(question: Question<T>): WordsOf<T> =>
    JSON.parse(core.ask(handle, JSON.stringify(question))) as WordsOf<T>;
  beforeAll(async () => {
    core = await loadCore(module);
    handle = core.create(SPEC, '');
    while (core.advance(handle, 10_000) < 60);
  });

  test('eight definitions, each with a criterion or a reason', () => {
    const { definitions, early, late } = ask({ ask: 'verdicts', run: 0, generation: 60 });
    expect(definitions).toHaveLength(8);
    for (const found of definitions) {
      expect(['collapsed', 'not', 'not_applicable']).toContain(found.verdict);
      if (found.verdict === 'not_applicable') expect(found.reason).toMatch(/\.$/);
      else {
        expect(found.criterion).toMatch(/: .*\.$/);
        expect(found.runs).toBe(40);
        expect(found.share).toBeGreaterThanOrEqual(0);
      }
      expect(detailOf(found)).toMatch(/\.$/);
    }
    const ids = definitions.map(({ id }) => id);
    expect(ids).toContain(early);
    expect(ids).toContain(late);
  });

  test('the first generation since which it holds is where the table says it began', () => {
    const layout = JSON.parse(core.text(handle, 'layout')) as Layout;
    const variance = layout.columns.findIndex(({ name }) => name === 'variance');
    const lines = core.block(handle, 'lines', variance, 40, 0, 60);
    for (const run of [0, 7, 39]) {
      const values = lines.slice(run * 61, run * 61 + 61);
      let since: number | null = null;
      values.forEach((value, t) => {
        if (t > 0) since = value >= 0.1 ? null : (since ?? t);
      });
      const answer = ask({ ask: 'verdicts', run, generation: 60 });
      expect(answer.definitions.find(({ id }) => id === 'collapsing_variance')?.since).toBe(since);
    }
  });

  test('every law of the layout is set against the runs', () => {
    const layout = JSON.parse(core.text(handle, 'layout')) as Layout;
    const { laws } = ask({ ask: 'laws', generation: 20 });
    expect(laws.map(({ metric }) => metric)).toEqual(layout.laws.map(({ metric }) => metric));
    for (const law of laws)
      if (law.z !== null && law.kind === 'expectation')
        expect(law.z).toBeCloseTo((law.mean! - law.expected!) / law.error!, 8);
    expect(againstOf({ generation: 20, laws }, 'variance')).toMatch(
      /^Against the law at generation 20: z = .*mean of 40 runs .*expected .*Monte-Carlo error/,
    );
    expect(againstOf({ generation: 20, laws }, 'tail_2sigma')).toBe('');
  });

  test('a question that cannot be answered is refused with a sentence', () => {
    expect(() => ask({ ask: 'verdicts', run: 40, generation: 1 })).toThrow(Refused);
    expect(() => ask({ ask: 'laws', generation: 61 })).toThrow(
      '"generation" must be a whole number from 0 to 60, but is 61.',
    );
    expect(() => core.ask(handle, '{"ask":"weather"}')).toThrow('"ask" is one of "verdicts", "laws"');
  });
});

const verdict = (id: string, more: Partial<Verdict> = {}): Verdict => ({
  id,
  name: id,
  criterion: "Variance: below 0.1 × the truth's.",
  value: 0.05,
  threshold: 0.1,
  verdict: 'collapsed',
  since: 12,
  runs: 100,
  share: 0.4,
  median_since: 30.5,
  ...more,
});
const away: Verdict = { id: 'scaling_law', name: 'x', verdict: 'not_applicable', reason: 'One sample size.' };
const answer = (early: number | null, late: number | null) => ({
  run: 2,
  generation: 50,
  definitions: [
    verdict('early', { since: early, verdict: early === null ? 'not' : 'collapsed' }),
    verdict('late', { since: late, verdict: late === null ? 'not' : 'collapsed' }),
    away,
  ],
  early: 'early',
  late: 'late',
});

test('a verdict in words says since when, and which share of the runs', () => {
  expect(statusOf(verdict('a'))).toBe('collapsed since 12, like 40 % of 100 runs');
  expect(statusOf(verdict('a', { verdict: 'not', since: null }))).toBe(
    'not collapsed, but 40 % of 100 runs have',
  );
  expect(statusOf(verdict('a', { verdict: 'not', since: null, share: 0 }))).toBe(
    'not collapsed, nor any of 100 runs',
  );
  expect(statusOf(verdict('a', { runs: 1, share: 1 }))).toBe('collapsed since 12');
  expect(statusOf(verdict('diverging_risk', { since: null }))).toBe(
    'collapsed: worsening in 40 % of 100 runs',
  );
  expect(statusOf(away)).toBe('does not apply');
  expect(detailOf(away)).toBe('One sample size.');
  expect(detailOf(verdict('a', { value: 'inf' }))).toBe(
    "Variance: below 0.1 × the truth's. Here it is ∞; the limit is 0.100.",
  );
});

test('the headline counts only the definitions that apply', () => {
  expect(headlineOf(answer(3, null), 100)).toBe(
    'Run 3 at generation 50 has collapsed by 1 of the 2 definitions that apply.',
  );
  expect(headlineOf(answer(3, 9), 1)).toBe(
    'This run at generation 50 has collapsed by all of the 2 definitions that apply.',
  );
  expect(headlineOf(answer(null, null), 1)).toContain('by none of the 2');
  // Another generation is on the screen already.
  expect(headlineOf(answer(3, null), 100, 52)).toBe(
    'So far run 3 has collapsed by 1 of the 2 definitions that apply.',
  );
  expect(headlineOf(answer(3, 9), 1, 52)).toBe(
    'So far this run has collapsed by all of the 2 definitions that apply.',
  );
  expect(headlineOf({ ...answer(null, null), generation: 0 }, 1)).toContain('the truth');
  expect(phasesOf(answer(3, null))).toBe(
    'Early collapse: since generation 3 (40 % of the runs; the median of them since 31). Late collapse: not yet (40 % of the runs; the median of them since 31).',
  );
});

test('marks lie where collapse began; two that are near share one label', () => {
  expect(marksOf(answer(10, 60), 100)).toEqual({
    marks: [
      { at: 0.1, label: 'early' },
      { at: 0.6, label: 'late' },
    ],
    said: 'early collapse since generation 10, late collapse since generation 60',
  });
  expect(marksOf(answer(10, 12), 100).marks).toEqual([
    { at: 0.1, label: 'early, late' },
    { at: 0.12, label: '' },
  ]);
  expect(marksOf(answer(60, 55), 100).marks.map(({ label }) => label)).toEqual(['late, early', '']);
  expect(marksOf(answer(null, 55), 100).marks).toEqual([{ at: 0.55, label: 'late' }]);
  expect(marksOf(answer(null, null), 100)).toEqual({ marks: [], said: '' });
});

test('of several laws of a metric the first with a z speaks; without one the reason is given', () => {
  const law = {
    metric: 'variance',
    label: '',
    kind: 'limit',
    expected: 1,
    mean: 0.9,
    error: 0.05,
    error_of: 'runs',
    z: null,
    runs: 1,
    note: 'The law is for t → ∞.',
  } as const;
  expect(againstOf({ generation: 9, laws: [law] }, 'variance')).toBe(
    'Against the law at generation 9: no z. The law is for t → ∞.',
  );
  const other = { ...law, kind: 'expectation', z: -2, note: '' } as const;
  expect(againstOf({ generation: 1000, laws: [law, other] }, 'variance')).toBe(
    'Against the law at generation 1,000: z = −2.00 (this run 0.900, expected 1.00, Monte-Carlo error 0.0500).',
  );
  expect(againstOf({ generation: 9, laws: [law] }, 'mean')).toBe('');
});

test.each([
  { model: { kind: 'gaussian' } },
  {
    source: {
      kind: 'gaussian',
      mean: [0, 0],
      covariance: [
        [1, 0],
        [0, 1],
      ],
    },
    model: { kind: 'gaussian' },
  },
  { source: { kind: 'ring' }, model: { kind: 'gmm', components: 8 } },
])('both modules read the same verdicts from %j', async spec => {
  const [small, large] = await Promise.all(
    (['core', 'networks'] as const).map(async module => {
      const core = await loadCore(module);
      const handle = core.create(
        JSON.stringify({ ...spec, generations: 12, runs: 3, samples: { n: 40 } }),
        '',
      );
      while (core.advance(handle, 10_000) < 12);
      return core.ask(handle, '{"ask":"verdicts"}');
    }),
  );
  expect(small).toBe(large);
});
