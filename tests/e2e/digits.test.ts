// Digits on the page: what a reader meets who opens one of their experiments.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, type Visit, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

/** A few seconds of work: two generations of 500 digits each. */
const SMALL = '?v=1&preset=digits-blur&generations=2&samples.n=500&model.epochs=4';
const SAME = ['--generations', '2', '--set', '/samples/n=500', '--set', '/model/epochs=4'];

let current: Visit;

beforeEach(async () => {
  current = await visit(browser, { viewport: { width: 1440, height: 2000 } });
});
afterEach(async () => {
  await current.context.close();
});

async function open(query: string): Promise<Lab> {
  await current.page.goto(`${site.origin}/${query}`);
  const lab = new Lab(current.page);
  await lab.slider.waitFor({ timeout: 60_000 });
  return lab;
}

/** Opaque pixels of a canvas, as a share of all. */
const ink = (selector: string): Promise<number> =>
  current.page.locator(selector).evaluate(canvas => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 127) drawn += 1;
    return drawn / (width * height);
  });

test('digits appear, can be scrubbed, and a reload brings back the command’s hash', async () => {
  const lab = await open(SMALL);
  const shown = await lab.hash();
  expect(shown).toBe(collapse('hash', 'digits-blur', ...SAME).trim());
  await current.page.getByText('All generations are learnt.').waitFor();
  await lab.pause.or(lab.play).click();
  for (const generation of [2, 0, 1]) {
    await lab.scrub(generation);
    await current.page
      .getByRole('img', { name: new RegExp(`walls .* at generation ${generation}\\b`) })
      .waitFor();
  }
  for (const canvas of ['#distribution', '#history', '#latent', '#shares', '#loss'])
    expect(await ink(canvas), canvas).toBeGreaterThan(0.002);
  await current.page.getByText('MNIST, Yann LeCun and Corinna Cortes').first().waitFor();
  await current.page.reload();
  await lab.slider.waitFor();
  expect(await lab.hash()).toBe(shown);
  expect(current.errors).toEqual([]);
});

test('no, 10 % and 50 % real digits are learnt side by side, and follow the generation shown', async () => {
  const lab = await open(SMALL);
  await lab.hash();
  await current.page.getByRole('button', { name: /side by side/ }).click();
  const three = current.page.getByRole('img', { name: /Three walls .* at generation 2\b/ });
  await three.waitFor();
  const pictures = new Set<string>();
  // Fingerprints of what each wall shows.
  await expect
    .poll(() => current.page.locator('figure.beside .readout').innerText(), { timeout: 60_000 })
    .toBe('');
  for (const generation of [2, 1]) {
    await lab.scrub(generation);
    await expect.poll(() => ink('#beside')).toBeGreaterThan(0.01);
    for (const wall of [0, 1, 2]) {
      const part = await three.or(current.page.locator('#beside')).evaluate((canvas, w) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const from = Math.round((w * (width + 24)) / 3); // 24 pixels between the walls
        const { data } = (canvas as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(from, 30, Math.round(width / 4), height - 30);
        return data.reduce((sum, value, at) => (sum * 31 + value * (1 + (at % 7))) % 1_000_003, 7);
      }, wall);
      pictures.add(String(part));
    }
  }
  // Generation 1 has learnt real digits in all three: one picture. At generation 2 there are three.
  expect(pictures.size).toBe(4);
  expect(current.errors).toEqual([]);
});

test('while a generation is learnt the page says which, and how far it has come', async () => {
  await open('?v=1&preset=digits-blur&model.epochs=30');
  await current.page
    .getByText(/Learning generation \d+: epoch \d+ of 30, loss [\d.]+ nats a digit/)
    .waitFor();
  await current.page.getByRole('progressbar', { name: 'Training' }).waitFor();
});

test('a run whose training overflows says where it ended, and what there is can be played', async () => {
  const lab = await open(
    '?v=1&preset=digits-blur&source.size=28x28&source.training=100&model.architecture=convolutional&model.latent=64&model.learning_rate=0.1&model.beta=10&model.epochs=2&samples.n=5&generations=3',
  );
  await current.page
    .getByText('This run ended at generation 1 of 3: its training overflowed.')
    .waitFor({ timeout: 110_000 });
  await lab.hash();
  await lab.reach(generation => generation === 1);
  // Not waiting for what never comes.
  await current.page.getByRole('button', { name: 'Replay' }).click();
  await lab.reach(generation => generation === 1);
  await current.page.getByRole('button', { name: 'Replay' }).waitFor();
  await lab.scrub(3);
  expect(await lab.generation()).toBe(1);
  await current.page.getByText('Data table').click();
  await expect.poll(() => current.page.locator('collapse-table tbody tr').count()).toBe(2);
  expect(current.errors).toEqual([]);
});

test('the first view asks for nothing that digits need', async () => {
  site.asked.length = 0;
  const lab = await open('?v=1&preset=gaussian-forgets');
  await lab.hash();
  expect(site.asked.filter(path => /digit|networks/.test(path))).toEqual([]);
  expect(await current.page.getByRole('button', { name: 'Contact sheet' }).isVisible()).toBe(false);
});

test('to digits and back: each kind of experiment has its own figures', async () => {
  const lab = await open(SMALL);
  await lab.hash();
  await current.page.getByText('One digit through time').waitFor();
  await current.page.getByRole('combobox', { name: 'Source' }).selectOption('gaussian');
  await current.page.getByRole('img', { name: /^Distribution/ }).waitFor();
  expect(await current.page.getByText('One digit through time').count()).toBe(0);
  await current.page.getByRole('combobox', { name: 'Source' }).selectOption('digits');
  await current.page.getByText('One digit through time').waitFor();
  expect(current.errors).toEqual([]);
});

test('the contact sheet is a picture of every generation', async () => {
  const lab = await open(SMALL);
  await lab.hash();
  const [download] = await Promise.all([
    current.page.waitForEvent('download'),
    current.page.getByRole('button', { name: 'Contact sheet' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('model-collapse-digits-blur-sheet-seed-7.png');
  const png = readFileSync(await download.path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThan(800);
});

test('without the digits the page says so, and everything else goes on', async () => {
  await current.page.route(/digits-14/, route => route.abort());
  await current.page.goto(`${site.origin}/${SMALL}`);
  await current.page.getByText('The handwritten digits could not be loaded.').waitFor();
  await current.page.goto(`${site.origin}/?v=1&preset=gaussian-forgets`);
  const lab = new Lab(current.page);
  await lab.reach(generation => generation > 0);
  await current.page.getByRole('button', { name: /^Preset/ }).click();
  await current.page.getByRole('link', { name: /^Digits blur/ }).click();
  await current.page.getByText('The handwritten digits could not be loaded.').waitFor();
  const before = await lab.generation();
  await lab.reach(generation => generation > before || generation === 200);
});

test.each([
  [360, 'dark'],
  [1440, 'light'],
] as const)(
  'axe finds nothing to mend at %i px, %s, and nothing is wider than the window',
  async (width, colorScheme) => {
    const narrow = await visit(browser, { viewport: { width, height: 4000 }, colorScheme });
    try {
      await narrow.page.goto(`${site.origin}/${SMALL}`);
      await new Lab(narrow.page).hash();
      expect(await violations(narrow.page)).toEqual([]);
      expect(
        await narrow.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(narrow.errors).toEqual([]);
    } finally {
      await narrow.context.close();
    }
  },
);
