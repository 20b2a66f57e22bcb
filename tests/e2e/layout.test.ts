// What stands where: nothing moves but data, nothing covers what is played, nothing is wider than the window.
// COLLAPSE_EVERY_PRESET=1 looks at all presets, which takes half an hour.

import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { sumOf, watchShifts } from './support/shifts';
import { browser, site } from './support/stage';

/** Web Vitals calls 0.1 good. */
const MOST_SHIFT = 0.02;
const SIZES = [
  [360, 800],
  [390, 844],
  [844, 390],
  [1440, 900],
] as const;
/** One of each kind, and those that moved most. */
const SOME = [
  'gaussian-forgets',
  'w2-paradox',
  'zipf-tail',
  'old-faithful',
  'words-lost',
  'names-diffuse',
  'digits-blur',
];
/** Their generations take seconds: the first two tell, of networks that train for two passes. */
const NETWORKS = /^(names|digits|paper-text)/;

const folder = new URL('../../core/presets/', import.meta.url);
const every = readdirSync(folder).map(name => name.replace('.json', ''));
/** Whose networks train in passes over their data. */
const passes = new Set(
  every.filter(
    name => 'epochs' in JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')).spec.model,
  ),
);
const presets = process.env.COLLAPSE_EVERY_PRESET ? every : SOME;

async function at(
  query: string,
  [width, height]: readonly [number, number],
  act: (page: Page, lab: Lab) => Promise<void>,
): Promise<void> {
  const { page, context, errors } = await visit(browser, { viewport: { width, height } });
  try {
    const shifts = await watchShifts(page);
    await page.goto(`${site.origin}/${query}`);
    const lab = new Lab(page);
    await lab.slider.waitFor({ timeout: 60_000 });
    await act(page, lab);
    const moved = await shifts();
    expect(sumOf(moved), JSON.stringify(moved, null, 1)).toBeLessThan(MOST_SHIFT);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe.each(presets)('%s', preset => {
  test.each(SIZES)('stands still at %i × %i while it is loaded and played', async (...size) => {
    const short = passes.has(preset)
      ? `&model.epochs=2${preset === 'paper-text' ? '&model.pretraining=1' : ''}`
      : '';
    await at(`?v=1&preset=${preset}${short}`, size, async (page, lab) => {
      const last = Number(await lab.slider.getAttribute('max'));
      await lab.reach(generation => generation >= Math.min(2, last), 280_000);
      if (!NETWORKS.test(preset)) {
        await page.getByRole('slider', { name: 'Speed' }).fill('9');
        await lab.play.waitFor({ timeout: 110_000 });
      }
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  });
});

/** The first plot, the player and its button, in CSS pixels of the window. */
const places = (page: Page): Promise<{ plot: DOMRect; player: DOMRect; play: DOMRect; height: number }> =>
  page.evaluate(() => {
    const root = document.querySelector('#lab')!.shadowRoot!;
    const rect = (selector: string): DOMRect =>
      root.querySelector(selector)!.getBoundingClientRect().toJSON() as DOMRect;
    const bar = root.querySelector('collapse-player')!.shadowRoot!;
    return {
      plot: rect('canvas'),
      player: rect('collapse-player'),
      play: bar.querySelector('.play')!.getBoundingClientRect().toJSON() as DOMRect,
      height: window.innerHeight,
    };
  });

test.each([
  ['a phone on its side', 844, 390],
  ['a wide window at 200 %', 720, 450],
  ['a laptop at 200 %', 640, 360],
  ['a phone', 360, 800],
  ['a small phone', 320, 568],
  ['a laptop', 1366, 768],
  ['a wide window', 1440, 900],
] as const)('on %s the player covers no part of the plot it plays', async (_, width, height) => {
  await at('?v=1&preset=gaussian-forgets', [width, height], async (page, lab) => {
    await lab.reach(generation => generation > 1);
    const { plot, player, play, height: high } = await places(page);
    expect(player.top).toBeGreaterThanOrEqual(plot.bottom);
    if (width > 400) expect(plot.bottom, 'the plot is in sight').toBeLessThanOrEqual(high);
    if (height >= 390 && width >= 360) expect(play.bottom, 'and what plays it').toBeLessThanOrEqual(high);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});

test.each([320, 360, 390, 768, 1024, 1440])(
  'at %i px the list of presets takes the same room for every preset',
  async width => {
    await at('', [width, 900], async page => {
      const heights = await page.evaluate(async () => {
        type Picker = HTMLElement & {
          presets: readonly { id: string; compare?: object }[];
          current: object;
          compared: boolean;
          updateComplete: Promise<boolean>;
        };
        const picker = document.querySelector<Picker>('collapse-presets')!;
        const list = picker.shadowRoot!.querySelector<HTMLElement>('.pick')!;
        list.click();
        while (picker.presets.length === 0) await new Promise(resolve => setTimeout(resolve, 50));
        list.click();
        const found: Record<number, string[]> = {};
        for (const preset of picker.presets) {
          for (const compared of preset.compare ? [false, true] : [false]) {
            picker.current = preset;
            picker.compared = compared;
            await picker.updateComplete;
            const height = Math.round(picker.getBoundingClientRect().height);
            found[height] = [...(found[height] ?? []), preset.id];
          }
        }
        return found;
      });
      expect(Object.keys(heights).length, JSON.stringify(heights)).toBe(1);
    });
  },
);

test.each([320, 360])('at %i px names stay in their columns and the speed can be read', async width => {
  await at('?v=1&preset=names-diffuse', [width, 700], async page => {
    const cut = await page.evaluate(() => {
      const root = document.querySelector('#lab')!.shadowRoot!;
      const bar = root.querySelector('collapse-player')!.shadowRoot!;
      const said = bar.querySelector('.speed span')!;
      const outside = [...root.querySelectorAll('.columns *, .scale *, figcaption *')].filter(
        element => element.getBoundingClientRect().right > window.innerWidth,
      );
      return {
        speed: said.scrollWidth > said.clientWidth ? said.textContent : '',
        outside: outside.map(element => element.textContent),
      };
    });
    expect(cut).toEqual({ speed: '', outside: [] });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});
