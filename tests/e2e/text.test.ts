// Text on the page: what a reader meets who opens one of its experiments.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { violations } from './support/axe';
import { Lab, type Visit, visit } from './support/browser';
import { collapse } from './support/command';
import { browser, site } from './support/stage';

const WORDS = '?v=1&preset=words-lost&generations=6&samples.n=20000';
const SAME_WORDS = ['--generations', '6', '--set', '/samples/n=20000'];
/** Two generations of a network, each of a second or two. */
const NAMES = '?v=1&preset=names-diffuse&generations=2&samples.n=4000&model.epochs=2';
const SAME_NAMES = ['--generations', '2', '--set', '/samples/n=4000', '--set', '/model/epochs=2'];

let current: Visit;

beforeEach(async () => {
  current = await visit(browser, { viewport: { width: 1440, height: 2400 } });
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

/** Paused, with everything computed. */
async function whole(query: string): Promise<{ lab: Lab; hash: string }> {
  const lab = await open(query);
  const hash = await lab.hash();
  if (await lab.pause.isVisible()) await lab.pause.click();
  return { lab, hash };
}

const shown = (line: string): Promise<string> => current.page.locator(`[data-line="${line}"]`).innerText();

test.each([
  ['words-lost', WORDS, SAME_WORDS],
  ['names-diffuse', NAMES, SAME_NAMES],
] as const)('%s gives the command’s hash, and a reload brings it back', async (preset, query, same) => {
  const { lab, hash } = await whole(query);
  expect(hash).toBe(collapse('hash', preset, ...same).trim());
  await current.page.reload();
  await lab.slider.waitFor();
  expect(await lab.hash()).toBe(hash);
  expect(current.errors).toEqual([]);
});

test('every generation goes on from the same prompt, and the newest line follows the slider', async () => {
  const { lab } = await whole(WORDS);
  const texts = new Set<string>();
  for (const generation of [6, 1, 3]) {
    await lab.scrub(generation);
    await expect.poll(() => shown('now')).toMatch(new RegExp(`^Generation ${generation}\\s+\\S+`));
    texts.add(await shown('now'));
  }
  expect(texts.size).toBe(3);
  await expect.poll(() => shown('row 3')).not.toBe('');
  // The line of generation 3 is the one that is shown large.
  expect((await shown('now')).slice('Generation 3'.length).trim().slice(0, 30)).toBe(
    (await shown('row 3')).trim().slice(0, 30),
  );
  expect(await shown('real')).toMatch(/^Real text\s+\S+/);
  await current.page.getByText('Moby-Dick; or, The Whale').waitFor();
  expect(current.errors).toEqual([]);
});

test('a prompt of the reader’s own is continued, and words no model knows are named', async () => {
  await whole(WORDS);
  await current.page.getByRole('textbox', { name: 'Your own prompt' }).fill('the white zebra');
  await current.page.getByRole('button', { name: 'Continue' }).click();
  await current.page
    .getByText('“zebra” does not stand in the real text, so no generation knows it.')
    .first()
    .waitFor();
  expect(await shown('given')).toContain('the white');
  expect(await current.page.locator('[data-line="real"]').count()).toBe(0);
  await current.page.getByRole('button', { name: 'Built-in prompt' }).click();
  await expect.poll(() => shown('real')).toMatch(/^Real text\s+\S+/);
});

test('a word can be pointed at, by mouse and by keys, and asked what comes after it', async () => {
  await whole(WORDS);
  await current.page.locator('[data-line="real"] .w').nth(2).hover();
  const readout = current.page.locator('figure.texts .readout');
  await expect.poll(() => readout.innerText()).toMatch(/“.+”: .*generation 1/);
  await current.page.locator('[data-line="real"] .w').nth(2).click();
  const after = current.page.getByRole('textbox', { name: 'After' });
  const clicked = await after.inputValue();
  expect(clicked.length).toBeGreaterThan(5);
  // By keys: from the prompt down to the real text, one word on, and ask.
  await current.page.getByRole('group', { name: /^Continuations/ }).focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'Enter'])
    await current.page.keyboard.press(key);
  await expect.poll(() => after.inputValue()).not.toBe(clicked);
  await expect.poll(() => current.page.locator('figure.next tbody tr').count()).toBeGreaterThan(0);
  // In the field itself.
  const rows = await current.page.locator('figure.next tbody').innerText();
  await after.fill('the');
  await after.press('Enter');
  await expect.poll(() => after.inputValue()).toBe('the');
  await expect.poll(() => current.page.locator('figure.next tbody').innerText()).not.toBe(rows);
  expect(current.errors).toEqual([]);
});

