// The page "What to look for": core/presets/hooks.json, a claim with two sentences and the preset that shows it, as plain HTML.

import type { Preset } from '../src/protocol/preset.ts';
import { anchor, filled, html, linked, type Markup } from './html.ts';
import { type Hook, hooks, inOrder } from './presets.ts';

const KINDS = { law: 'Laws', misconception: 'Misconceptions' } as const;

function told({ id, claim, sentences, preset, source }: Hook, presets: readonly Preset[]): Markup {
  const title = presets.find(known => known.id === preset)?.title;
  if (title === undefined)
    throw new Error(`hooks.json: ${id} names the preset "${preset}", and there is none.`);
  return html`<article class="hook" id="${id}"><h3>${anchor(id, claim)}</h3>
<p>${sentences.join(' ')}</p>
<p class="source">${linked(source)}</p>
<p><a href="index.html?v=1&amp;preset=${preset}">Watch it: ${title}</a></p></article>
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
