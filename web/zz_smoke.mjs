import { chromium } from 'playwright-core';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
const server = createServer((q, r) => { const n = new URL(q.url, 'http://x').pathname.slice(1) || 'index.html'; try { const b = readFileSync('../dist/' + n); r.setHeader('Content-Type', types[n.split('.').pop()] ?? 'application/octet-stream'); r.end(b); } catch { r.writeHead(404).end(); } });
await new Promise(d => server.listen(0, '127.0.0.1', d));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args: ['--no-sandbox', '--disable-gpu'] });
for (const preset of process.argv.slice(2)) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 1300 } })).newPage();
  page.on('pageerror', e => console.log(preset, 'pageerror', e.message));
  page.on('console', m => m.type() === 'error' && console.log(preset, 'console', m.text()));
  await page.goto(`${origin}/?v=1&preset=${preset}`);
  await page.getByRole('slider', { name: 'Generation', exact: true }).waitFor({ timeout: 30000 });
  await page.waitForTimeout(1500);
  await page.getByRole('button', { name: /^(Play|Replay)$/ }).first().click({ timeout: 2000 }).catch(e => console.log(String(e).slice(0, 80)));
  await page.waitForTimeout(3000);
  await page.screenshot({ path: `/tmp/shots/${preset}.png` });
  console.log(preset, 'ok');
}
await browser.close(); server.close();
