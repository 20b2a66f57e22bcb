// What a reader meets on the page beyond the engine: access, narrow windows, states without script or WebAssembly.

import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, type Visit, visit } from './support/browser';
import { browser, site } from './support/stage';

/** Opens an address; the page must not have complained when it is closed. */
async function on(
  query: string,
  options: BrowserContextOptions,
  act: (page: Page, lab: Lab, visited: Visit) => Promise<void>,
): Promise<void> {
  const visited = await visit(browser, options);
  try {
    await visited.page.goto(`${site.origin}/${query}`);
    await act(visited.page, new Lab(visited.page), visited);
    expect(visited.errors).toEqual([]);
  } finally {
    await visited.context.close();
  }
}

describe('axe finds nothing to mend', () => {
  test.each([
    ['a wide light page', '', { viewport: { width: 1440, height: 1600 }, colorScheme: 'light' }],
    ['a narrow dark page', '', { viewport: { width: 360, height: 3200 }, colorScheme: 'dark' }],
    [
      'a plane with small multiples',
      '?v=1&preset=old-faithful',
      { viewport: { width: 768, height: 2400 }, colorScheme: 'dark' },
    ],
    [
      'ten runs',
      '?v=1&preset=gaussian-forgets&runs=10',
      { viewport: { width: 1440, height: 1600 }, colorScheme: 'light' },
    ],
    [
      'an embedded element',
      'embed.html?v=1&preset=gaussian-forgets&view.layout=full',
      { viewport: { width: 700, height: 1400 }, colorScheme: 'light' },
    ],
  ] as const)('on %s', async (_, query, options) => {
    await on(query, options, async (page, lab) => {
      await lab.reach(generation => generation > 1);
      await lab.pause.click();
      await page.getByText('Data table').click();
      const settings = page.locator('.drawer > summary');
      if ((await settings.count()) > 0 && (await settings.isVisible())) await settings.click();
      expect(await violations(page)).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('on an embed that fits its frame (%s)', async colorScheme => {
    const options = { viewport: { width: 640, height: 480 }, colorScheme };
    await on('embed.html?v=1&preset=gaussian-forgets', options, async (page, lab) => {
      await lab.reach(generation => generation > 1);
      await lab.pause.click();
      expect(await violations(page)).toEqual([]);
    });
  });

  test('with the list of presets open', async () => {
    await on('', { viewport: { width: 1440, height: 1600 } }, async (page, lab) => {
      await lab.reach(generation => generation > 0);
      await lab.pause.click();
      await page.getByRole('button', { name: /^Preset/ }).click();
      expect(await violations(page)).toEqual([]);
    });
  });
});

test.each([320, 360, 768, 1440])('at %i px nothing is wider than the window', async width => {
  for (const preset of ['gaussian-forgets', 'ring-rare-mode']) {
    await on(`?v=1&preset=${preset}&runs=10`, { viewport: { width, height: 800 } }, async (page, lab) => {
      await lab.reach(generation => generation > 0);
      await page.getByText('Data table').click();
      const settings = page.locator('.drawer > summary');
      if (await settings.isVisible()) await settings.click();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
    });
  }
});

test('the data table is fetched when it is opened; without it the page says so and another try may succeed', async () => {
  const visited = await visit(browser);
  const { page } = visited;
  try {
    await page.route(/data-table\.js/, route => route.abort());
    await page.goto(site.origin);
    await new Lab(page).hash();
    await page.getByText('Data table').click();
    await page.getByText('The data table could not be loaded.').waitFor();
    await page.unroute(/data-table\.js/);
    await page.getByText('Data table', { exact: true }).click();
    await page.getByText('Data table', { exact: true }).click();
    await page.getByRole('rowheader', { name: '100', exact: true }).waitFor();
    expect(await page.getByText('The data table could not be loaded.').count()).toBe(0);
  } finally {
    await visited.context.close();
  }
});

test('the keyboard plays, pauses, steps and jumps', async () => {
  await on('', {}, async (page, lab) => {
    await lab.reach(generation => generation > 3);
    await page.keyboard.press('Space');
    await lab.play.waitFor();
    const held = await lab.generation();
    await page.keyboard.press('ArrowLeft');
    await lab.shows(held - 1);
    await page.keyboard.press('Shift+ArrowRight');
    await lab.shows(held + 9);
    await lab.hash();
    await page.keyboard.press('End');
    await lab.shows(200);
    await page.keyboard.press('Home');
    await lab.shows(0);
    await page.keyboard.press('Space');
    await lab.pause.waitFor();
  });
});

test('arrow keys on the distribution read out numbers and leave the generation alone', async () => {
  await on('', {}, async (page, lab) => {
    await lab.reach(generation => generation > 3);
    await lab.pause.click();
    const held = await lab.generation();
    await page.getByRole('img', { name: /^Distribution/ }).focus();
    await page.keyboard.press('ArrowRight');
    const says = /^x 0\.141 · truth 0\.395 · model /;
    await page.locator('.readout', { hasText: says }).waitFor();
    await page.getByRole('status').filter({ hasText: says }).waitFor({ state: 'attached' });
    expect(await lab.generation()).toBe(held);
  });
});

test('who asked for less motion gets small multiples of the whole story, at rest', async () => {
  await on('', { reducedMotion: 'reduce' }, async (page, lab) => {
    await lab.reach(generation => generation === 200);
    await lab.play.waitFor();
    expect(await page.getByRole('img', { name: /^Generation \d+$/ }).count()).toBe(8);
    const before = await lab.generation();
    await page.waitForTimeout(400);
    expect(await lab.generation()).toBe(before);
    await page.getByRole('button', { name: 'Truth' }).click();
    await lab.reach(generation => generation === 0);
  });
});

test('without JavaScript a poster tells what the page does', async () => {
  await on('', { javaScriptEnabled: false }, async page => {
    await page.getByRole('heading', { name: 'A model that learns from its own output forgets.' }).waitFor();
    expect(await page.locator('noscript p').innerText()).toContain('needs JavaScript');
    await page.getByText('What this is not').waitFor();
  });
});

test('without WebAssembly the poster stays and the page says why', async () => {
  const visited = await visit(browser);
  await visited.page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  await visited.page.goto(`${site.origin}/`);
  await visited.page.getByText('This browser has no WebAssembly').waitFor();
  await visited.page.getByRole('img', { name: /A wide pale bell curve/ }).waitFor();
  expect(visited.errors).toEqual([]);
  await visited.context.close();
});

test('a bad value is marked in place with the sentence of the core, and the last good run stays', async () => {
  await on('', {}, async (page, lab) => {
    const hash = await lab.hash();
    const field = page.getByRole('textbox', { name: 'Sample size n', exact: true });
    await field.fill('12x');
    await field.press('Enter');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const described = await field.getAttribute('aria-describedby');
    const sentence = await page.locator(`#${described}`).innerText();
    expect(sentence).toMatch(/\.$/);
    expect(sentence.length).toBeGreaterThan(20);
    expect(await field.inputValue()).toBe('12x');
    expect(await lab.hash()).toBe(hash);
    await field.fill('120');
    await field.press('Enter');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('false');
    expect(await page.locator(`#${described}`).innerText()).toBe('');
  });
});

test('back and forward lead through the experiments', async () => {
  await on('?v=1&preset=gaussian-forgets', {}, async (page, lab) => {
    const first = await lab.hash();
    await page.getByRole('button', { name: /^Preset/ }).click();
    await page.getByRole('link', { name: /^Ten points are soon forgotten/ }).click();
    await page.waitForURL(/preset=small-samples/);
    await expect.poll(() => lab.hash()).not.toBe(first);
    await page.goBack();
    await page.getByRole('button', { name: /A Gaussian forgets$/ }).waitFor();
    await expect.poll(() => lab.hash()).toBe(first);
    await page.goForward();
    await page.getByRole('button', { name: /Ten points are soon forgotten$/ }).waitFor();
  });
});

test('a changed setting is marked and can be taken back alone', async () => {
  await on('?v=1&preset=gaussian-forgets', {}, async (page, lab) => {
    const first = await lab.hash();
    const field = page.getByRole('textbox', { name: 'Sample size n', exact: true });
    await field.fill('50');
    await field.press('Enter');
    await page.getByText('1 setting differs from the preset').waitFor();
    await page
      .getByRole('button', { name: 'Reset Sample size n to the preset’s value' })
      .or(page.getByRole('button', { name: "Reset Sample size n to the preset's value" }))
      .click();
    await page.getByText('As in the preset').waitFor();
    expect(await field.inputValue()).toBe('100');
    await expect.poll(() => lab.hash()).toBe(first);
  });
});

test('a locked seed outlives a change of preset', async () => {
  await on('?v=1&preset=gaussian-forgets&seed=12', {}, async (page, lab) => {
    await lab.hash();
    await page.getByRole('button', { name: 'Lock the seed' }).click();
    expect(await page.getByRole('button', { name: 'Next seed' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Preset/ }).click();
    await page.getByRole('link', { name: /^Ten points are soon forgotten/ }).click();
    await page.waitForURL(/preset=small-samples.*seed=12/);
    expect(await page.getByRole('textbox', { name: 'Seed', exact: true }).inputValue()).toBe('12');
  });
});

test('slow motion names its three steps', async () => {
  await on('', {}, async (page, lab) => {
    await lab.reach(generation => generation > 0);
    await lab.pause.click();
    await page.keyboard.press('Home');
    await page.getByRole('slider', { name: 'Speed' }).fill('0');
    await lab.play.click();
    for (const step of [
      /^1 {2}Draw 100 points from/,
      /^2 {2}Fit model/,
      /^3 {2}Model \d+ is the next teacher/,
    ]) {
      await page.getByText(step).first().waitFor();
    }
  });
});

test('the theme can be turned without touching the system', async () => {
  await on('', { colorScheme: 'light' }, async (page, lab) => {
    await lab.reach(generation => generation > 0);
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole('button', { name: 'Dark colours' }).click();
    expect(await ground()).not.toBe(light);
    await page.getByRole('button', { name: 'Light colours' }).click();
    expect(await ground()).toBe(light);
  });
});

test('own points are pasted as text', async () => {
  await on('', {}, async (page, lab) => {
    await lab.hash();
    await page.getByRole('combobox', { name: 'Source' }).selectOption('points');
    const box = page.getByRole('textbox', { name: 'Points', exact: true });
    await box.fill('height\n1.2\n1.9\n2.1\n5.5\n5.9');
    await box.blur();
    await page.getByRole('img', { name: /^Distribution/ }).waitFor();
    await page.waitForURL(/samples\.n=5/);
    expect(await box.inputValue()).toBe('height\n1.2\n1.9\n2.1\n5.5\n5.9');
    expect(page.url()).not.toContain('1.2');
  });
});

test('the snippet to embed points at this experiment and is sandboxed', async () => {
  await on('?v=1&preset=gaussian-forgets&samples.n=40', {}, async (page, lab) => {
    await lab.hash();
    await page.getByRole('button', { name: 'Embed' }).click();
    const snippet = await page.getByRole('textbox', { name: 'HTML to paste' }).inputValue();
    expect(snippet).toContain(
      `src="${site.origin}/embed.html#v=1&amp;preset=gaussian-forgets&amp;samples.n=40"`,
    );
    expect(snippet).toContain('sandbox="allow-scripts');
  });
});
