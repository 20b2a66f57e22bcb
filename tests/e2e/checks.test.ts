// The pages to read: "Does it check out?", "What to look for" and the sources.

import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, visit } from './support/browser';
import { browser, site } from './support/stage';

const { rows } = JSON.parse(readFileSync(new URL('../../docs/results.json', import.meta.url), 'utf8')) as {
  rows: { id: string; chapter: string; claim: string }[];
};
const chapters = [...new Set(rows.map(({ chapter }) => chapter))];

async function on(
  path: string,
  options: BrowserContextOptions,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const { context, page, errors } = await visit(browser, options);
  try {
    await page.goto(`${site.origin}/${path}`);
    await act(page);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

const shown = (page: Page): Promise<number> => page.locator('.chapter tbody tr:visible').count();

for (const path of ['checks.html', 'hooks.html', 'sources.html']) {
  test.each([
    [360, 'dark'],
    [1440, 'light'],
  ] as const)(`axe finds nothing to mend on ${path} at %i px, %s`, async (width, colorScheme) => {
    await on(path, { viewport: { width, height: 1200 }, colorScheme }, async page => {
      await page.getByRole('button', { name: /colours$/ }).waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });

  test.each([320, 360, 768, 1041, 1440])(`nothing on ${path} is wider than %i px`, async width => {
    await on(path, { viewport: { width, height: 800 } }, async page => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    });
  });
}

test('without script every row can be read, as a table and as cards', async () => {
  for (const width of [360, 1440])
    await on('checks.html', { javaScriptEnabled: false, viewport: { width, height: 900 } }, async page => {
      expect(await shown(page)).toBe(rows.length);
      expect(await page.getByRole('table').count()).toBe(chapters.length);
      expect(await page.getByRole('rowheader').count()).toBe(rows.length);
      expect(await page.locator('#filter').isVisible()).toBe(false);
    });
});

test('words and a chapter choose rows, and the page says how many', async () => {
  await on('checks.html', {}, async page => {
    await page.getByRole('combobox', { name: 'Chapter' }).selectOption({ label: chapters[1]! });
    const some = rows.filter(({ chapter }) => chapter === chapters[1]).length;
    await page.getByText(`${some} of ${rows.length} rows`).waitFor();
    expect(await shown(page)).toBe(some);
    await page.getByLabel('Find in the rows').fill('no row says this');
    await page.getByText(`0 of ${rows.length} rows`).waitFor();
    expect(await page.locator('.chapter:visible').count()).toBe(0);
    await page.getByLabel('Find in the rows').fill(rows[0]!.id);
    await page.getByRole('combobox', { name: 'Chapter' }).selectOption({ label: 'All' });
    expect(await page.locator(`[id="${rows[0]!.id}"]`).isVisible()).toBe(true);
    expect(await shown(page)).toBeLessThan(rows.length);
  });
});

test('an address with a row’s name leads to it, even where it was filtered away', async () => {
  const { id } = rows.at(-1)!;
  await on(`checks.html#${id}`, {}, async page => {
    const row = page.locator(`[id="${id}"]`);
    await expect.poll(() => row.evaluate(each => each.getBoundingClientRect().top)).toBeLessThan(1000);
    await page.getByLabel('Find in the rows').fill('no row says this');
    await page.evaluate(() => {
      location.hash = '';
    });
    expect(await row.isVisible()).toBe(false);
    await page.evaluate(name => {
      location.hash = name;
    }, id);
    await expect.poll(() => row.isVisible()).toBe(true);
    expect(await shown(page)).toBe(rows.length);
  });
});

test('the laboratory leads there and back: a row can be run', async () => {
  await on('', {}, async page => {
    await page.getByRole('link', { name: 'Does it check out?' }).click();
    await page.getByRole('heading', { name: 'Does it check out?' }).waitFor();
    await page
      .locator(`[id="${rows[0]!.id}"]`)
      .getByRole('link', { name: /^Run it/ })
      .click();
    await new Lab(page).reach(generation => generation > 0);
    expect(await page.locator('#notice').isVisible()).toBe(false);
  });
});

test('what to look for leads to its preset in the laboratory', async () => {
  await on('hooks.html', {}, async page => {
    const story = page.locator('.hook').first();
    const name = (await story.getByRole('link', { name: /^Watch it: / }).innerText()).slice(
      'Watch it: '.length,
    );
    await story.getByRole('link', { name: /^Watch it: / }).click();
    await page.getByRole('button', { name: new RegExp(`${name}$`) }).waitFor();
    const link = page.locator('collapse-presets').getByRole('link', { name: 'What to look for' });
    await link.click();
    await page.waitForURL(/hooks\.html#/);
    expect(await page.locator(':target h3').count()).toBe(1);
  });
});

test('the theme chosen in the laboratory stays chosen', async () => {
  await on('', { colorScheme: 'light' }, async page => {
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await page.goto(`${site.origin}/checks.html`);
    await page.getByRole('button', { name: 'Light colours' }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(20, 23, 28)',
    );
  });
});
