// Every start ends in the experiment or in a sentence with a way on. Each file, each permission and the worker are taken away
// in turn; once they are back, "Try again" leads to the experiment without a reload.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab, launch, type Visit, visit } from './support/browser';
import { dist, type Site, servePage } from './support/server';

/** As long as a slow machine may take. */
const PATIENCE = { timeout: 60_000 };

let browser: Browser;
let site: Site;
const sites: Site[] = [];

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), servePage()]);
  sites.push(site);
});
afterAll(async () => {
  await browser.close();
  await Promise.all(sites.map(each => each.close()));
});

/** On a fresh page, closed afterwards. What it complains of is what the test brings about. */
async function on(act: (page: Page, visited: Visit) => Promise<void>): Promise<void> {
  const visited = await visit(browser);
  try {
    await act(visited.page, visited);
  } finally {
    await visited.context.close();
  }
}

const again = (page: Page) => page.getByRole('button', { name: 'Try again' });
const preset = (page: Page) => page.getByRole('button', { name: 'Show a preset instead' });
const stuck = (page: Page) => page.getByText('The scripts of this page have not arrived.');
const runs = (page: Page): Promise<void> => new Lab(page).slider.waitFor(PATIENCE);

const TINY = 'generations=1&samples.n=300&model.epochs=2';
/** Without these a start has nothing to go on with: an address that needs each, and how its sentence begins. */
const NEEDED: Readonly<Record<string, readonly [address: string, sentence: string]>> = {
  'networks.js': ['?preset=kde-scott', 'The part of the core that computes networks'],
  'presets.js': ['?preset=small-samples', 'The list of presets'],
  'tables.js': ['?preset=galaxies', 'The built-in tables'],
  'plane-views.js': ['?preset=ring-rare-mode', 'The part of the page that shows two dimensions'],
  'count-views.js': ['?preset=zipf-tail&generations=2', 'The part of the page that shows counts'],
  'digit-views.js': [`?preset=digits-blur&${TINY}`, 'The part of the page that shows digits'],
  'digits-14.v1.js': [`?preset=digits-blur&${TINY}`, 'The handwritten digits'],
  'digits-28.v1.js': [`?preset=digits-blur&source.size=28x28&${TINY}`, 'The handwritten digits'],
  'text-views.js': [
    '?preset=words-lost&generations=1&samples.n=2000',
    'The part of the page that shows text',
  ],
  'text-moby-dick.v1.js': ['?preset=words-lost&generations=1&samples.n=2000', 'The words of the text'],
  'text-names.v1.js': [
    '?preset=words-lost&generations=1&samples.n=2000&source.corpus=names',
    'The words of the text',
  ],
  'text-state-of-the-union.v1.js': [
    '?preset=words-lost&generations=1&samples.n=2000&source.corpus=state-of-the-union',
    'The words of the text',
  ],
};
/** Without these there is no script that could say anything: the page itself does. */
const SPEAKING: Readonly<Record<string, string>> = {
  'laboratory.js': 'index.html',
  'model-collapse.js': 'embed.html',
};
/** Without these the experiment is there all the same. */
const SPARE = ['data-table.js', 'help.js', 'points.js', 'verdicts.js', 'page.css', 'icon.svg'];
/** Parts of the pages to read. */
const ELSEWHERE = ['reading.js', 'reading.css', 'example.css'];

const WAYS: readonly (readonly [string, (route: Route) => Promise<void>])[] = [
  ['cut off', route => route.abort()],
  ['missing', route => route.fulfill({ status: 404, contentType: 'text/plain', body: 'No.' })],
  [
    'a page instead of a script',
    route => route.fulfill({ contentType: 'text/javascript', body: '<!doctype html>Sign in first' }),
  ],
  ['cut short', async route => route.fulfill({ contentType: 'text/javascript', body: 'globalThis.x = "' })],
  ['empty', route => route.fulfill({ contentType: 'text/javascript', body: '' })],
];

test('every file of the site is taken away below', () => {
  const files = readdirSync(dist).filter(name => !/\.(html|br|gz)$/.test(name));
  const known = [...Object.keys(NEEDED), ...Object.keys(SPEAKING), ...SPARE, ...ELSEWHERE];
  expect(files.sort()).toEqual(known.sort());
});

