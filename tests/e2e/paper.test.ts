// What is taken away: pictures and pages are light and opaque, whatever the theme on the screen.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { browser, site } from './support/stage';

async function dark(query: string): Promise<{ page: Page; lab: Lab; close: () => Promise<void> }> {
  const { page, context } = await visit(browser, {
    colorScheme: 'dark',
    viewport: { width: 1440, height: 900 },
  });
  await page.goto(`${site.origin}/${query}`);
  const lab = new Lab(page);
  await lab.hash();
  await page.keyboard.press('End');
  await lab.shows(Number(await lab.slider.getAttribute('max')));
  return { page, lab, close: () => context.close() };
}

interface Pixels {
  readonly transparent: number;
  /** Share of pixels that are nearly white, and of those that are nearly black. */
  readonly white: number;
  readonly dark: number;
}

/** Of an image, as a browser reads it. */
const pixelsOf = (page: Page, url: string): Promise<Pixels> =>
  page.evaluate(async address => {
    const image = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const count = { transparent: 0, white: 0, dark: 0 };
    for (let i = 0; i < data.length; i += 4) {
      const light = (data[i]! + data[i + 1]! + data[i + 2]!) / 3;
      if (data[i + 3]! < 255) count.transparent += 1;
      if (light > 250) count.white += 1;
      if (light < 60) count.dark += 1;
    }
    const all = data.length / 4;
    return { transparent: count.transparent, white: count.white / all, dark: count.dark / all };
  }, url);

test.each(['gaussian-forgets', 'old-faithful', 'zipf-tail', 'regression-replace', 'words-lost'])(
  'the picture of %s is light and opaque in the dark theme, which stays on the screen',
  async preset => {
    const { page, close } = await dark(`?v=1&preset=${preset}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG' }).click(),
    ]);
    const png = `data:image/png;base64,${readFileSync(await download.path()).toString('base64')}`;
    const picture = await pixelsOf(page, png);
    expect(picture.transparent).toBe(0);
    expect(picture.white).toBeGreaterThan(0.5);
    expect(picture.dark).toBeLessThan(0.1);
    const shown = await page.evaluate(() => {
      const canvas = document.querySelector('#lab')!.shadowRoot!.querySelector('canvas')!;
      return canvas.toDataURL();
    });
    expect((await pixelsOf(page, shown)).white).toBeLessThan(0.01);
    await close();
  },
);

/** The text of each page of a PDF. */
function pagesOf(pdf: Buffer): string[] {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
    .split('\f')
    .slice(0, -1);
}

test.each(['gaussian-forgets', 'old-faithful', 'words-lost'])(
  'the printed page of %s has the figures and no blank page, no button, no empty section',
  async preset => {
    const { page, close } = await dark(`?v=1&preset=${preset}`);
    // The script that says what counts as collapse comes when the page has time.
    await page.locator('#lab .verdicts ul').waitFor({ state: 'attached' });
    const pages = pagesOf(await page.pdf({ format: 'A4', printBackground: true }));
    for (const text of pages) expect(text.trim().length).toBeGreaterThan(40);
    expect(pages.length).toBeLessThan(8);
    const all = pages.join('\n');
    for (const button of [
      'Play',
      'Replay',
      'Next seed',
      'Copy link',
      'Ridges',
      'What to look for',
      'Data table',
    ])
      expect(all, button).not.toContain(button);
    expect(all).toMatch(/Is this collapse\?\s+This run at generation/);
    await close();
  },
);

test.each([
  ['hooks.html', 'What to look for', 12],
  ['checks.html', 'Does it check out', 32],
])(
  'the printed %s has its text and tables, no blank page, and nothing to press',
  async (name, title, most) => {
    const { page, context } = await visit(browser, {
      colorScheme: 'dark',
      viewport: { width: 1440, height: 900 },
    });
    await page.goto(`${site.origin}/${name}`);
    const pages = pagesOf(await page.pdf({ format: 'A4', printBackground: true }));
    for (const text of pages) expect(text.trim().length).toBeGreaterThan(40);
    expect(pages[0]).toContain(title);
    expect(pages.length).toBeLessThan(most);
    expect(pages.join('\n')).not.toMatch(/ Run it\s*$|Compute it|^\s*(Light|Laboratory)\s*$/m);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const found = await page.evaluate(() => ({
      ground: getComputedStyle(document.body).backgroundColor,
      row: [...document.querySelectorAll('.chapter tr, .hook')].map(row => getComputedStyle(row).breakInside),
      table: [...document.querySelectorAll('.chapter table')].map(table => getComputedStyle(table).display),
    }));
    expect(found.ground).toBe('rgb(255, 255, 255)');
    expect(new Set(found.row)).toEqual(new Set(['avoid']));
    expect(found.table.every(display => display === 'table')).toBe(true);
    await context.close();
  },
);

test('on paper everything is dark on white, in one column, and no plot is stretched or split', async () => {
  const { page, close } = await dark('?v=1&preset=gaussian-forgets');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const lab = page.locator('#lab');
  await expect.poll(() => lab.getAttribute('printing')).not.toBeNull();
  const found = await page.evaluate(() => {
    const host = document.querySelector<HTMLElement>('#lab')!;
    const root = host.shadowRoot!;
    return {
      ground: getComputedStyle(document.body).backgroundColor,
      ink: getComputedStyle(host).color,
      width: host.getBoundingClientRect().width,
      player: root.querySelector('collapse-player')!.getBoundingClientRect().height,
      plots: [...root.querySelectorAll('canvas')].map(canvas => ({
        stretched: canvas.width / canvas.clientWidth / (canvas.height / canvas.clientHeight),
        split: getComputedStyle(canvas.closest('figure')!).breakInside,
        left: Math.round(canvas.getBoundingClientRect().left - host.getBoundingClientRect().left),
      })),
    };
  });
  expect(found).toMatchObject({
    ground: 'rgb(255, 255, 255)',
    ink: 'rgb(27, 31, 36)',
    width: 680,
    player: 0,
  });
  for (const { stretched, split, left } of found.plots) {
    expect(stretched).toBeCloseTo(1, 1);
    expect(split).toBe('avoid');
    expect(left).toBe(0);
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await expect.poll(() => lab.getAttribute('printing')).toBeNull();
  await close();
});
