// Categories, counts and regression on the page.

import { expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

for (const [preset, says] of [
  ['zipf-tail', /of 1,000 categories are left|a single category/],
  ['poisson-extinct', /the rate is/],
  ['regression-accumulate', /the test error is/],
] as const)
  test(`${preset} plays, says what happens and has the command's hash`, async () => {
    const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
    await page.goto(`${site.origin}/?v=1&preset=${preset}&generations=20`);
    const lab = new Lab(page);
    await lab.slider.waitFor();
    expect(await lab.hash()).toBe(collapse('hash', preset, '--generations', '20').trim());
    await lab.scrub(20);
    await page.getByText(says).first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

test('what became of rare and of common categories stands in numbers, at every width', async () => {
  for (const width of [320, 360, 1440]) {
    const { context, page } = await visit(browser, { viewport: { width, height: 1600 } });
    await page.goto(`${site.origin}/?v=1&preset=zipf-tail&generations=20`);
    const lab = new Lab(page);
    await lab.slider.waitFor();
    const table = page.getByRole('table', { name: /how many of one generation 1 was to expect/ });
    await lab.scrub(0);
    await table.getByRole('row', { name: /^0\.1–1 .*100 % 31 % → 31 %$/ }).waitFor();
    await lab.scrub(20);
    await table.getByRole('row', { name: /^0\.1–1 .*\b\d{1,2} % 31 % → \d+ %$/ }).waitFor();
    expect(await table.getByRole('row').count()).toBe(5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // A table that stood out would only be cut off.
    for (const each of await page.getByRole('table').all()) {
      const box = await each.boundingBox();
      if (box !== null) expect(box.x + box.width).toBeLessThanOrEqual(width - 15);
    }
    await context.close();
  }
});

test('the first view asks for nothing that counts need', async () => {
  const before = site.asked.length;
  const { context, page } = await visit(browser);
  await page.goto(`${site.origin}/?v=1&preset=gaussian-forgets`);
  await new Lab(page).slider.waitFor();
  expect(site.asked.slice(before)).not.toContain('/count-views.js');
  await context.close();
});

test('a source brings its model along, and leaving it brings the Gaussian back', async () => {
  const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  await page.goto(`${site.origin}/?v=1&preset=gaussian-forgets&generations=5`);
  await new Lab(page).slider.waitFor();
  const source = page.getByRole('combobox', { name: 'Source' });
  for (const [kind, figure] of [
    ['zipf', 'How frequent categories are'],
    ['poisson', 'How probable each count is'],
    ['linear', 'The coefficients'],
  ] as const) {
    await source.selectOption(kind);
    await page.locator('figcaption').getByText(figure, { exact: true }).waitFor();
  }
  await source.selectOption('gaussian');
  await page.getByRole('img', { name: /Density of the model/ }).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
