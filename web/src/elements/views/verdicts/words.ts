// Verdicts and laws in words.

import type { AgainstLaw, Measured, Verdict, WordsOf } from '../../../engine';
import { formatCount, formatNumber, formatPercent } from '../../../plots/format';
import type { Mark } from '../view';

/** The definition that is about all runs together. */
const TREND = 'diverging_risk';

type Answer = WordsOf<'verdicts'>;

const said = (value: Measured | undefined): string =>
  formatNumber(
    value === null || value === undefined
      ? Number.NaN
      : typeof value === 'number'
        ? value
        : value === 'inf'
          ? Infinity
          : -Infinity,
  );

/** "collapsed since 34, like 39 % of 100 runs"; "not collapsed, but 9 % of 100 runs have" */
export function statusOf({ id, verdict, since, runs = 1, share = 0 }: Verdict): string {
  if (verdict === 'not_applicable') return 'does not apply';
  const here = verdict === 'collapsed';
  const of = `${formatPercent(share)} of ${formatCount(runs)} runs`;
  const began = typeof since === 'number' ? ` since ${formatCount(since)}` : '';
  const word = here ? `collapsed${began}` : 'not collapsed';
  if (runs === 1) return word;
  if (id === TREND) return `${word}: worsening in ${of}`;
  if (share === 0) return `${word}, nor any of ${formatCount(runs)} runs`;
  return here ? `${word}, like ${of}` : `${word}, but ${of} have`;
}

/** The criterion of a definition and what was measured; why it does not apply. */
export function detailOf(verdict: Verdict): string {
  const { criterion, reason, value, threshold, id } = verdict;
  const parts = criterion === undefined ? [] : [criterion];
  if (reason !== undefined) parts.push(reason);
  else if (id === TREND)
    parts.push(
      `Slope of the median run: ${said(value)} a generation; half the slope before: ${said(threshold)}.`,
    );
  else parts.push(`Here it is ${said(value)}; the limit is ${said(threshold)}.`);
  return parts.join(' ');
}

/**
 * "Run 3 at generation 50 has collapsed by 4 of the 6 definitions that apply." Of an answer about another generation than the one
 * `shown`, as they come while a run plays: "So far run 3 has …", for there is one number of a generation on the screen.
 */
export function headlineOf(
  { run, generation, definitions }: Answer,
  runs: number,
  shown = generation,
): string {
  if (generation === 0) return 'Generation 0 is the truth: nothing can have collapsed.';
  const applying = definitions.filter(({ verdict }) => verdict !== 'not_applicable');
  const collapsed = applying.filter(({ verdict }) => verdict === 'collapsed').length;
  const who = runs > 1 ? `Run ${formatCount(run + 1)}` : 'This run';
  const all = collapsed === applying.length;
  const by = collapsed === 0 ? 'none' : all ? 'all' : formatCount(collapsed);
  const has = `has collapsed by ${by} of the ${formatCount(applying.length)} definitions that apply.`;
  if (generation !== shown) return `So far ${who.charAt(0).toLowerCase()}${who.slice(1)} ${has}`;
  return `${who} at generation ${formatCount(generation)} ${has}`;
}

const definitionOf = ({ definitions }: Answer, id: string): Verdict | undefined =>
  definitions.find(found => found.id === id);

/** Early and late collapse in words: when they began, and in the median run that shows them. */
export function phasesOf(answer: Answer): string {
  const phase = (id: string, name: string): string => {
    const found = definitionOf(answer, id);
    if (found === undefined || found.verdict === 'not_applicable') return `${name}: not measured here.`;
    const began =
      typeof found.since === 'number' ? `since generation ${formatCount(found.since)}` : 'not yet';
    const { runs = 1, share = 0, median_since: median } = found;
    const others =
      runs > 1 && typeof median === 'number'
        ? ` (${formatPercent(share)} of the runs; the median of them since ${formatCount(Math.round(median))})`
        : '';
    return `${name}: ${began}${others}.`;
  };
  return `${phase(answer.early, 'Early collapse')} ${phase(answer.late, 'Late collapse')}`;
}

/** Labels nearer than this share of the time line would touch on a small screen. */
const NEAR = 0.16;

/** Early and late collapse on the time line. */
export function marksOf(answer: Answer, generations: number): { marks: readonly Mark[]; said: string } {
  const found = [
    { name: 'early', since: definitionOf(answer, answer.early)?.since },
    { name: 'late', since: definitionOf(answer, answer.late)?.since },
  ]
    .flatMap(({ name, since }) =>
      typeof since === 'number' ? [{ name, since, at: since / generations }] : [],
    )
    .sort((a, b) => a.since - b.since);
  const [first, second] = found;
  const near = first !== undefined && second !== undefined && second.at - first.at < NEAR;
  return {
    marks: found.map(({ name, at }, i) => ({
      at,
      label: !near ? name : i === 0 ? found.map(mark => mark.name).join(', ') : '',
    })),
    said: found
      .map(({ name, since }) => `${name} collapse since generation ${formatCount(since)}`)
      .join(', '),
  };
}

const KINDS = {
  expectation: 'expected',
  geometric_mean: 'typical',
  limit: 'limit',
  large_n: 'large n',
} as const;

/** "Against the law at generation 20: z = −1.21 …" for the laws of one metric: the first that has a z speaks. */
export function againstOf(
  { generation, laws }: { readonly generation: number; readonly laws: readonly AgainstLaw[] },
  metric: string,
): string {
  const ours = laws.filter(law => law.metric === metric);
  const law = ours.find(({ z }) => z !== null) ?? ours[0];
  if (law === undefined) return '';
  const { z, kind, expected, mean, error, runs, note } = law;
  const head = `Against the law at generation ${formatCount(generation)}: `;
  if (z === null) return `${head}no z. ${note}`;
  const over = runs > 1 ? `mean of ${formatCount(runs)} runs` : 'this run';
  const figures = `${head}z = ${formatNumber(z)} (${over} ${said(mean)}, ${KINDS[kind]} ${said(expected)}, Monte-Carlo error ${said(error)}).`;
  return note === '' ? figures : `${figures} ${note}`;
}
