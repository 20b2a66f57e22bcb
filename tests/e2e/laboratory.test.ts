import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lab, type Visit, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

let current: Visit;

beforeEach(async () => {
  current = await visit(browser);
});
afterEach(async () => {
  expect(current.errors).toEqual([]);
  await current.context.close();
});

async function open(query = ''): Promise<Lab> {
  await current.page.goto(`${site.origin}/${query}`);
  const lab = new Lab(current.page);
  await lab.slider.waitFor();
  return lab;
}

test('it opens on a running experiment, computed in a worker', async () => {
  const lab = await open();
  await lab.reach(generation => generation > 0);
  expect(current.page.workers().length).toBe(1);
  const before = await lab.generation();
  await lab.reach(generation => generation > before);
});

test('pause holds, play goes on, a step is one generation', async () => {
  const lab = await open();
  await lab.reach(generation => generation > 2);
  await lab.pause.click();
  const held = await lab.generation();
  await current.page.waitForTimeout(300);
  expect(await lab.generation()).toBe(held);
  await current.page.getByRole('button', { name: 'One generation back' }).click();
  await lab.shows(held - 1);
  await current.page.getByRole('button', { name: 'One generation on' }).click();
  await lab.shows(held);
  await lab.play.click();
  await lab.reach(generation => generation > held);
});

test('scrubbing shows any computed generation', async () => {
  const lab = await open();
  await lab.hash();
  await lab.pause.click();
  for (const generation of [150, 3, 0, 199]) {
    await lab.scrub(generation);
    expect(await lab.generation()).toBe(generation);
    const picture = current.page.getByRole('img', { name: new RegExp(`at generation ${generation}\\b`) });
    await picture.waitFor();
  }
});

test('a changed control is in the address, and a reload brings back the same hash', async () => {
  const lab = await open();
  const before = await lab.hash();
  const field = current.page.getByRole('textbox', { name: 'Sample size n', exact: true });
  await field.fill('37');
  await field.press('Enter');
  await current.page.waitForURL(/samples\.n=37/);
  await expect.poll(() => lab.hash()).not.toBe(before);
  const changed = await lab.hash();
  expect(changed).toBe(collapse('hash', 'gaussian-forgets', '--set', '/samples/n=37').trim());
  await current.page.reload();
  await lab.slider.waitFor();
  expect(await lab.hash()).toBe(changed);
  expect(await current.page.getByRole('textbox', { name: 'Sample size n', exact: true }).inputValue()).toBe(
    '37',
  );
});

test('the exported table is the command’s, byte for byte', async () => {
  const lab = await open('?v=1&preset=paper-1d&generations=30&runs=3&seed=12');
  await lab.hash();
  const [download] = await Promise.all([
    current.page.waitForEvent('download'),
    current.page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('model-collapse-paper-1d-seed-12.csv');
  const written = collapse('run', 'paper-1d', '--generations', '30', '--runs', '3', '--seed', '12');
  expect(readFileSync(await download.path(), 'utf8')).toBe(written);
});

test('the exported spec is what the command runs to the same hash', async () => {
  const lab = await open('?v=1&preset=two-modes&generations=20');
  const shown = await lab.hash();
  const [download] = await Promise.all([
    current.page.waitForEvent('download'),
    current.page.getByRole('button', { name: 'JSON spec' }).click(),
  ]);
  expect(collapse('hash', await download.path()).trim()).toBe(shown);
});

test('a built-in table is fetched only by a preset that needs it', async () => {
  const lab = await open('?v=1&preset=gaussian-forgets');
  await lab.hash();
  expect(site.asked).not.toContain('/tables.js');
  const faithful = await open('?v=1&preset=old-faithful');
  expect(await faithful.hash()).toBe(collapse('hash', 'old-faithful').trim());
  expect(site.asked).toContain('/tables.js');
});

test('a bad address is answered with the sentence of the core, and something runs', async () => {
  const lab = await open('?v=1&preset=gaussian-forgets&samples.size=3');
  await current.page.getByText('/samples/size').first().waitFor();
  await lab.reach(generation => generation > 0);
});
