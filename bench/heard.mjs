// How soon a changed setting is heard while one long unit is computed: from the change to the moment a worker takes up the new
// start, and to its first answer. In Chromium, over the built page in dist/.
//   node bench/heard.mjs [--rounds 10]

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { chromium } = createRequire(new URL('../web/package.json', import.meta.url))('playwright-core');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);

const identity = d =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j)));
const sixteen = { kind: 'gaussian', mean: Array(16).fill(0), covariance: identity(16) };
const SPECS = {
  'kernel densities, 1,000,000 points': { model: { kind: 'kde' }, samples: { n: 1_000_000 } },
  'truncation, 16 dimensions, n = 100,000': {
    source: sixteen,
    model: { kind: 'gaussian', truncation: 2 },
    samples: { n: 100_000 },
  },
  'verifier, 16 dimensions, n = 100,000': {
    source: sixteen,
    model: { kind: 'gaussian' },
    selection: { kind: 'verifier' },
    samples: { n: 100_000 },
  },
};

const browser = await chromium.launch({
  executablePath: process.env.COLLAPSE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const number = value => `${Math.round(value)} ms`;
for (const [name, spec] of Object.entries(SPECS)) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    globalThis.heard = [];
    const Real = globalThis.Worker;
    globalThis.Worker = class extends Real {
      constructor(address) {
        super(address);
        this.addEventListener('message', ({ data }) => {
          if (data.kind === 'heard') globalThis.heard.push(performance.now());
        });
      }
    };
  });
  await page.goto(new URL('../dist/index.html', import.meta.url).href);
  await page.waitForFunction(() => document.querySelector('#lab').simulation?.finished);
  const times = await page.evaluate(
    async ([text, count]) => {
      const lab = document.querySelector('#lab');
      await lab.open({ spec: text });
      const found = [];
      for (let i = 0; i < count; ++i) {
        await new Promise(resolve => setTimeout(resolve, 3000));
        const from = performance.now();
        await lab.edit([['/seed', String(100 + i)]]);
        found.push([globalThis.heard.at(-1) - from, performance.now() - from]);
      }
      return found;
    },
    [JSON.stringify(spec), rounds],
  );
  const [taken, answered] = [0, 1].map(k => times.map(pair => pair[k]).sort((a, b) => a - b));
  const median = list => list[Math.floor(list.length / 2)];
  console.log(
    `${name}: heard after ${number(median(taken))} (${number(taken[0])}–${number(taken.at(-1))}), answered after ${number(median(answered))}`,
  );
  await page.close();
}
await browser.close();
