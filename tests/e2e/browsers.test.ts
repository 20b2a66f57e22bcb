// Firefox and WebKit: that the page opens, plays, computes the command's bits, takes what is pasted, and that its links, the
// way back and the printer work. What the page does in detail is tested in Chromium.

import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collapse } from './support/command';
import { type Engine, FIREFOX, firefox, miniBrowser, webkit } from './support/engines';
import { type Site, servePage } from './support/server';

let site: Site;
beforeAll(async () => {
  site = await servePage();
});
afterAll(() => site.close());

/** Computed by the first module and by the second one, from tables, texts and digits. Of networks two generations. */
const PRESETS: readonly (readonly [name: string, generations: string])[] = [
  ['gaussian-forgets', ''],
  ['two-modes', ''],
  ['kde-faithful', ''],
  ['zipf-tail', ''],
  ['classroom-bigrams', ''],
  ['digits-blur', '2'],
];

const PATIENCE = 240_000;

// ---------------------------------------------------------------- what runs in the page

/** The first text, value or name of an element that the selector and the pattern fit, shadow trees included, once there is one. */
function seen(selector: string, pattern: string): Promise<string> {
  const wanted = new RegExp(pattern);
  const seek = (root: Document | ShadowRoot): string | undefined => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      const text =
        element instanceof HTMLInputElement
          ? element.value
          : (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
      if (element.matches(selector) && wanted.test(text)) return text;
      const inner = element.shadowRoot === null ? undefined : seek(element.shadowRoot);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return new Promise((resolve, reject) => {
    const end = Date.now() + 160_000;
    const look = (): void => {
      const text = seek(document);
      if (text !== undefined) resolve(text);
      else if (Date.now() < end) setTimeout(look, 50);
      else
        reject(
          new Error(
            `No ${selector} with ${pattern}. The page says: ${document.body.innerText.slice(0, 400)}`,
          ),
        );
    };
    look();
  });
}

/** Clicks the button of this name, or puts a text into the box of this name as an editor would, and leaves it. */
function use(name: string, text: string | null): void {
  const seek = (root: Document | ShadowRoot): HTMLElement | undefined => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      const label = element.id === '' ? null : root.querySelector(`label[for="${element.id}"]`);
      const called = [element.getAttribute('aria-label'), label?.textContent, element.textContent]
        .map(words => words?.trim())
        .includes(name);
      if (called && element.matches(text === null ? 'button' : 'input[type=text], textarea, select'))
        return element;
      const inner = element.shadowRoot === null ? undefined : seek(element.shadowRoot);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  const found = seek(document);
  if (found === undefined) throw new Error(`There is nothing called ${name}.`);
  if (text === null) {
    found.click();
    return;
  }
  if (found instanceof HTMLSelectElement) {
    found.value = text;
    found.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  const box = found as HTMLInputElement | HTMLTextAreaElement;
  box.focus();
  box.select();
  document.execCommand('insertText', false, text);
  box.blur();
}

/** A click on a button or a text into a box. */
const click = (page: Engine, name: string): Promise<void> => page.run(use, name, null);
const write = (page: Engine, name: string, text: string): Promise<void> => page.run(use, name, text);
const hashOf = (page: Engine): Promise<string> => page.run(seen, 'code', '^[0-9a-f]{16}$');
const addressOf = (page: Engine): Promise<string> => page.run(() => location.href);
const SLIDER = 'input[type=range][aria-describedby=found]';

// ---------------------------------------------------------------- the smoke test

// A system that has no package of a browser goes without its tests, but not where CI checks a change.
const may = (there: boolean): boolean => there || process.env.CI !== undefined;

describe.each([
  ['Firefox', firefox, may(existsSync(FIREFOX)), true],
  // WebKitGTK's driver has no command that prints.
  ['WebKit', webkit, may(miniBrowser() !== undefined), false],
] as const)('in %s', (_, start, there, prints) => {
  let page: Engine;
  beforeAll(async () => {
    if (there) page = await start();
  }, PATIENCE);
  afterAll(() => (there ? page.close() : undefined));

  test.skipIf(!there).each(PRESETS)(
    '%s has the hash of the command',
    async (preset, generations) => {
      const setting = generations === '' ? '' : `&generations=${generations}`;
      await page.open(`${site.origin}/#v=1&preset=${preset}${setting}`);
      const arguments_ = generations === '' ? [] : ['--set', `/generations=${generations}`];
      expect(await hashOf(page)).toBe(collapse('hash', preset, ...arguments_).trim());
    },
    PATIENCE,
  );

  test.skipIf(!there)(
    'it plays, pauses and goes on',
    async () => {
      await page.open(`${site.origin}/#v=1&preset=gaussian-forgets`);
      await page.run(seen, SLIDER, '^[1-9]');
      await click(page, 'Pause');
      await page.run(seen, 'button', '^Play$');
      const held = Number(await page.run(seen, SLIDER, '^[0-9]+$'));
      await click(page, 'One generation on');
      expect(Number(await page.run(seen, SLIDER, `^${held + 1}$`))).toBe(held + 1);
      await click(page, 'Play');
      await page.run(seen, SLIDER, '^200$');
    },
    PATIENCE,
  );

  test.skipIf(!there)(
    'points that are pasted are learnt from, and the link of a changed setting leads back to the same bits',
    async () => {
      await page.open(`${site.origin}/#v=1&preset=gaussian-forgets`);
      const before = await hashOf(page);
      await write(page, 'Sample size n', '37');
      await page.run(seen, 'input[type=text]', '^37$');
      const wanted = collapse('hash', 'gaussian-forgets', '--set', '/samples/n=37').trim();
      await page.run(seen, 'code', `^${wanted}$`);
      const link = await addressOf(page);
      expect(link).toContain('samples.n=37');
      await page.run(() => history.back());
      await page.run(seen, 'code', `^${before}$`);
      await page.open(link);
      expect(await hashOf(page)).toBe(wanted);
      await write(page, 'Source', 'points');
      await page.run(seen, 'textarea#source-values', '^');
      await write(page, 'Points', '1.5\n2\n3.25\n2.5\n4\n3.5\n1\n2.25\n3\n2.75\n1.75\n');
      const points = '[[1.5],[2],[3.25],[2.5],[4],[3.5],[1],[2.25],[3],[2.75],[1.75]]';
      const own = collapse(
        'hash',
        'gaussian-forgets',
        '--set',
        '/source/kind=points',
        '--set',
        `/source/values=${points}`,
        '--set',
        '/samples/n=11',
      ).trim();
      await page.run(seen, 'code', `^${own}$`);
    },
    PATIENCE,
  );

  test.skipIf(!there || !prints)(
    'it prints',
    async () => {
      await page.open(`${site.origin}/#v=1&preset=two-modes`);
      await hashOf(page);
      const pdf = Buffer.from(await page.print!());
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      // A page of its own weight, not an empty sheet.
      expect(pdf.length).toBeGreaterThan(20_000);
    },
    PATIENCE,
  );
});
