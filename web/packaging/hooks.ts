// The page "What to look for": core/hooks.json, a claim with two sentences and the preset that shows it, as plain HTML.

import type { Preset } from '../src/protocol/preset.ts';
import { number } from './checks.ts';
import { anchor, filled, html, linked, type Markup, prose } from './html.ts';
import { type Figure, type Hook, hooks, inOrder } from './presets.ts';

/** "median of variance after 100 generations: 0.133 within ± 0.02" */
function figure({ command, generation, column, statistic, above, expected, tolerance }: Figure): Markup {
  const of =
    statistic === 'share'
      ? `share of runs with ${column} above ${number(above ?? 0, 4)}`
      : `${statistic} of ${column}`;
  // A line may end before an option and not within it.
  const words = command
    .replace(/^collapse/, './lab cli')
    .split(/ (?=--)/)
    .map((word, i) => html`${i > 0 ? ' ' : ''}<span>${word}</span>`);
  const when = generation === 1 ? 'generation' : 'generations';
  return html`<li><code>${words}</code>
${of} after ${generation} ${when}: ${number(expected, 5)} within ±\u00a0${number(tolerance, 2)}</li>
`;
}

const KINDS = { law: 'Laws', misconception: 'Misconceptions' } as const;

function told(
  { id, about, claim, sentences, preset, source, check }: Hook,
  presets: readonly Preset[],
): Markup {
  const title = presets.find(known => known.id === preset)?.title;
  if (title === undefined)
    throw new Error(`core/hooks.json: ${id} names the preset "${preset}", and there is none.`);
  const topic = about === undefined ? '' : html`<p class="about">${about}</p>`;
  return html`<article class="hook" id="${id}">${topic}<h3>${anchor(id, prose(claim))}</h3>
<p>${prose(sentences.join(' '))}</p>
<p><a href="index.html#v=1&amp;preset=${preset}">Watch it: ${title}</a></p>
<p class="source">${linked(source)}</p>
<details><summary>Compute it<span class="sr">: ${claim}</span></summary><ul>
${check.map(figure)}</ul></details></article>
`;
}

/** The page with its marks filled in. */
export function hooksPage(source: string, list = hooks(), presets: readonly Preset[] = inOrder()): string {
  const kinds = (Object.keys(KINDS) as Hook['kind'][]).filter(kind => list.some(hook => hook.kind === kind));
  return filled('hooks.html', source, {
    contents: kinds.map(
      kind =>
        html`<li><a href="#${kind}s">${KINDS[kind]}</a> <small>${list.filter(hook => hook.kind === kind).length}</small></li>\n`,
    ),
    hooks: kinds.map(
      kind => html`<section aria-labelledby="${kind}s"><h2 id="${kind}s">${KINDS[kind]}</h2>
<div class="hooks">
${list.filter(hook => hook.kind === kind).map(hook => told(hook, presets))}
</div></section>
`,
    ),
  });
}
