import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DARK, LIGHT } from '../../../web/src/elements/tokens';
import { contrast } from '../support/contrast';

const page = readFileSync(new URL('../../../web/src/pages/page.css', import.meta.url), 'utf8').replaceAll(
  '"',
  "'",
);

function block(selector: string): Record<string, string> {
  const from = page.indexOf(`${selector} {`);
  const body = page.slice(from, page.indexOf('}', from));
  return Object.fromEntries(
    [...body.matchAll(/--mc-([a-z]+): ([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

test('the page and the element have the same colours', () => {
  expect(block(':root')).toMatchObject(LIGHT);
  expect(block(":root:not([data-theme='light'])")).toEqual(DARK);
  expect(block(":root[data-theme='dark']")).toEqual(DARK);
});

test.each(['light', 'dark'])(
  'every colour that writes has 4.5 to 1 on the %s grounds, edges 3 to 1',
  scheme => {
    const tokens: Record<keyof typeof LIGHT, string> = scheme === 'light' ? LIGHT : DARK;
    for (const ground of [tokens.ground, tokens.raised]) {
      for (const name of ['ink', 'quiet', 'real', 'model', 'law', 'alarm'] as const) {
        expect(contrast(tokens[name], ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(tokens.edge, ground), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  },
);
