// The embed in a frame and the element, in pages that are not ours: how much room there is, whose keys and whose eyes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { serveHost, servePage } from './support/server';
import { browser, kept } from './support/stage';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
/** One of each kind, each short. */
const KINDS: Readonly<Record<string, string>> = {
  'a line': 'preset=gaussian-forgets&generations=30',
  'a plane': 'preset=old-faithful&generations=30',
  digits: 'preset=digits-blur&generations=1&samples.n=300&model.epochs=2',
  prose: 'preset=words-lost&generations=2&samples.n=2000',
  names: 'preset=names-concentrate&generations=1&samples.n=300&model.epochs=1',
  categories: 'preset=zipf-tail&generations=5',
  counts: 'preset=poisson-extinct&generations=5&runs=10',
  regression: 'preset=regression-verifier&generations=5',
};
const SIZES = [
  [300, 300],
  [320, 480],
  [480, 360],
  [360, 640],
  [640, 480],
  [960, 480],
  [1440, 900],
] as const;

const frameTag = (origin: string, query: string, sandbox = 'allow-scripts', more = ''): string =>
  `<iframe src="${origin}/embed.html#${query.replaceAll('&', '&amp;')}" sandbox="${sandbox}" ${more}></iframe>`;

function onlyFrame(page: Page): Frame {
  const frame = page.frames().find(each => each !== page.mainFrame());
  if (frame === undefined) throw new Error('There is no frame.');
  return frame;
}

/** What the documents say of the element, and the engine behind it. */
interface ModelCollapse extends HTMLElement {
  readonly generation: number;
  readonly playing: boolean;
  readonly simulation: { readonly finished: boolean; readonly completed: number } | null;
  play(): void;
  pause(): void;
  seek(generation: number): void;
}

/** Of the element in a page or frame. */
const inside = <T>(place: Page | Frame, read: (lab: ModelCollapse) => T): Promise<T> =>
  place.locator('model-collapse').evaluate(read as (lab: HTMLElement | SVGElement) => T);

/** What does not fit: scroll bars, parts under the player or outside the frame, figures too low to read, cut sentences. */
const misfits = (place: Page | Frame): Promise<string[]> =>
  inside(place, lab => {
    const found: string[] = [];
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
    if (scrollHeight > clientHeight || scrollWidth > clientWidth)
      found.push(`scrolls: ${scrollWidth} × ${scrollHeight} in ${clientWidth} × ${clientHeight}`);
    if (lab.scrollHeight > lab.clientHeight || lab.scrollWidth > lab.clientWidth)
      found.push('the element scrolls');
    const root = lab.shadowRoot!;
    const player = root.querySelector('collapse-player')!.getBoundingClientRect();
    if (player.bottom > clientHeight) found.push('the player is outside');
    for (const part of root.querySelectorAll(
      'h2, figure, canvas, select, output, .paper, .columns, .training',
    )) {
      const { bottom, right, width, height } = part.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      const name = `${part.tagName} ${part.id || part.className}`;
      if (bottom > player.top + 1) found.push(`${name} is under the player`);
      if (right > clientWidth) found.push(`${name} is outside`);
      if (part.tagName === 'CANVAS' && height < 56) found.push(`${name} is ${height} px high`);
      if (part.tagName === 'H2' && part.scrollHeight > part.clientHeight + 1) found.push(`${name} is cut`);
    }
    const shown = root.querySelector('canvas, .paper, .columns');
    if (shown === null || shown.getBoundingClientRect().height < 40) found.push('no figure is to be seen');
    return found;
  });