test('what is lost is counted, named and shown by rarity', async () => {
  const { lab } = await whole(WORDS);
  await lab.scrub(6);
  await current.page.getByText(/Generation 6 learnt without [\d,]+ of [\d,]+ different words/).waitFor();
  expect(await current.page.locator('.chips li').count()).toBeGreaterThan(50);
  const rows = await current.page.locator('figure.survival tbody tr').allInnerTexts();
  const shares = rows.map(row => Number(/(\d+) %/.exec(row)?.[1]));
  expect(rows[0]).toMatch(/^once/);
  // The rarer, the fewer are left.
  expect(shares[0]).toBeLessThan(60);
  expect(shares.at(-1)).toBe(100);
});

test('names are listed with their marks, a network’s training is told, and its loss is drawn', async () => {
  const lab = await open('?v=1&preset=names-diffuse&generations=2&samples.n=8000&model.epochs=20');
  await current.page
    .getByText(/Learning generation \d: \d+ %, loss [\d.]+ nats a token, [\d,]+ tokens a second, about/)
    .waitFor({ timeout: 60_000 });
  await current.page.getByRole('progressbar', { name: 'Training' }).waitFor();
  await lab.hash();
  await current.page.getByText('All generations are learnt.').waitFor();
  await lab.reach(generation => generation === 2);
  expect(await current.page.locator('.of-now li').count()).toBe(14);
  expect(await current.page.locator('.of-now .mark.is-new').count()).toBeGreaterThan(3);
  expect(await current.page.locator('.of-real li').count()).toBe(14);
  await current.page.getByRole('textbox', { name: 'Beginning of a name' }).fill('mar');
  await current.page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => shown('now')).toMatch(/·/);
  for (const canvas of ['#history', '#metrics', '#ranks', '#grid', '#loss'])
    expect(await ink(canvas), canvas).toBeGreaterThan(0.002);
  expect(current.errors).toEqual([]);
});

/** Opaque pixels of a canvas, as a share of all. */
const ink = (selector: string): Promise<number> =>
  current.page.locator(selector).evaluate(canvas => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 60) drawn += 1;
    return drawn / (width * height);
  });

test('no, 10 % and 50 % human text are learnt side by side', async () => {
  const { lab } = await whole(WORDS);
  await current.page.getByRole('button', { name: /side by side/ }).click();
  const three = current.page.locator('figure.beside section');
  await expect
    .poll(() => current.page.locator('figure.beside .readout').innerText(), { timeout: 60_000 })
    .toBe('');
  await lab.scrub(6);
  const words = async (): Promise<number[]> =>
    (await three.allInnerTexts()).map(text =>
      Number(/([\d,]+) different words/.exec(text)?.[1]?.replaceAll(',', '')),
    );
  await expect.poll(async () => (await words()).every(Number.isFinite)).toBe(true);
  const [none, tenth, half] = (await words()) as [number, number, number];
  expect(none).toBeLessThan(tenth);
  expect(tenth).toBeLessThan(half);
});

