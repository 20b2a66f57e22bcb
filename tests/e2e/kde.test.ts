// Kernel densities on the page, on a line and in the plane.

import { expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

for (const preset of ['kde-scott', 'kde-accumulate', 'kde-faithful'])
  test(`${preset} plays, says what happens and has the command's hash`, async () => {
    const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
    await page.goto(`${site.origin}/?v=1&preset=${preset}&generations=10`);
    const lab = new Lab(page);
    await lab.slider.waitFor();
    expect(await lab.hash()).toBe(collapse('hash', preset, '--generations', '10').trim());
    await lab.scrub(10);
    await page
      .getByText(/times the truth’s, with kernels .* wide on/)
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

test('a number that was binned says so', async () => {
  const { context, page } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  await page.goto(
    `${site.origin}/?v=1&preset=kde-narrow-ring&generations=3&model.bandwidth=0.2&samples.n=3000`,
  );
  const lab = new Lab(page);
  await lab.hash();
  await lab.scrub(3);
  await page.locator('#distribution').focus();
  await page.keyboard.press('ArrowRight');
  await page
    .getByText(/model \S+ \(binned, error below .*10⁻.* at the grid’s nodes\)/)
    .first()
    .waitFor();
  await context.close();
});

test('a kernel density can be chosen for the points that are there', async () => {
  const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  await page.goto(`${site.origin}/?v=1&preset=gaussian-forgets&generations=5`);
  const lab = new Lab(page);
  await lab.slider.waitFor();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('kde');
  await page.getByRole('radio', { name: 'Silverman' }).waitFor();
  await lab.reach(generation => generation > 0);
  await page
    .getByText(/with kernels/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
  await context.close();
});