describe('an embed fits its frame', () => {
  test.each(Object.entries(KINDS))('%s, from 300 × 300 up', async (_, query) => {
    const site = await kept(servePage());
    const host = await kept(serveHost(`<!doctype html><title>Host</title>${frameTag(site.origin, query)}`));
    const { page, context, errors } = await visit(browser);
    await page.goto(host.origin);
    const frame = onlyFrame(page);
    await new Lab(frame).reach(generation => generation > 0, 60_000);
    for (const [width, height] of SIZES) {
      await page.evaluate(
        ([w, h]) => {
          const { style } = document.querySelector('iframe')!;
          style.width = `${w}px`;
          style.height = `${h}px`;
          style.border = '0';
        },
        [width, height] as const,
      );
      await frame.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [
        width,
        height,
      ] as const);
      await frame.evaluate(
        () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      expect(await misfits(frame), `${width} × ${height}`).toEqual([]);
      const share = await frame.evaluate(() => {
        const main = document.querySelector('model-collapse')!.shadowRoot!.querySelector('.main');
        const drawn = main?.querySelector('.frame') ?? null;
        return main && drawn ? drawn.clientHeight / main.clientHeight : 1;
      });
      expect(share, `the figure’s part of its place at ${width} × ${height}`).toBeGreaterThan(0.5);
      const metric = await frame.locator('#metrics').isVisible();
      expect(metric, `the metric at ${width} × ${height}`).toBe(width >= 600 || height >= 570);
    }
    expect(errors).toEqual([]);
    await context.close();
  });

  test('it asks for three files only', async () => {
    const site = await kept(servePage());
    const host = await kept(serveHost(frameTag(site.origin, KINDS['a line']!)));
    const { page, context } = await visit(browser);
    await page.goto(host.origin);
    const frame = onlyFrame(page);
    await new Lab(frame).reach(generation => generation === 30);
    const asked = site.asked.filter(name => name !== '/favicon.ico').sort();
    expect(asked).toEqual(['/embed.html', '/model-collapse.js', '/page.css']);
    await context.close();
  });

  test('view.layout=full shows every figure and the settings', async () => {
    const site = await kept(servePage());
    const { page, context } = await visit(browser);
    await page.goto(`${site.origin}/embed.html?${KINDS['a line']}&view.layout=full`);
    await page.getByText('All generations').waitFor();
    expect(await page.getByRole('button', { name: 'Next seed' }).isVisible()).toBe(true);
    const position = await page.locator('collapse-player').evaluate(bar => getComputedStyle(bar).position);
    expect(position).toBe('static');
    await context.close();
  });
});

test('view.autoplay=off waits for the reader in a frame', async () => {
  const site = await kept(servePage());
  const host = await kept(serveHost(frameTag(site.origin, `${KINDS['a line']}&view.autoplay=off`)));
  const { page, context } = await visit(browser);
  await page.goto(host.origin);
  const frame = onlyFrame(page);
  const lab = new Lab(frame);
  await lab.play.waitFor();
  await expect.poll(() => inside(frame, each => each.simulation?.finished), { timeout: 60_000 }).toBe(true);
  expect(await lab.generation()).toBe(0);
  await lab.play.click();
  await lab.reach(generation => generation > 0);
  await context.close();
});

test('keys play a frame wherever its focus is', async () => {
  const site = await kept(servePage());
  const { page, context } = await visit(browser);
  await page.goto(`${site.origin}/embed.html?${KINDS['a line']}&view.autoplay=off`);
  await expect.poll(() => inside(page, each => each.simulation?.finished), { timeout: 60_000 }).toBe(true);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => inside(page, each => each.generation)).toBe(1);
  await page.keyboard.press('End');
  await expect.poll(() => inside(page, each => each.generation)).toBe(30);
  await context.close();
});

