// What a screen reader is told, and canvases that stay sharp.

import { expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { browser, site } from './support/stage';

/** Notes every change of a live region, and every new name of what can have the focus. */
const listen = (): void => {
  const heard: string[] = [];
  Object.assign(globalThis, { heard });
  const live = (node: Node): boolean => {
    for (let at: Node | null = node; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
      if (!(at instanceof Element)) continue;
      const said = at.getAttribute('aria-live');
      if (said !== null) return said !== 'off';
      if (at.localName === 'output' || /^(status|alert|log)$/.test(at.getAttribute('role') ?? ''))
        return true;
    }
    return false;
  };
  const watch = (root: Node): void => {
    new MutationObserver(records => {
      for (const { target, type, attributeName } of records) {
        const element = target as Element;
        if (type === 'attributes') {
          if (element.matches('[tabindex], button, input'))
            heard.push(`${attributeName}: ${element.getAttribute(attributeName!)}`);
        } else if (live(target)) heard.push(`said: ${target.textContent}`);
      }
    }).observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-label'],
    });
    for (const element of (root as ParentNode).querySelectorAll('*'))
      if (element.shadowRoot) watch(element.shadowRoot);
  };
  watch(document);
};

test.each([
  ['gaussian-forgets', 'at two generations a second', '2'],
  ['zipf-tail', 'at two generations a second', '2'],
  ['words-lost', 'at two generations a second', '2'],
  ['gaussian-forgets', 'in slow motion', '0'],
])('while %s plays %s nothing is read out; where it rests one sentence is', async (preset, _, speed) => {
  const { page, context } = await visit(browser);
  await page.goto(`${site.origin}/?v=1&preset=${preset}`);
  const lab = new Lab(page);
  await lab.hash();
  await page.getByRole('slider', { name: 'Speed' }).fill(speed);
  await lab.scrub(0);
  await lab.play.click();
  await lab.reach(generation => generation > 0);
  await page.evaluate(listen);
  const from = await lab.generation();
  await page.waitForTimeout(5000);
  expect(await lab.generation()).toBeGreaterThan(from);
  const heard = (): Promise<readonly string[]> =>
    page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  expect(await heard()).toEqual([]);
  await lab.pause.click();
  const at = await lab.generation();
  await expect.poll(async () => (await heard()).filter(what => what.startsWith('said:'))).toHaveLength(1);
  expect((await heard()).find(what => what.startsWith('said:'))).toContain(String(at));
  await context.close();
});

test('what the keys read out of a figure is told', async () => {
  const { page, context } = await visit(browser);
  await page.goto(site.origin);
  const lab = new Lab(page);
  await lab.hash();
  await page.keyboard.press('End');
  await lab.play.waitFor();
  await page.getByRole('img', { name: /^Distribution/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#lab [role="status"]', { hasText: /^x 0\.141 · truth/ }).waitFor({ state: 'attached' });
  await context.close();
});

test('canvases follow the device’s resolution at the same size', async () => {
  const { page, context } = await visit(browser, { viewport: { width: 1000, height: 600 } });
  await page.goto(site.origin);
  const lab = new Lab(page);
  await lab.reach(generation => generation > 0);
  await lab.pause.click();
  const ratios = (): Promise<number[]> =>
    page.evaluate(() =>
      [...document.querySelector('#lab')!.shadowRoot!.querySelectorAll('canvas')].map(
        canvas => Math.round((10 * canvas.width) / canvas.clientWidth) / 10,
      ),
    );
  const sizes = (): Promise<string> =>
    page.evaluate(() =>
      [...document.querySelector('#lab')!.shadowRoot!.querySelectorAll('canvas')]
        .map(canvas => `${canvas.clientWidth} × ${canvas.clientHeight}`)
        .join(', '),
    );
  expect(new Set(await ratios())).toEqual(new Set([1]));
  const before = await sizes();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 1000,
    // Another height makes the browser look again; the canvases stay as high as they are.
    height: 610,
    deviceScaleFactor: 2,
    mobile: false,
  });
  await expect.poll(async () => [...new Set(await ratios())], { timeout: 20_000 }).toEqual([2]);
  expect(await sizes()).toBe(before);
  await context.close();
});
