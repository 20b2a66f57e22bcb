import { pathToFileURL } from 'node:url';
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { collapse } from './support/command';
import { dist, type Site, serveHost, servePage } from './support/server';
import { browser, kept } from './support/stage';

// The strictest policy the embed promises to live under: no workers from blobs, nothing inline, no requests.
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'";
const PRESET = 'preset=gaussian-forgets';

interface Embedded {
  readonly lab: Lab;
  readonly frame: Frame;
  readonly site: Site;
  readonly errors: string[];
  readonly workers: number;
}

/** An embed with all its figures in a sandboxed frame of a page on another origin, played to the end of its computation. */
async function embed(
  query: string,
  policy?: string,
): Promise<Embedded & { hash: string; close(): Promise<void> }> {
  const site = await kept(servePage(policy));
  const src = `${site.origin}/embed.html?${query}&view.layout=full`.replaceAll('&', '&amp;');
  const host = await kept(
    serveHost(
      `<!doctype html><title>Host</title><iframe src="${src}" sandbox="allow-scripts" width="900" height="900"></iframe>`,
    ),
  );
  const { page, context, errors } = await visit(browser);
  await page.goto(host.origin);
  const frame = page.frames().find(each => each !== page.mainFrame());
  if (frame === undefined) throw new Error('There is no frame.');
  const lab = new Lab(frame);
  await lab.slider.waitFor();
  await lab.reach(generation => generation > 0);
  const hash = await lab.hash();
  return { lab, frame, site, errors, hash, workers: page.workers().length, close: () => context.close() };
}

test('in a sandboxed frame of another site it runs in a worker and asks for three files, and for one more for all its figures', async () => {
  const { hash, workers, errors, site, close } = await embed(PRESET);
  expect(hash).toBe(collapse('hash', 'gaussian-forgets').trim());
  expect(workers).toBe(1);
  expect(errors).toEqual([]);
  await expect
    .poll(() => site.asked.filter(path => path !== '/favicon.ico').sort(), { timeout: 60_000 })
    .toEqual(['/embed.html', '/model-collapse.js', '/page.css', '/verdicts.js']);
  await close();
});

