// Where the presets come from: the first is part of the page, the others lie in a script beside it.

import type { Browser } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Lab, launch, type Visit, visit } from './support/browser';
import { type Site, servePage } from './support/server';

let browser: Browser;
let site: Site;
let current: Visit;

beforeAll(async () => {
  browser = await launch();
  return () => browser.close();
});
beforeEach(async () => {
  [site, current] = await Promise.all([servePage(), visit(browser)]);
});
afterEach(async () => {
  await current.context.close();
  await site.close();
});

const list = () => current.page.getByRole('button', { name: /^(Preset|No preset)/ });
const link = (title: string) => current.page.getByRole('link', { name: new RegExp(`^${title}`) });

test.each(['index.html', 'embed.html'])('%s needs nothing beside it for the first preset', async name => {
  await current.page.goto(`${site.origin}/${name}`);
  await new Lab(current.page).reach(generation => generation > 0);
  await current.page.goto(`${site.origin}/${name}?v=1&preset=gaussian-forgets&samples.n=50`);
  await new Lab(current.page).reach(generation => generation > 0);
  expect(site.asked).not.toContain('/presets.js');
});

test('the list opens at once and says that it is being loaded', async () => {
  let arrive = (): void => {};
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  await current.page.route(/presets\.js/, async route => {
    await arrived;
    await route.continue();
  });
  await current.page.goto(site.origin);
  await list().click();
  await current.page.getByText('Loading the list of presets').waitFor();
  arrive();
  await current.page.getByText('Each generation divides its 100 points between').waitFor();
  expect(await current.page.getByText('Loading the list of presets').count()).toBe(0);
});

test('without their script the page says so, the first preset goes on, and another try may succeed', async () => {
  await current.page.route(/presets\.js/, route => route.abort());
  await current.page.goto(site.origin);
  const lab = new Lab(current.page);
  await lab.reach(generation => generation > 0);
  await list().click();
  await current.page.getByText('The list of presets could not be loaded.').waitFor();
  await current.page.keyboard.press('Escape');
  const before = await lab.generation();
  await lab.reach(generation => generation > before || generation === 200);
  await current.page.unroute(/presets\.js/);
  await list().click();
  await link('Two well-parted modes').click();
  await current.page.waitForURL(/preset=two-modes/);
  expect(await current.page.locator('#notice').isVisible()).toBe(false);
});

test.each(['index.html', 'embed.html'])(
  '%s opened on a preset whose script is missing says so and offers another',
  async name => {
    await current.page.route(/presets\.js/, route => route.abort());
    await current.page.goto(`${site.origin}/${name}?v=1&preset=two-modes`);
    await current.page.getByText('The list of presets could not be loaded.').waitFor();
    await current.page.getByRole('button', { name: 'Show a preset instead' }).click();
    await new Lab(current.page).reach(generation => generation > 0);
  },
);

test('of two addresses opened while the list is still being loaded, the later one stays', async () => {
  let arrive = (): void => {};
  const arrived = new Promise<void>(resolve => {
    arrive = resolve;
  });
  await current.page.route(/presets\.js/, async route => {
    await arrived;
    await route.continue();
  });
  await current.page.goto(site.origin);
  await new Lab(current.page).reach(generation => generation > 0);
  await current.page.evaluate(() => {
    for (const query of ['?preset=two-modes', '?samples.n=40']) {
      history.pushState(null, '', query);
      dispatchEvent(new PopStateEvent('popstate'));
    }
  });
  await current.page.getByText('1 setting differs from the preset').waitFor();
  arrive();
  await current.page.waitForTimeout(500);
  expect(await list().innerText()).toContain('A Gaussian forgets');
});

test('a preset that something is told about leads there, and another does not', async () => {
  await current.page.route(/presets\.js/, async route => {
    const response = await route.fetch();
    const script = await response.text();
    const [one, other] = ['"id":"small-samples"', '"id":"two-modes"'];
    expect(script).toContain(one);
    const told = script.replaceAll(/"hook":"[^"]*",?/g, '').replace(one, `${one},"hook":"half-lives"`);
    expect(told).toContain(other);
    await route.fulfill({ response, body: told });
  });
  const story = current.page.locator('collapse-presets').getByRole('link', { name: 'What to look for' });
  await current.page.goto(`${site.origin}/?v=1&preset=small-samples`);
  await expect.poll(() => story.getAttribute('href')).toBe('hooks.html#half-lives');
  await current.page.goto(`${site.origin}/?v=1&preset=two-modes`);
  await current.page.getByRole('button', { name: /Two well-parted modes$/ }).waitFor();
  expect(await story.count()).toBe(0);
});
