import {
  type Browser,
  type BrowserContext,
  chromium,
  type Frame,
  type Locator,
  type Page,
} from 'playwright-core';

/** Chromium as it is installed: COLLAPSE_CHROMIUM or /usr/bin/chromium. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.COLLAPSE_CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** COLLAPSE_SLOWDOWN=6: the page's thread runs so many times more slowly. No test may depend on how quick a machine is. */
const SLOWDOWN = Number(process.env.COLLAPSE_SLOWDOWN ?? 1);

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Uncaught errors and console errors: a good visit has none. */
  readonly errors: string[];
}

export async function visit(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  if (SLOWDOWN > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  }
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { context, page, errors };
}

/** The experiment on a page or in a frame, by what a reader sees or hears of it. */
export class Lab {
  readonly slider: Locator;
  readonly play: Locator;
  readonly pause: Locator;

  constructor(readonly place: Page | Frame) {
    this.slider = place.getByRole('slider', { name: 'Generation', exact: true });
    this.play = place.getByRole('button', { name: /^(Play|Replay)$/ });
    this.pause = place.getByRole('button', { name: /^(Pause|Computing)$/ });
  }

  async generation(): Promise<number> {
    return Number(await this.slider.inputValue());
  }

  /** Until the shown generation satisfies the condition. */
  async reach(condition: (generation: number) => boolean, milliseconds = 110_000): Promise<number> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const generation = await this.generation();
      if (condition(generation)) return generation;
      if (Date.now() > end) throw new Error(`Generation ${generation} after ${milliseconds} ms.`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Until this generation is shown: it is, once everything that belongs to it has come. */
  async shows(generation: number): Promise<void> {
    await this.reach(shown => shown === generation);
  }

  /** The state hash, once everything is computed. */
  async hash(): Promise<string> {
    const code = this.place.locator('code').filter({ hasText: /^[0-9a-f]{16}$/ });
    await code.waitFor({ timeout: 110_000 });
    return code.innerText();
  }

  /** The canonical spec of what is shown. */
  spec(): Promise<string> {
    return this.place.evaluate(
      () => (document.querySelector('#lab') as unknown as { currentSpec: string }).currentSpec,
    );
  }

  async scrub(generation: number): Promise<void> {
    await this.slider.fill(String(generation));
  }
}