test('under the strictest policy it runs in the page, and the page stays awake', async () => {
  const { hash, workers, lab, frame, errors, close } = await embed(`${PRESET}&runs=200`, STRICT);
  // Chromium notes the refused worker; nothing else may be refused.
  expect(errors.length).toBe(1);
  expect(errors[0]).toContain('Creating a worker');
  expect(hash).toBe(collapse('hash', 'gaussian-forgets', '--runs', '200').trim());
  expect(workers).toBe(0);
  // How often the page gets to draw while everything is computed anew; a page that is held up does not at all.
  const drawn = frame.evaluate(
    () =>
      new Promise<number>(resolve => {
        const { simulation } = document.querySelector('model-collapse')! as HTMLElement & {
          simulation: EventTarget;
        };
        let frames = -1;
        simulation.addEventListener('started', () => (frames = 0), { once: true });
        simulation.addEventListener('finished', () => frames >= 0 && resolve(frames));
        const step = (): void => {
          if (frames >= 0) frames += 1;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
  await frame.getByRole('button', { name: 'Next seed' }).click();
  expect(await drawn).toBeGreaterThan(3);
  await lab.pause.click();
  await lab.scrub(10);
  expect(await lab.generation()).toBe(10);
  await close();
});

test('a preset over a built-in table works there too', async () => {
  const { hash, site, close } = await embed('preset=galaxies', STRICT);
  expect(hash).toBe(collapse('hash', 'galaxies').trim());
  expect(site.asked).toContain('/tables.js');
  await close();
});

test('digits work there too, their figures and style sheet included', async () => {
  const few = ['generations=1', 'samples.n=300', 'model.epochs=2'];
  const { hash, frame, site, errors, close } = await embed(['preset=digits-blur', ...few].join('&'), STRICT);
  const same = ['--generations', '1', '--set', '/samples/n=300', '--set', '/model/epochs=2'];
  expect(hash).toBe(collapse('hash', 'digits-blur', ...same).trim());
  for (const script of ['/digits-14.v1.js', '/networks.js', '/digit-views.js'])
    expect(site.asked).toContain(script);
  await frame.getByText('Where the codes lie').waitFor();
  const columns = await frame
    .locator('.details')
    .evaluate(details => getComputedStyle(details).gridTemplateColumns.split(' ').length);
  expect(columns).toBe(3);
  // The frame's policy refuses a worker from a blob, and the browser says so.
  expect(errors.filter(error => !/worker/i.test(error))).toEqual([]);
  await close();
});

test('text works there too', async () => {
  const few = ['generations=3', 'samples.n=5000'];
  const { hash, frame, site, errors, close } = await embed(['preset=words-lost', ...few].join('&'), STRICT);
  const same = ['--generations', '3', '--set', '/samples/n=5000'];
  expect(hash).toBe(collapse('hash', 'words-lost', ...same).trim());
  for (const script of ['/text-moby-dick.v1.js', '/networks.js', '/text-views.js'])
    expect(site.asked).toContain(script);
  await new Lab(frame).reach(generation => generation === 3);
  const line = frame.locator('[data-line="now"]');
  await expect.poll(() => line.innerText()).toMatch(/^Generation 3\s+\S+/);
  // The markers behind the words are there, and so are the bars, whose lengths are set by script.
  const marked = await line
    .locator('.m1, .m2, .m3, .m4')
    .first()
    .evaluate(word => getComputedStyle(word).backgroundColor);
  expect(marked).not.toBe('rgba(0, 0, 0, 0)');
  expect(
    await frame
      .locator('.survival .at-now')
      .last()
      .evaluate(bar => bar.clientWidth),
  ).toBeGreaterThan(20);
  expect(errors.filter(error => !/worker/i.test(error))).toEqual([]);
  await close();
});

test('six on one page all run', async () => {
  const site = await kept(servePage());
  const presets = ['gaussian-forgets', 'paper-1d', 'two-modes', 'galaxies', 'ring-rare-mode', 'old-faithful'];
  const frames = presets.map(
    preset =>
      `<iframe src="${site.origin}/embed.html?preset=${preset}&amp;generations=30&amp;view.layout=full" sandbox="allow-scripts" width="400" height="700"></iframe>`,
  );
  const host = await kept(serveHost(`<!doctype html><title>Host</title>${frames.join('')}`));
  const { page, context, errors } = await visit(browser);
  await page.goto(host.origin);
  const labs = page.frames().filter(frame => frame !== page.mainFrame());
  const hashes = await Promise.all(labs.map(frame => new Lab(frame).hash()));
  expect(hashes).toEqual(presets.map(preset => collapse('hash', preset, '--generations', '30').trim()));
  expect(errors).toEqual([]);
  await context.close();
});

test('from a file it runs in a worker, built-in tables, digits, texts and all', async () => {
  for (const name of ['index.html', 'embed.html']) {
    const { page, context, errors } = await visit(browser);
    const full = '&view.layout=full';
    await page.goto(`${pathToFileURL(`${dist}/${name}`).href}?preset=old-faithful${full}`);
    const lab = new Lab(page);
    expect(await lab.hash()).toBe(collapse('hash', 'old-faithful').trim());
    expect(page.workers().length).toBe(1);
    const few = '&generations=1&samples.n=300&model.epochs=2';
    await page.goto(`${pathToFileURL(`${dist}/${name}`).href}?preset=digits-blur${few}`);
    await page.getByText('All generations are learnt.').waitFor();
    await page.goto(
      `${pathToFileURL(`${dist}/${name}`).href}?preset=words-lost&generations=2&samples.n=2000`,
    );
    await page.getByText('The same prompt, continued by every generation').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  }
});
