// The same in Chromium: the contestants of tasks.mjs in a page of the benchmark's own, and the built page in dist/.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bundle } from './bundle.mjs';

const web = createRequire(new URL('../web/package.json', import.meta.url));
const { chromium } = web('playwright-core');

export async function openChromium(executablePath) {
  const launch = args =>
    chromium.launch({
      executablePath,
      chromiumSandbox: false,
      args: ['--no-sandbox', '--disable-gpu', ...args],
    });
  const browser = await launch([]);
  // Frames follow one another as fast as they are done: their distance is what one costs, script, raster and all.
  const unbound = await launch(['--disable-frame-rate-limit', '--disable-gpu-vsync']);
  return {
    version: browser.version(),
    browser,
    unbound,
    close: () => Promise.all([browser.close(), unbound.close()]),
  };
}

/** The page of page_entry.mjs, its script in one piece; files: name to bytes. */
export async function benchPage(browser, files) {
  const css = readFileSync(new URL('node_modules/uplot/dist/uPlot.min.css', import.meta.url), 'utf8');
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(`<!doctype html><style>body{margin:0}${css}</style><body></body>`);
  await page.addScriptTag({ content: await bundle('page_entry.mjs', 'browser') });
  const base64 = Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')]);
  await page.evaluate(texts => globalThis.bench.load(texts), Object.fromEntries(base64));
  return page;
}

/** Opens the built page at an address, at top speed and playing. */
async function play(browser, query) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const start = performance.now();
  await page.goto(`${new URL('../dist/index.html', import.meta.url).href}?v=1&${query}`);
  const speed = page.locator('#speed');
  await speed.fill(await speed.getAttribute('max'));
  const slider = page.getByRole('slider', { name: 'Generation', exact: true });
  return { page, start, slider, button: page.getByRole('button', { name: /^(Play|Replay)$/ }) };
}

/** Milliseconds from opening the page, the core not even fetched, to its showing the last generation. */
export async function toTheEnd(browser, query, generations) {
  const { page, start, slider, button } = await play(browser, query);
  if ((await button.count()) > 0) await button.click();
  while (Number(await slider.inputValue()) < generations) {
    if (performance.now() - start > 120_000) throw new Error(`${query} did not come to its end`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const ms = performance.now() - start;
  await page.close();
  return ms;
}