describe('a part that is needed is named, and asked for anew at every try', () => {
  test.each(Object.entries(NEEDED))('%s', async (name, [address, sentence]) => {
    await on(async page => {
      let asked = 0;
      let way: (typeof WAYS)[number][1] | undefined;
      await page.route(new RegExp(`/${name.replaceAll('.', '\\.')}`), async route => {
        await (way === undefined ? route.continue() : way(route));
        asked += 1;
      });
      for (const [i, [, broken]] of WAYS.entries()) {
        way = broken;
        if (i === 0) await page.goto(`${site.origin}/${address}`);
        else await again(page).click();
        await expect.poll(() => asked, PATIENCE).toBe(i + 1);
        await again(page).waitFor(PATIENCE);
        expect(await page.getByRole('alert').first().innerText()).toContain(sentence);
        await preset(page).waitFor();
      }
      way = undefined;
      await again(page).click();
      await runs(page);
      expect(await again(page).count()).toBe(0);
    });
  });

  test('and the first preset needs none of them', async () => {
    await on(async page => {
      await page.route(/networks\.js|plane-views\.js/, route => route.abort());
      await page.goto(`${site.origin}/?preset=kde-scott`);
      await preset(page).click();
      await runs(page);
      await page.waitForURL(/preset=gaussian-forgets|\/$/);
    });
  });
});

describe('data that are damaged inside', () => {
  test.each([
    ['networks.js', '?preset=kde-scott', 'globalThis.modelCollapseNetworks = "not base64";'],
    ['networks.js', '?preset=kde-scott', `globalThis.modelCollapseNetworks = "${btoa('no module at all')}";`],
    [
      'digits-14.v1.js',
      `?preset=digits-blur&${TINY}`,
      'globalThis.modelCollapseDigits = { 14: { attribution: "", gzip: "AAAA" } };',
    ],
    ['tables.js', '?preset=galaxies', 'globalThis.modelCollapseTables = { galaxies: "a,b" };'],
  ])('%s at %s: %s', async (name, address, body) => {
    await on(async page => {
      const file = new RegExp(`/${name.replaceAll('.', '\\.')}`);
      await page.route(file, route => route.fulfill({ contentType: 'text/javascript', body }));
      await page.goto(`${site.origin}/${address}`);
      await page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor(PATIENCE);
      await page.unroute(file);
      // A core that refuses the data leads to the preset as it is; else the way on is a button.
      if ((await again(page).count()) > 0) await again(page).click();
      else if ((await preset(page).count()) > 0) await preset(page).click();
      await runs(page);
    });
  });
});

test.each(Object.entries(SPEAKING))('without %s the page says so itself', async (name, address) => {
  await on(async page => {
    await page.route(new RegExp(`/${name}`), route => route.abort());
    await page.goto(`${site.origin}/${address}`);
    await expect.poll(() => stuck(page).isVisible(), PATIENCE).toBe(true);
    await page.unroute(new RegExp(`/${name}`));
    await page.reload();
    await runs(page);
    expect(await stuck(page).isVisible()).toBe(false);
  });
});

test.each(SPARE)('without %s the experiment is there all the same', async name => {
  await on(async page => {
    await page.route(new RegExp(`/${name.replace('.', '\\.')}`), route => route.abort());
    await page.goto(site.origin);
    await new Lab(page).hash();
  });
});

test('a part that never arrives is said to be on its way, and another try asks for it anew', async () => {
  await on(async page => {
    let never = true;
    await page.route(/plane-views\.js/, route => (never ? new Promise(() => undefined) : route.continue()));
    await page.goto(`${site.origin}/?preset=ring-rare-mode`);
    await page.getByText('A part of this page has not arrived yet').waitFor(PATIENCE);
    never = false;
    await again(page).click();
    await runs(page);
  });
});

test('while a part is missing the experiment before it stays as it was', async () => {
  await on(async page => {
    await page.goto(site.origin);
    const lab = new Lab(page);
    const hash = await lab.hash();
    await page.route(/plane-views\.js/, route => route.abort());
    await page.getByRole('button', { name: /^Preset/ }).click();
    await page.getByRole('link', { name: /rare mode/ }).click();
    await page.getByText('You see the last one that could.').waitFor(PATIENCE);
    expect(await lab.hash()).toBe(hash);
    await lab.scrub(7);
    await page.getByText('Generation 7 of 200').waitFor(PATIENCE);
  });
});