describe('in a sandbox', () => {
  test('without allow-popups the link gives the address to copy', async () => {
    const site = await kept(servePage());
    const query = 'preset=gaussian-forgets&generations=30&view.hide=heading';
    const host = await kept(
      serveHost(frameTag(site.origin, query, 'allow-scripts', 'width="700" height="480"')),
    );
    const { page, context } = await visit(browser);
    await page.goto(host.origin);
    const frame = onlyFrame(page);
    await new Lab(frame).slider.waitFor();
    await frame.getByRole('link', { name: 'Open in the laboratory' }).click();
    const address = frame.getByLabel('This frame may not open windows');
    await address.waitFor();
    expect(await address.inputValue()).toContain(`${site.origin}/index.html`);
    expect(await address.inputValue()).toContain('generations=30');
    expect(await address.inputValue()).not.toContain('hide');
    const selected = await address.evaluate(input => {
      const { selectionStart, selectionEnd, value } = input as HTMLInputElement;
      return value.slice(selectionStart ?? 0, selectionEnd ?? 0) === value;
    });
    expect(selected).toBe(true);
    expect(await misfits(frame)).toEqual([]);
    await context.close();
  });

  test('the hash can be copied, whatever the clipboard allows', async () => {
    const site = await kept(servePage());
    const query = `${KINDS['a line']}&view.layout=full`;
    const host = await kept(
      serveHost(
        `<textarea></textarea>${frameTag(site.origin, query, 'allow-scripts', 'width="900" height="900"')}`,
      ),
    );
    const { page, context } = await visit(browser);
    await page.goto(host.origin);
    const frame = onlyFrame(page);
    const hash = await new Lab(frame).hash();
    await frame.getByRole('button', { name: 'Copy the hash' }).click();
    await frame.getByText(/^Copied\.$|^Copying is not allowed here\. The hash is selected/).waitFor();
    if (await frame.getByText('Copying is not allowed here').isVisible())
      await page.keyboard.press('Control+c');
    await page.locator('textarea').click();
    await page.keyboard.press('Control+v');
    expect(await page.locator('textarea').inputValue()).toBe(hash);
    await context.close();
  });
});

// ---------------------------------------------------------------- the element

