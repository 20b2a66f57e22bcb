import type { Page } from 'playwright-core';

/** A layout shift: how much, and what moved. */
export interface Shift {
  readonly value: number;
  readonly moved: readonly string[];
}

/** Notes every layout shift of the page from its beginning, also those that a browser forgives after an input. */
export async function watchShifts(page: Page): Promise<() => Promise<readonly Shift[]>> {
  await page.addInitScript(() => {
    const name = (node: Node | null): string => {
      const element = node instanceof Element ? node : node?.parentElement;
      if (!element) return '(gone)';
      const host = element.getRootNode();
      const inside = host instanceof ShadowRoot ? `${host.host.localName} ` : '';
      return `${inside}${element.localName}${element.id ? `#${element.id}` : ''}.${element.getAttribute('class') ?? ''}`;
    };
    const shifts: { value: number; moved: string[] }[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as unknown as {
        value: number;
        sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
      }[])
        shifts.push({
          value: entry.value,
          moved: entry.sources.map(
            ({ node, previousRect: a, currentRect: b }) =>
              `${name(node)} ${a.x},${a.y} ${a.width}×${a.height} → ${b.x},${b.y} ${b.width}×${b.height}`,
          ),
        });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts);
}

export const sumOf = (shifts: readonly Shift[]): number => shifts.reduce((sum, { value }) => sum + value, 0);
