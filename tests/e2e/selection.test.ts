// Biased draws and selection on the page.

import { expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

for (const [preset, says] of [
  ['larger-of-two', /Of the draws proposed for it 50\s% were kept/],
  ['regression-verifier', /The verifier kept/],
] as const)
  test(`${preset} plays, says what was kept and has the command's hash`, async () => {
    const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
    await page.goto(`${site.origin}/?v=1&preset=${preset}&generations=10&runs=10`);
    const lab = new Lab(page);
    await lab.slider.waitFor();
    expect(await lab.hash()).toBe(collapse('hash', preset, '--generations', '10', '--runs', '10').trim());
    await lab.scrub(10);
    await page.getByText(says).first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

test('a control that needs the other module brings it, and a run whose draws give out says so', async () => {
  const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  const before = site.asked.length;
  await page.goto(`${site.origin}/?v=1&preset=gaussian-forgets&generations=20&runs=3`);
  const lab = new Lab(page);
  await lab.slider.waitFor();
  expect(site.asked.slice(before)).not.toContain('/networks.js');
  const temperature = page.getByRole('textbox', { name: 'Temperature' });
  await temperature.fill('0.5');
  await temperature.press('Enter');
  await page
    .getByText(/^Temperature/)
    .first()
    .waitFor();
  await expect.poll(() => site.asked.slice(before)).toContain('/networks.js');
  await page.getByLabel('Selection', { exact: true }).selectOption('verifier');
  const centre = page.getByRole('textbox', { name: 'Centre' });
  await centre.fill('90');
  await centre.press('Enter');
  await page.getByText(/ended at generation 2 of\s+20: too few draws passed the selection/).waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