/** What is painted at a place of the page: red, green, blue. */
async function pixel(page: Page, x: number, y: number): Promise<number[]> {
  const image = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(async text => {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, image.toString('base64'));
}

test.each([
  ['white', '#fff', '#222', 'light'],
  ['white', '#fff', '#222', 'dark'],
  ['black', '#111', '#eee', 'light'],
] as const)(
  'on a %s page it paints no box and can be read, in a %s system',
  async (_, ground, ink, scheme) => {
    const html = `<!doctype html><title>Host</title><link rel="icon" href="data:,"><style>body { background: ${ground}; color: ${ink}; margin: 40px }</style>
    <script defer src="model-collapse.js"></script><model-collapse preset="gaussian-forgets"></model-collapse>`;
    const site = await kept(servePage(undefined, { 'host.html': html }));
    const { page, context, errors } = await visit(browser, { colorScheme: scheme });
    await page.goto(`${site.origin}/host.html`);
    await new Lab(page).slider.waitFor();
    const { x, y } = (await page.locator('model-collapse').boundingBox())!;
    expect(await pixel(page, x + 1, y + 1)).toEqual(await pixel(page, 5, 5));
    const heading = await page.locator('h2').evaluate(element => getComputedStyle(element).color);
    expect(heading).toBe(ground === '#fff' ? 'rgb(27, 31, 36)' : 'rgb(232, 234, 237)');
    expect(errors).toEqual([]);
    await context.close();
  },
);

test('a page that turns dark takes the element along', async () => {
  const html = `<!doctype html><title>Host</title><link rel="icon" href="data:,"><style>body { background: #fff; color: #222 } body.night { background: #000; color: #ddd }</style>
    <script defer src="model-collapse.js"></script><model-collapse preset="gaussian-forgets"></model-collapse>`;
  const site = await kept(servePage(undefined, { 'host.html': html }));
  const { page, context } = await visit(browser);
  await page.goto(`${site.origin}/host.html`);
  await new Lab(page).slider.waitFor();
  await page.evaluate(() => document.body.classList.add('night'));
  const colour = (): Promise<string> =>
    page.locator('h2').evaluate(element => getComputedStyle(element).color);
  await expect.poll(colour).toBe('rgb(232, 234, 237)');
  await context.close();
});

test('it pauses while anything around it hides it, and goes on only if it was playing', async () => {
  const html = `<!doctype html><title>Host</title><script defer src="model-collapse.js"></script>
    <div><model-collapse preset="gaussian-forgets"></model-collapse></div>`;
  const site = await kept(servePage(undefined, { 'host.html': html }));
  const { page, context } = await visit(browser);
  await page.goto(`${site.origin}/host.html`);
  const lab = new Lab(page);
  await lab.reach(generation => generation > 0);
  const style = (text: string): Promise<void> =>
    page.evaluate(css => {
      document.querySelector('div')!.style.cssText = css;
    }, text);
  const generation = (): Promise<number> => inside(page, each => each.generation);
  for (const hidden of [
    'display: none',
    'visibility: hidden',
    'opacity: 0',
    'transform: translateX(-9999px)',
  ]) {
    await inside(page, each => each.seek(1));
    await inside(page, each => each.play());
    await style(hidden);
    // It stands still: within a second a playing one comes 14 generations further.
    await expect
      .poll(
        async () => {
          const before = await generation();
          await page.waitForTimeout(1000);
          return (await generation()) - before;
        },
        { timeout: 20_000 },
      )
      .toBe(0);
    expect(await inside(page, each => each.playing)).toBe(true);
    const at = await generation();
    await style('');
    await expect.poll(generation, { timeout: 20_000 }).toBeGreaterThan(at);
  }
  await inside(page, each => each.pause());
  const paused = await generation();
  await style('display: none');
  await style('');
  expect(await inside(page, each => each.playing)).toBe(false);
  expect(await generation()).toBe(paused);
  await context.close();
});

// ---------------------------------------------------------------- slides

const reveal = (file: string): string =>
  createRequire(path('../../web/package.json'))
    .resolve('reveal.js')
    .replace(/reveal\.js$/, file);

describe('on slides', () => {
  /** A deck with an empty slide, one with the element, one with a frame. */
  async function deck(transition: string): Promise<{ page: Page; close(): Promise<void> }> {
    const embed = await kept(servePage());
    const script = path('../../dist/model-collapse.js');
    const html = `<!doctype html><title>Deck</title><link rel="stylesheet" href="/reveal.css"><link rel="stylesheet" href="/white.css">
      <div class="reveal"><div class="slides">
        <section><p>First</p></section>
        <section><model-collapse preset="gaussian-forgets" style="height: 560px"></model-collapse></section>
        <section>${frameTag(embed.origin, 'preset=gaussian-forgets', SANDBOX, 'width="900" height="560"')}</section>
        <section><p>Last</p></section>
      </div></div>
      <script src="/reveal.js"></script><script src="/model-collapse.js"></script>
      <script>Reveal.initialize({ transition: '${transition}', hash: false })</script>`;
    const host = await kept(
      serveHost(html, {
        '/reveal.css': reveal('reveal.css'),
        '/white.css': reveal('theme/white.css'),
        '/reveal.js': reveal('reveal.js'),
        '/model-collapse.js': process.env.COLLAPSE_DIST
          ? `${process.env.COLLAPSE_DIST}/model-collapse.js`
          : script,
      }),
    );
    const { page, context } = await visit(browser, { viewport: { width: 1280, height: 800 } });
    await page.goto(host.origin);
    await page.waitForFunction(() => (globalThis as { Reveal?: { isReady(): boolean } }).Reveal?.isReady());
    return { page, close: () => context.close() };
  }
  type Deck = { slide(h: number): void; getIndices(): { h: number } };
  const go = (page: Page, h: number): Promise<void> =>
    page.evaluate(to => (globalThis as unknown as { Reveal: Deck }).Reveal.slide(to), h);
  const slide = (page: Page): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { Reveal: Deck }).Reveal.getIndices().h);

  /** Plays on slide `own`, stands still on slide `away`, and goes on from there when the deck comes back. */
  async function playsOn(
    page: Page,
    own: number,
    away: number,
    generation: () => Promise<number>,
  ): Promise<void> {
    const moves = { timeout: 60_000 };
    await go(page, own);
    await expect.poll(generation, moves).toBeGreaterThan(5);
    await go(page, away);
    const moved = async (): Promise<number> => {
      const before = await generation();
      await page.waitForTimeout(1000);
      return (await generation()) - before;
    };
    await expect.poll(moved, moves).toBe(0);
    const at = await generation();
    await go(page, own);
    await expect.poll(generation, moves).toBeGreaterThan(at);
  }

  test.each(['slide', 'fade'])('an element plays on its own slide only (%s)', async transition => {
    const { page, close } = await deck(transition);
    await expect.poll(() => inside(page, lab => lab.simulation?.finished), { timeout: 60_000 }).toBe(true);
    expect(await inside(page, lab => lab.generation)).toBe(0);
    await playsOn(page, 1, 0, () => inside(page, lab => lab.generation));
    await close();
  });

  test.each(['slide', 'fade'])('a frame plays on its own slide only (%s)', async transition => {
    const { page, close } = await deck(transition);
    const frame = onlyFrame(page);
    await playsOn(page, 2, 1, () => inside(frame, lab => lab.generation));
    await close();
  });

  test('keys of the player turn no slide, other keys do', async () => {
    const { page, close } = await deck('none');
    await go(page, 1);
    const lab = new Lab(page);
    await lab.reach(generation => generation > 0);
    await lab.pause.click();
    const at = await lab.generation();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    await expect.poll(() => lab.generation()).toBe(at + 1);
    expect(await slide(page)).toBe(1);
    await page.keyboard.press(' ');
    await lab.pause.waitFor();
    expect(await slide(page)).toBe(1);
    await lab.slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('#metric').focus();
    await page.keyboard.press('ArrowDown');
    expect(await slide(page)).toBe(1);
    await page.keyboard.press('n');
    expect(await slide(page)).toBe(1);
    await lab.slider.focus();
    await page.keyboard.press('n');
    await expect.poll(() => slide(page)).toBe(2);
    await close();
  });

  test('the player covers no figure', async () => {
    const { page, close } = await deck('none');
    await page.setViewportSize({ width: 700, height: 500 });
    await go(page, 1);
    await new Lab(page).reach(generation => generation > 0);
    await inside(page, lab => lab.pause());
    const { top, bottom, position } = await inside(page, lab => {
      const bar = lab.shadowRoot!.querySelector('collapse-player')!;
      return {
        top: bar.getBoundingClientRect().top,
        bottom: lab.shadowRoot!.querySelector('#distribution')!.getBoundingClientRect().bottom,
        position: getComputedStyle(bar).position,
      };
    });
    expect(position).toBe('static');
    expect(bottom).toBeLessThanOrEqual(top + 1);
    await close();
  });
});

