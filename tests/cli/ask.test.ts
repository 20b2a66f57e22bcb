import { expect, test } from 'vitest';
import { collapse, output } from './support/command';

const at = (generation: string, question: object, ...more: string[]): string[] => [
  'ask',
  'gaussian-forgets',
  ...['--runs', '20', '--generations', '30', '--set', '/model/estimator=mle', '--generation', generation],
  ...more,
  '--question',
  JSON.stringify(question),
];

interface Verdicts {
  run: number;
  generation: number;
  definitions: { id: string; runs?: number; share?: number; since?: number | null }[];
}

test('verdicts are about all runs, whichever of them is asked about, and are those of the table', () => {
  const table = output([
    'run',
    'gaussian-forgets',
    '--runs',
    '20',
    '--generations',
    '30',
    '--set',
    '/model/estimator=mle',
  ])
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(','));
  const column = table[0]!.indexOf('tail_2sigma_ratio');
  const variance = table[0]!.indexOf('variance');
  const lost = table
    .slice(1)
    .filter(row => row[1] === '30' && (Number(row[column]) < 0.5 || Number(row[variance]) < 0.1))
    .map(row => Number(row[0]));
  for (const run of [0, 19]) {
    const answer = JSON.parse(output(at('30', { ask: 'verdicts' }, '--run', String(run)))) as Verdicts;
    expect(answer).toMatchObject({ run, generation: 30 });
    const tail = answer.definitions.find(({ id }) => id === 'lost_tail');
    expect(tail).toMatchObject({ runs: 20, share: lost.length / 20 });
    expect(typeof tail?.since === 'number').toBe(lost.includes(run));
  }
});

test('laws are set against all runs', () => {
  const { laws } = JSON.parse(output(at('30', { ask: 'laws' }))) as { laws: { runs: number }[] };
  expect(laws.length).toBeGreaterThan(5);
  for (const { runs } of laws) expect(runs).toBe(20);
});

test('a run and a generation named in the question are those that are asked about', () => {
  const first = JSON.parse(output(at('30', { ask: 'verdicts', generation: 12, run: 3 }))) as Verdicts;
  expect(first).toMatchObject({ run: 3, generation: 12 });
  const later = collapse(at('10', { ask: 'verdicts', generation: 31 }));
  expect(later.error).toContain('"generation" must be a whole number from 0 to ');
});

test.each([
  [{ ask: 'laws', genration: 3 }, 'This question has no "genration"; it has "ask", "run", "generation".'],
  [{ ask: 'Verdicts' }, '"ask" is one of "verdicts", "laws" here, but is "Verdicts".'],
  [{ ask: 7 }, 'A question is an object such as {"ask":"verdicts"'],
  [{ ask: 'text' }, '"ask" is one of "verdicts", "laws" here, but is "text".'],
])('a question that cannot be answered, %j, ends with one sentence', (question, sentence) => {
  const done = collapse(at('30', question));
  expect(done.status).toBe(2);
  expect(done.error).toContain(sentence);
  expect(done.error.trim().split('\n')).toHaveLength(1);
  expect(done.out).toBe('');
});