describe('a permission that is not given', () => {
  const policed = async (policy: string): Promise<Site> => {
    const made = await servePage(policy);
    sites.push(made);
    return made;
  };

  test.each(['', 'embed.html'])('no WebAssembly: /%s says which rule forbids it', async address => {
    const { origin } = await policed("script-src 'self'; worker-src blob:");
    await on(async page => {
      await page.goto(`${origin}/${address}`);
      await page
        .getByText("its Content-Security-Policy needs 'wasm-unsafe-eval' under script-src")
        .waitFor(PATIENCE);
      await page.getByRole('img', { name: /A wide pale bell curve/ }).waitFor();
      await Promise.all([
        page.waitForEvent('load'),
        page.getByRole('button', { name: 'Load the page again' }).click(),
      ]);
    });
  });

  test('no WebAssembly in workers alone: it runs in the page', async () => {
    const { origin } = await policed("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'");
    await on(async page => {
      await page.goto(origin);
      await new Lab(page).hash();
      expect(page.workers().length).toBe(0);
    });
  });

  test('no scripts at all: the page says so itself', async () => {
    const { origin } = await policed("script-src 'none'");
    await on(async page => {
      await page.goto(origin);
      await expect.poll(() => stuck(page).isVisible(), PATIENCE).toBe(true);
    });
  });

  test('no style sheets: the experiment is there all the same', async () => {
    const { origin } = await policed("style-src 'none'");
    await on(async page => {
      await page.goto(origin);
      await new Lab(page).hash();
    });
  });

  test('a sandboxed frame of a file: the frame says why, under a drawing in its colours', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'frame-'));
    const host = join(folder, 'host.html');
    const source = pathToFileURL(join(dist, 'embed.html')).href;
    writeFileSync(
      host,
      `<!doctype html><title>Host</title><iframe src="${source}" sandbox="allow-scripts" width="900" height="900"></iframe>`,
    );
    await on(async page => {
      await page.goto(pathToFileURL(host).href);
      const frame = page.frameLocator('iframe');
      await frame.getByText('cannot load them at all').waitFor(PATIENCE);
      const fills = await frame
        .locator('svg path')
        .evaluateAll(paths => paths.slice(0, 3).map(path => getComputedStyle(path).fill));
      expect(fills).toEqual(['rgb(0, 114, 178)', 'none', 'none']);
    });
    rmSync(folder, { recursive: true });
  });
});

describe('a worker', () => {
  /** From now on workers run this before the page's own script; an empty text leaves them as they are. */
  const spoil = async (page: Page, script: string): Promise<void> => {
    await page.addInitScript(before => {
      const Real = globalThis.Worker;
      Object.assign(globalThis, { spoilt: before });
      globalThis.Worker = class extends Real {
        constructor(address: string | URL) {
          const { spoilt } = globalThis as unknown as { spoilt: string };
          const text = `${spoilt};\nimportScripts(${JSON.stringify(String(address))});`;
          super(spoilt === '' ? address : URL.createObjectURL(new Blob([text])));
        }
      };
    }, script);
  };
  const mend = (page: Page): Promise<void> =>
    page.evaluate(() => {
      Object.assign(globalThis, { spoilt: '' });
    });
  /** The worker does this when it is told to start an experiment. */
  const atStart = (what: string): string =>
    `self.addEventListener('message', event => { if (event.data.kind === 'start') { event.stopImmediatePropagation(); ${what} } })`;

  test('that ends itself is noticed, and another try gets a new one', async () => {
    await on(async page => {
      await spoil(page, atStart('self.close();'));
      await page.goto(site.origin);
      await page.getByText('Nothing has been heard of the core for some seconds').waitFor(PATIENCE);
      await mend(page);
      await again(page).click();
      await new Lab(page).hash();
    });
  });

  test('that ends itself in the middle of a run is noticed, and another try gets a new one', async () => {
    await on(async page => {
      await spoil(page, 'setTimeout(() => self.close(), 1500)');
      await page.goto(`${site.origin}/?preset=gaussian-forgets&generations=1000&runs=1000&samples.n=1000`);
      await runs(page);
      await page.getByText('Nothing has been heard of the core for some seconds').waitFor(PATIENCE);
      await mend(page);
      await again(page).click();
      await new Lab(page).reach(generation => generation > 20, 60_000);
    });
  });

  test('that breaks at every start is reported, and another try gets a new one', async () => {
    await on(async page => {
      await spoil(page, atStart("throw new Error('broken on purpose');"));
      await page.goto(site.origin);
      await page.getByText('broken on purpose').waitFor(PATIENCE);
      await preset(page).waitFor();
      await mend(page);
      await again(page).click();
      await new Lab(page).hash();
    });
  });

  test('that never says a word is replaced by the page itself', async () => {
    await on(async page => {
      await spoil(page, 'importScripts = () => undefined');
      await page.goto(site.origin);
      await new Lab(page).hash();
      expect(page.workers().length).toBe(0);
    });
  });
});

describe('an address that cannot be run', () => {
  test.each([
    ['?preset=gaussian-forgets&source.value=x', /could not be read/],
    ['?preset=words-lost&source.kind=text&source.value=x', /could not be read/],
    ['?preset=nothing', /There is no preset "nothing"/],
    ['?v=7', /version 7/],
    ['?samples.n=-1', /could not be read/],
    ['?model.kind=%00', /could not be read/],
  ])('%s leads to an experiment that can, and says why', async (address, sentence) => {
    await on(async page => {
      await page.goto(`${site.origin}/${address}`);
      await page.getByRole('alert').filter({ hasText: sentence }).waitFor(PATIENCE);
      await runs(page);
    });
  });

  test('in an embed a button leads to one that can', async () => {
    await on(async page => {
      await page.goto(`${site.origin}/embed.html?preset=gaussian-forgets&view.layout=full&source.value=x`);
      await preset(page).click();
      await new Lab(page).hash();
    });
  });
});
