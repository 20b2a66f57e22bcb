// What readers bring: texts in any script, tables as programs write them, links; and that it stays theirs.

import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lab, type Visit, visit } from './support/browser';
import { serveHost } from './support/server';
import { browser, site } from './support/stage';

let current: Visit;
let page: Page;

beforeEach(async () => {
  current = await visit(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  page = current.page;
});
afterEach(async () => {
  expect(current.errors).toEqual([]);
  await current.context.close();
});

async function open(address: string): Promise<Lab> {
  await page.goto(`${site.origin}/${address}`);
  const lab = new Lab(page);
  await lab.slider.waitFor({ timeout: 60_000 });
  return lab;
}

interface Shown {
  readonly samples: { readonly n: number };
  readonly source: Readonly<Record<string, unknown>>;
}
type LabElement = HTMLElement & { open(opening: { preset: string }): Promise<void> };
/** The spec of what is shown. */
const spec = async (of: Page = page): Promise<Shown> => JSON.parse(await new Lab(of).spec());

const field = (name: string) => page.getByRole('textbox', { name, exact: true });
/** As a paste does it; typing thousands of lines takes a browser minutes. */
const put = (name: string, text: string): Promise<void> =>
  field(name).evaluate((box: HTMLInputElement | HTMLTextAreaElement, value) => {
    box.value = value;
    box.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);
/** What is said of the points. */
const understood = (): Promise<string> => page.locator('#source-values-understood').innerText();
const unread = (): Promise<string> => page.locator('#source-values-unread').innerText();

const ownPoints = async (): Promise<void> => {
  await open('#v=1&preset=gaussian-forgets&generations=5');
  await page.getByRole('combobox', { name: 'Source' }).selectOption('points');
  await field('Points').waitFor();
};

const SCRIPTS = {
  'German with decomposed umlauts':
    'Die Mu\u0308hle mahlt das Ko\u0308rnerbrot fu\u0308r a\u0308ltere Ma\u0308nner.',
  Hindi: 'हिन्दी में लिखा हुआ पाठ भी पढ़ा जाता है।',
  Tamil: 'தமிழில் எழுதப்பட்ட உரையும் படிக்கப்படுகிறது.',
  Thai: 'ข้อความ ภาษาไทย ก็ อ่าน ได้ เช่นกัน',
  'pointed Hebrew': 'בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם',
  Arabic: 'تُقْرَأُ النُّصُوصُ الْعَرَبِيَّةُ أَيْضًا.',
  Chinese: '中文也可以读。',
  Korean: '한국어 글도 읽을 수 있다.',
  Russian: 'Русский текст тоже читается.',
  Greek: 'Και τα ελληνικά διαβάζονται.',
  emoji: '👩‍👩‍👧 😀🏽 🇩🇪 two words',
  'long German words':
    'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz.',
};

test('text in any script is taken as words, characters and byte pairs, as it stands', async () => {
  await open('#v=1&preset=classroom-bigrams&generations=1');
  for (const tokens of ['Words', 'Characters', 'Byte pairs']) {
    await page.getByRole('radio', { name: tokens, exact: true }).check({ force: true });
    for (const [script, line] of Object.entries(SCRIPTS)) {
      const text = Array.from({ length: 12 }, (_, i) => `${line} ${i}`).join('\n');
      await put('Your text', text);
      await expect
        .poll(async () => (await spec()).source.value === text, {
          timeout: 30_000,
          message: `${script}, ${tokens}`,
        })
        .toBe(true);
      expect(await field('Your text').getAttribute('aria-invalid')).toBe('false');
      expect(await field('Your text').inputValue()).toBe(text);
    }
  }
});

test('a refused text stays as it was typed, and so it is learnt when it is long enough', async () => {
  await open('#v=1&preset=classroom-bigrams&generations=1');
  const short = 'He said "go"\nfour';
  await put('Your text', short);
  await page.getByText(/must have at least 10 words/).waitFor();
  expect(await field('Your text').inputValue()).toBe(short);
  // Another setting is changed meanwhile: nothing is lost.
  await put('Seed', '11');
  await page.waitForURL(/seed=11/);
  expect(await field('Your text').inputValue()).toBe(short);
  await page.getByText(/must have at least 10 words/).waitFor();
  const long = `${short} five six \\ seven eight nine ten "eleven" twelve\n`;
  await put('Your text', long);
  await expect.poll(async () => (await spec()).source.value).toBe(long);
  expect(await field('Your text').inputValue()).toBe(long);
});

test('a refused number and a refused table stay in their boxes while others change, and can be taken back', async () => {
  await ownPoints();
  const table = `${Array.from({ length: 217 }, (_, i) => `${i / 7};${i}`).join('\n')}\n31;oops\n`;
  await put('Points', table);
  await expect.poll(unread).toBe('Line 218, column 2: “oops” is no number.');
  await put('Sample size n', '0,5');
  await expect.poll(() => field('Sample size n').getAttribute('aria-invalid')).toBe('true');
  await put('Seed', '9');
  await page.waitForURL(/seed=9/);
  expect(await field('Points').inputValue()).toBe(table);
  expect(await unread()).toBe('Line 218, column 2: “oops” is no number.');
  expect(await field('Sample size n').inputValue()).toBe('0,5');
  expect(await field('Sample size n').getAttribute('aria-invalid')).toBe('true');
  await put('Sample size n', '9');
  await expect.poll(() => field('Sample size n').getAttribute('aria-invalid')).toBe('false');
  await put('Runs', 'many');
  await expect.poll(() => field('Runs').getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: "Reset Runs to the preset's value" }).click();
  await expect.poll(() => field('Runs').getAttribute('aria-invalid')).toBe('false');
  expect(await field('Runs').inputValue()).toBe('1');
  await put('Points', table.replace('oops', '31'));
  await expect.poll(async () => (await spec()).samples.n).toBe(218);
  expect(await unread()).toBe('');
});

test('without the script that reads tables its place says so, and asks anew', async () => {
  let broken = true;
  await page.route(/points\.js/, route =>
    broken ? route.fulfill({ contentType: 'text/javascript', body: '' }) : route.continue(),
  );
  await open('#v=1&preset=gaussian-forgets&generations=5');
  await page.getByRole('combobox', { name: 'Source' }).selectOption('points');
  await page.getByText('The part of the page that reads tables arrived damaged.').waitFor();
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await field('Points').waitFor();
  expect((await field('Points').inputValue()).split('\n')).toHaveLength(10);
});

test('n follows 150 rows, row names are no dimension, and both are said', async () => {
  await ownPoints();
  const rows = Array.from({ length: 150 }, (_, i) => `"${i + 1}",${4 + (i % 30) / 10},${2 + (i % 21) / 10}`);
  await put('Points', `"","length","width"\n${rows.join('\n')}\n`);
  await expect.poll(async () => (await spec()).samples.n).toBe(150);
  expect(await understood()).toBe(
    'Read as 150 points with 2 columns parted by commas. Line 1 holds the names: length, width. The first column holds row names and is left out. The sample size n is now 150, the number of points.',
  );
  expect(((await spec()).source.values as number[][])[0]).toEqual([4, 2]);
  await field('Sample size n').waitFor();
  expect(await field('Sample size n').inputValue()).toBe('150');
});

test('where a table can be read in two ways, one click changes to the other', async () => {
  await ownPoints();
  await put('Points', '3,49\n4,20\n5,10');
  await expect
    .poll(async () => (await spec()).source.values)
    .toEqual([
      [3, 49],
      [4, 20],
      [5, 10],
    ]);
  await page
    .getByRole('button', { name: 'Read as 3 points with 1 column instead: “3,49” is read as 3.49' })
    .click();
  await expect.poll(async () => (await spec()).source.values).toEqual([[3.49], [4.2], [5.1]]);
  expect(await field('Points').inputValue()).toBe('3,49\n4,20\n5,10');
  await page.getByRole('button', { name: 'Read it as at first' }).click();
  await expect.poll(async () => ((await spec()).source.values as number[][])[0]).toEqual([3, 49]);
});

test('lines with missing values are placed, and left out only by the reader', async () => {
  await ownPoints();
  const before = (await spec()).source.values;
  await put('Points', 'x,y,z\n1,,3\n,5,6\n7,8,9\n2,3,5\n1,1,2');
  await expect.poll(unread).toMatch(/^Line 2, column 2 \(y\): the cell is empty\./);
  expect((await spec()).source.values).toEqual(before);
  await page.getByRole('button', { name: 'Leave out the 2 lines with missing values' }).click();
  await expect
    .poll(async () => (await spec()).source.values)
    .toEqual([
      [7, 8, 9],
      [2, 3, 5],
      [1, 1, 2],
    ]);
});

test('own points survive a reload and come back with “back”, and are in no address', async () => {
  await ownPoints();
  await put('Points', '1.25\n2.25\n4.75');
  await expect.poll(async () => (await spec()).source.values).toEqual([[1.25], [2.25], [4.75]]);
  await page.waitForURL(/view\.points=own/);
  await page.waitForTimeout(1300); // so that the next change is a step of its own
  await put('Points', '8.5\n9.5\n11.5');
  await expect.poll(async () => (await spec()).source.values).toEqual([[8.5], [9.5], [11.5]]);
  expect(page.url()).not.toMatch(/values|1\.25|8\.5/);
  await page.reload();
  await new Lab(page).slider.waitFor();
  expect((await spec()).source.values).toEqual([[8.5], [9.5], [11.5]]);
  expect(await page.locator('#notice').isVisible()).toBe(false);
  await page.goBack();
  await expect.poll(async () => (await spec()).source.values).toEqual([[1.25], [2.25], [4.75]]);
  await page.goForward();
  await expect.poll(async () => (await spec()).source.values).toEqual([[8.5], [9.5], [11.5]]);
  // In another tab there is nothing but the link.
  const other = await current.context.newPage();
  await other.goto(page.url());
  await other.getByText(/made with points of its maker’s own/).waitFor();
  expect(((await spec(other)).source.values as number[][]).length).toBe(10);
});

test('what was refused goes with its experiment when a script opens another', async () => {
  await open('#v=1&preset=gaussian-forgets&generations=5');
  await put('Sample size n', '0,5');
  await expect.poll(() => field('Sample size n').getAttribute('aria-invalid')).toBe('true');
  await page.evaluate(() => document.querySelector<LabElement>('#lab')!.open({ preset: 'two-modes' }));
  await expect.poll(() => field('Sample size n').getAttribute('aria-invalid')).toBe('false');
  expect(await field('Sample size n').inputValue()).toBe(String((await spec()).samples.n));
});

test('an address that speaks of own points where there are none is not believed', async () => {
  const lab = await open('#v=1&preset=two-modes&view.points=own&generations=2');
  await lab.hash();
  expect(await page.locator('#notice').isVisible()).toBe(false);
});

test('a link with own points is made when it is asked for, with its length, and opens them', async () => {
  await ownPoints();
  await put('Points', '1.25\n2.25\n4.75');
  await expect.poll(async () => (await spec()).source.values).toEqual([[1.25], [2.25], [4.75]]);
  const button = page.getByRole('button', { name: /^Copy link with your points \(\d+ characters\)$/ });
  await button.click();
  await page.getByText('Link with your data copied.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(await button.innerText()).toContain(`(${link.length} characters)`);
  expect(new URL(link).search).toBe('');
  const other = await current.context.newPage();
  await other.goto(link);
  await new Lab(other).slider.waitFor();
  expect((await spec(other)).source.values).toEqual([[1.25], [2.25], [4.75]]);
  // What no browser opens is not offered.
  await other.close();
  await put('Points', Array.from({ length: 6000 }, (_, i) => `${i / 1000},${(i % 777) / 100}`).join('\n'));
  await page.getByText(/A link that did would have [\d,]+ characters/).waitFor();
  expect(await button.isVisible()).toBe(false);
  const address = page.url();
  expect(address.length).toBeLessThan(200);
});

test('settings reach no server: neither in what is asked for nor as the place it was asked from', async () => {
  const asked: string[] = [];
  page.on('request', request => asked.push(`${request.url()} ${request.headers().referer ?? ''}`));
  await open('#v=1&preset=old-faithful&samples.n=123');
  expect(asked.length).toBeGreaterThan(3);
  // Playwright shows the fragment of the document's own address, which no server is sent.
  for (const line of asked.map(all => all.replace(/#\S*/, '')))
    expect(line).not.toMatch(/samples|n=123|old-faithful|\S \S/);
});

test('an older link with points in its query opens, and keeps them in the fragment', async () => {
  await open('?v=1&preset=gaussian-forgets&source.kind=points&source.values=[[1],[2.5],[4]]&samples.n=3');
  expect((await spec()).source.values).toEqual([[1], [2.5], [4]]);
  await page.waitForURL(/\/#v=1&.*source\.values=\[\[1\]/);
});

test('an older link’s query gives way to the fragment', async () => {
  await open('?v=1&preset=gaussian-forgets&samples.n=37');
  await page.waitForURL(/\/#v=1&preset=gaussian-forgets&samples\.n=37$/);
  expect((await spec()).samples.n).toBe(37);
  await open('?utm_source=mail&samples.n=5#v=1&preset=gaussian-forgets&samples.n=38');
  expect((await spec()).samples.n).toBe(38);
  await page.waitForURL(/\/#v=1&preset=gaussian-forgets&samples\.n=38$/);
});

test('a place on the page can be gone to without losing the settings', async () => {
  await open('#v=1&preset=gaussian-forgets&samples.n=37');
  await page.getByRole('link', { name: 'About' }).click();
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
  expect(page.url()).toMatch(/samples\.n=37$/);
  expect((await spec()).samples.n).toBe(37);
});

test('another address typed into the same tab is opened', async () => {
  await open('#v=1&preset=gaussian-forgets&samples.n=37');
  await page.evaluate(() => {
    location.hash = '#v=1&preset=gaussian-forgets&samples.n=41';
  });
  await expect.poll(async () => (await spec()).samples.n).toBe(41);
  await page.goBack();
  await expect.poll(async () => (await spec()).samples.n).toBe(37);
});

test.each([
  ['view.theme=blue', 'The setting “view.theme” is “blue”, but must be light or dark.'],
  ['view.hide=foo', 'The setting “view.hide” names “foo”, but the parts that can be left out are history,'],
  [
    'view.metric=xyz',
    'The setting “view.metric” is “xyz”, but the columns of this experiment are mean, variance,',
  ],
  ['view.lang=de', 'The setting “view.lang” is unknown; there are view.theme,'],
])('%s is said, and the rest is shown', async (wrong, sentence) => {
  await open(`#v=1&preset=gaussian-forgets&samples.n=37&${wrong}`);
  await page.getByText(sentence).waitFor();
  expect((await spec()).samples.n).toBe(37);
  await page.goto('about:blank');
  await page.goto(`${site.origin}/embed.html#preset=gaussian-forgets&${wrong}`);
  await page.getByText(sentence).waitFor();
  await page.getByRole('button', { name: 'Show a preset instead' }).click();
  await new Lab(page).slider.waitFor();
});

test('an embed in a sandbox without storage reads the fragment, and a changed one', async () => {
  const host = await serveHost(
    `<!doctype html><title>Host</title><iframe src="${site.origin}/embed.html#preset=gaussian-forgets&amp;samples.n=37" sandbox="allow-scripts" width="900" height="900"></iframe>`,
  );
  await page.goto(host.origin);
  const frame = page.frames()[1]!;
  await new Lab(frame).slider.waitFor();
  const n = async (): Promise<number> => JSON.parse(await new Lab(frame).spec()).samples.n;
  expect(await n()).toBe(37);
  await page.evaluate(() => {
    const inner = document.querySelector('iframe')!;
    inner.src = inner.src.replace('samples.n=37', 'samples.n=44');
  });
  await expect.poll(n).toBe(44);
  expect(await frame.locator('#laboratory').getAttribute('href')).toBe(
    'index.html#v=1&preset=gaussian-forgets&samples.n=44',
  );
  await host.close();
});

test('in a sandbox without storage own points are read, and that a reload forgets them is said', async () => {
  const host = await serveHost(
    `<!doctype html><title>Host</title><iframe src="${site.origin}/#v=1&amp;preset=gaussian-forgets&amp;generations=5" sandbox="allow-scripts" width="1400" height="900"></iframe>`,
  );
  await page.goto(host.origin);
  const frame = page.frames()[1]!;
  await new Lab(frame).slider.waitFor();
  await frame.getByRole('combobox', { name: 'Source' }).selectOption('points');
  const box = frame.getByRole('textbox', { name: 'Points', exact: true });
  await box.fill('1\n2\n4');
  await box.blur();
  await frame.getByText('The sample size n is now 3, the number of points.').waitFor();
  await frame.getByText(/a reload forgets it/).waitFor();
  await host.close();
});
