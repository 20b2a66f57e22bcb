// "Is this collapse?" on the page: what it says is what the command says, and nothing of it delays the first view.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

const ADDRESS = '/?v=1&preset=gaussian-forgets&runs=100&model.estimator=mle&generations=100';

interface Answer {
  definitions: {
    id: string;
    name: string;
    verdict: string;
    criterion?: string;
    since?: number | null;
    share?: number;
  }[];
}
const asked = (generation: number): Answer =>
  JSON.parse(
    collapse(
      'ask',
      'gaussian-forgets',
      '--runs',
      '100',
      '--set',
      '/model/estimator=mle',
      '--generations',
      '100',
      '--generation',
      String(generation),
      '--question',
      '{"ask":"verdicts"}',
    ),
  ) as Answer;

async function opened(page: Page): Promise<Lab> {
  await page.goto(site.origin + ADDRESS);
  const lab = new Lab(page);
  await lab.slider.waitFor();
  await lab.hash();
  if (await lab.pause.isVisible()) await lab.pause.click();
  return lab;
}

test('eight verdicts, as the command gives them; one can be picked by keyboard and is marked on the time line', async () => {
  const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  const lab = await opened(page);
  await lab.scrub(90);
  const figure = page.locator('figure.verdicts');
  await figure.getByText('Run 1 at generation 90').waitFor();
  const { definitions } = asked(90);
  expect(await figure.getByRole('button').count()).toBe(8);
  for (const { name, verdict, since } of definitions) {
    const said = await figure.getByRole('button', { name: new RegExp(name) }).innerText();
    if (verdict === 'not_applicable') expect(said).toContain('does not apply');
    else expect(said.includes('not collapsed')).toBe(verdict === 'not');
    if (typeof since === 'number') expect(said).toContain(`since ${since}`);
  }
  const variance = definitions.find(({ id }) => id === 'collapsing_variance')!;
  const button = figure.getByRole('button', { name: /Collapsing variance/ });
  await button.focus();
  await page.keyboard.press('Enter');
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await figure.getByText(variance.criterion!).waitFor();
  await page.locator('collapse-player i.stretch').waitFor();
  expect(await lab.generation()).toBe(90);
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

test.each([360, 1440])(
  'at %i px early and late are marked on the time line, apart and inside it, and told to those who cannot see them',
  async width => {
    const { context, page } = await visit(browser, { viewport: { width, height: 1000 } });
    const lab = await opened(page);
    const player = page.locator('collapse-player');
    await player.getByText('early', { exact: true }).waitFor();
    const [early, late, track] = await Promise.all([
      player.getByText('early', { exact: true }).boundingBox(),
      player.getByText('late', { exact: true }).boundingBox(),
      player.locator('.track').boundingBox(),
    ]);
    expect(early!.x).toBeGreaterThanOrEqual(track!.x - 0.5);
    expect(late!.x).toBeGreaterThan(early!.x + early!.width);
    expect(late!.x + late!.width).toBeLessThanOrEqual(track!.x + track!.width + 0.5);
    const { definitions } = asked(100);
    const since = (id: string) => definitions.find(found => found.id === id)?.since;
    const described = await lab.slider.evaluate(slider => {
      const root = slider.getRootNode() as ShadowRoot;
      return root.getElementById(slider.getAttribute('aria-describedby')!)?.textContent;
    });
    expect(described).toBe(
      `early collapse since generation ${since('lost_tail')}, late collapse since generation ${since('collapsing_variance')}`,
    );
    // Nothing wider than the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  },
);

test('the runs are set against the law of the metric shown, at the generation shown', async () => {
  const { context, page, errors } = await visit(browser, { viewport: { width: 1440, height: 1600 } });
  const lab = await opened(page);
  await lab.scrub(40);
  const against = page.locator('.against');
  await against.getByText(/Against the law at generation \d+: z = /).waitFor();
  const first = await against.innerText();
  await lab.scrub(41);
  await page.waitForFunction(
    was =>
      document.querySelector('model-collapse')?.shadowRoot?.querySelector('.against')?.textContent !== was,
    first,
  );
  await page.getByRole('combobox', { name: 'Metric' }).selectOption('tail_2sigma');
  await page.waitForFunction(
    () => document.querySelector('model-collapse')?.shadowRoot?.querySelector('.against')?.textContent === '',
  );
  expect(errors).toEqual([]);
  await context.close();
});

test('its script comes after the first view, and without it the page plays on', async () => {
  const { context, page, errors } = await visit(browser);
  await context.route('**/verdicts.js*', route => route.abort());
  await page.goto(site.origin + ADDRESS);
  const lab = new Lab(page);
  await lab.slider.waitFor();
  await lab.hash();
  await page.locator('figure.verdicts').waitFor({ state: 'detached' });
  expect(errors.filter(error => !error.includes('net::ERR_FAILED'))).toEqual([]);
  await context.close();
});
