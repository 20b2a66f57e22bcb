// Firefox and WebKit as Debian has them, behind the few verbs the smoke test needs. Playwright drives neither as installed:
// Firefox speaks WebDriver BiDi (puppeteer-core), WebKitGTK brings a classic WebDriver (selenium-webdriver).

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { launch } from 'puppeteer-core';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';

export interface Engine {
  open(address: string): Promise<void>;
  /** Runs the function in the page; what it is given and what it returns (or promises) is JSON. */
  run<A extends readonly unknown[], T>(act: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** The page as PDF; only Firefox has it. */
  readonly print?: () => Promise<Uint8Array>;
  close(): Promise<void>;
}

export const FIREFOX = process.env.COLLAPSE_FIREFOX ?? '/usr/bin/firefox-esr';

/** Where Debian and Ubuntu keep WebKitGTK's smallest browser. */
export function miniBrowser(): string | undefined {
  if (process.env.COLLAPSE_MINIBROWSER !== undefined) return process.env.COLLAPSE_MINIBROWSER;
  for (const library of readdirSync('/usr/lib', { withFileTypes: true })) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']) {
      const path = `/usr/lib/${library.name}/${version}/MiniBrowser`;
      if (library.isDirectory() && existsSync(path)) return path;
    }
  }
  return undefined;
}

export async function firefox(): Promise<Engine> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    timeout: 180_000,
    protocolTimeout: 180_000,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 1000 });
  page.setDefaultTimeout(180_000);
  return {
    open: async address => {
      // An address that differs in its fragment alone would only tell the page that stands there.
      await page.goto('about:blank');
      await page.goto(address);
    },
    run: (act, ...args) => page.evaluate(act as never, ...(args as unknown as never[])) as never,
    print: () => page.pdf({ timeout: 180_000 }),
    close: () => browser.close(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A screen that nobody sees. Xvfb picks a free number and writes it. */
async function screen(): Promise<{ display: string; process: ChildProcess }> {
  const child = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.on('error', reject);
    child.on('exit', status => reject(new Error(`Xvfb ended with status ${status}.`)));
    child.stdout?.on('data', chunk => {
      text += String(chunk);
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  return { display: `:${number}`, process: child };
}

export async function webkit(): Promise<Engine> {
  const binary = miniBrowser();
  if (binary === undefined) throw new Error('There is no MiniBrowser of WebKitGTK (webkit2gtk-driver).');
  const { display, process: xvfb } = await screen();
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display },
    stdio: 'ignore',
  });
  const end = (): void => {
    driver.kill();
    xvfb.kill();
  };
  let session: WebDriver;
  try {
    session = await connected(port, binary);
  } catch (error) {
    end();
    throw error;
  }
  await session.manage().window().setRect({ x: 0, y: 0, width: 1440, height: 1000 });
  await session.manage().setTimeouts({ script: 180_000, pageLoad: 180_000 });
  return {
    open: async address => {
      await session.get('about:blank');
      await session.get(address);
    },
    run: async (act, ...args) => {
      const answer = (await session.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
         Promise.resolve((${act.toString()})(...Array.prototype.slice.call(arguments, 0, -1)))
           .then(value => done({ value }), error => done({ error: String(error) }));`,
        ...args,
      )) as { value?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as never;
    },
    close: async () => {
      await session.quit().catch(() => undefined);
      end();
    },
  };
}

/** The driver takes a moment before it listens. */
async function connected(port: number, binary: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  });
  for (let attempt = 0; ; attempt++) {
    try {
      return await new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(capabilities)
        .build();
    } catch (error) {
      if (attempt >= 60) throw error;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
}