test('an own text is learnt and never goes into the address, the link or the title', async () => {
  const { lab } = await whole(WORDS);
  await current.page.getByRole('combobox', { name: 'Source' }).selectOption('text');
  const box = current.page.getByRole('textbox', { name: 'Your text' });
  await expect.poll(() => box.inputValue()).toContain('The baker sells bread');
  await box.fill('My secret diary says that nobody must know. '.repeat(30));
  await box.blur();
  await expect
    .poll(() => current.page.locator('figure.lost').innerText(), { timeout: 20_000 })
    .toMatch(/(of|all) 10 different words|Nothing can be lost/);
  await lab.hash();
  expect(current.page.url()).toContain('source.kind=text');
  await current.page.getByRole('button', { name: 'Embed' }).click();
  const snippet = await current.page.getByRole('textbox', { name: 'HTML to paste' }).inputValue();
  for (const text of [current.page.url(), snippet, await current.page.title()])
    expect(text).not.toMatch(/diary|baker/);
  await current.page.keyboard.press('Escape');
  await current.page.getByText('The files hold your text; the link and the embed do not.').waitFor();

  // Whoever opens that link is told what is missing, and has something to look at.
  const other = await current.context.newPage();
  await other.goto(current.page.url());
  await other.getByText(/made with a text of its maker’s own/).waitFor();
  await expect
    .poll(() => other.getByRole('textbox', { name: 'Your text' }).inputValue())
    .toContain('The baker sells bread');
  expect(current.errors).toEqual([]);
});

test('a text that is too long and bytes that are no text are refused at once, and the rest goes on', async () => {
  const { lab } = await whole('?v=1&preset=classroom-bigrams');
  const box = current.page.getByRole('textbox', { name: 'Your text' });
  const paste = (text: string): Promise<void> =>
    box.evaluate((element, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', data);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  // A paste is taken in without leaving the box.
  await box.evaluate(element => {
    const text = 'one two three four five. '.repeat(20);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    (element as HTMLTextAreaElement).value = text;
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  });
  await expect.poll(() => lab.spec()).toContain('one two three four five.');
  await paste('word '.repeat(500_000));
  await current.page
    .getByText('The text may have at most 2,000,000 bytes, but has more than 2,000,000.')
    .waitFor();
  await box.fill('\u0001\u0002\u0003 binary junk');
  await box.blur();
  await current.page.getByText(/must hold characters only/).waitFor();
  await box.fill('Too short.');
  await box.blur();
  await current.page.getByText(/at least 10/).waitFor();
  await lab.scrub(2);
  await expect.poll(() => shown('now')).toMatch(/^Generation 2/);
  expect(current.errors).toEqual([]);
});

test('the first view asks for nothing that text needs', async () => {
  site.asked.length = 0;
  const lab = await open('?v=1&preset=gaussian-forgets');
  await lab.hash();
  expect(site.asked.filter(path => /text|networks/.test(path))).toEqual([]);
});

test('to text and back: sources and models come and go together', async () => {
  const lab = await open('?v=1&preset=gaussian-forgets');
  await lab.hash();
  await current.page.getByRole('combobox', { name: 'Source' }).selectOption('corpus');
  await current.page.getByText('The same prompt, continued by every generation').waitFor();
  expect(await current.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('ngram');
  await current.page.getByRole('combobox', { name: 'Source' }).selectOption('gaussian');
  await current.page.getByRole('img', { name: /^Distribution/ }).waitFor();
  expect(current.errors).toEqual([]);
});

test('a run is offered as a table and as a picture', async () => {
  await whole(WORDS);
  const [picture] = await Promise.all([
    current.page.waitForEvent('download'),
    current.page.getByRole('button', { name: 'PNG' }).click(),
  ]);
  expect(
    readFileSync(await picture.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const [download] = await Promise.all([
    current.page.waitForEvent('download'),
    current.page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(csv).toContain('test_perplexity');
  expect(csv.trim().split('\n').at(-1)).toMatch(/^0,6,/);
});

test.each([
  [360, 'dark', WORDS],
  [1440, 'light', WORDS],
  [360, 'light', NAMES],
  [1440, 'dark', NAMES],
] as const)(
  'axe finds nothing to mend at %i px, %s, and nothing is wider than the window: %s',
  async (width, colorScheme, query) => {
    const narrow = await visit(browser, { viewport: { width, height: 4000 }, colorScheme });
    try {
      await narrow.page.goto(`${site.origin}/${query}`);
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