// ---------------------------------------------------------------- the documents

/** The pieces of HTML in a document. */
const snippets = (name: string): string[] =>
  [...readFileSync(path(`../../${name}`), 'utf8').matchAll(/```html\n([\s\S]*?)```/g)].map(
    ([, html]) => html!,
  );

describe('what the documents show is true', () => {
  const all = ['README.md', 'docs/embedding.md'].flatMap(name =>
    snippets(name).map((html, i) => [`${name}, no. ${i + 1}`, html] as const),
  );

  test('there are examples of a frame and of the element in them', () => {
    expect(all.filter(([, html]) => html.includes('<iframe')).length).toBeGreaterThanOrEqual(3);
    expect(all.filter(([, html]) => html.includes('<model-collapse')).length).toBeGreaterThanOrEqual(3);
  });

  test.each(all)('%s', async (_, html) => {
    const embed = await kept(servePage());
    const own = html.includes('model-collapse.js')
      ? html
      : `<script defer src="model-collapse.js"></script>${html}`;
    const shown = `<!doctype html><title>Host</title><link rel="icon" href="data:,"><body style="margin: 0">${own.replaceAll('https://example.org', embed.origin)}`;
    const site = await kept(servePage(undefined, { 'host.html': shown }));
    const { page, context, errors } = await visit(browser, { viewport: { width: 960, height: 900 } });
    await page.goto(`${site.origin}/host.html`);
    for (const frame of page.frames().filter(each => each !== page.mainFrame())) {
      await new Lab(frame).reach(generation => generation > 0, 60_000);
      expect(await misfits(frame)).toEqual([]);
      const opened = context.waitForEvent('page');
      await frame.getByRole('link', { name: 'Open in the laboratory' }).click();
      const laboratory = await opened;
      await new Lab(laboratory).slider.waitFor();
      // An ordinary page: it may change its own address.
      expect(await laboratory.evaluate(() => origin)).toBe(embed.origin);
      await laboratory.close();
    }
    if (html.includes('<model-collapse')) await new Lab(page).slider.waitFor();
    if (html.includes('id="next"')) {
      await expect
        .poll(() => inside(page, lab => lab.simulation?.completed), { timeout: 60_000 })
        .toBeGreaterThan(1);
      await page.locator('#next').click();
      expect(await inside(page, lab => lab.generation)).toBe(1);
    }
    expect(errors).toEqual([]);
    await context.close();
  });
});
