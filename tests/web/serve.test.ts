// The server of ./lab serve, as a process of its own: what a request gets, and what is left open after it.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePacked } from '../../web/packaging/packed';

const script = fileURLToPath(new URL('../../scripts/serve.mjs', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'serve-'));
const folder = join(home, 'site');
const TEXT = 'const word = "again and again";\n'.repeat(500);
/** More than what lies in the buffers between two processes, so that a download can be broken off. */
const LARGE = 64 << 20;

let server: ChildProcess;
let port: number;

/** Starts the server and reads its port from what it prints. */
async function serve(from: number, at = folder): Promise<{ server: ChildProcess; said: string[] }> {
  const started = spawn(process.execPath, [script, '--folder', at, '--port', String(from)]);
  const said: string[] = [];
  for await (const line of createInterface({ input: started.stdout })) {
    said.push(line);
    if (line.includes('http://')) break;
  }
  return { server: started, said };
}

beforeAll(async () => {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Here</title>');
  writeFileSync(join(folder, 'sub', 'index.html'), '<!doctype html><title>Below</title>');
  writeFileSync(join(folder, 'word.js'), TEXT);
  writeFileSync(join(folder, 'core.wasm'), Buffer.from('\0asm'));
  writeFileSync(join(folder, 'core.wasm.lzma'), 'packed');
  writeFileSync(join(folder, 'ä b.txt'), 'a name that needs care');
  writeFileSync(join(folder, 'digits.txt'), '0123456789');
  writePacked(folder);
  writeFileSync(join(folder, 'large.bin'), Buffer.alloc(LARGE));
  writeFileSync(join(home, 'secret.txt'), 'not for you');
  symlinkSync(join(home, 'secret.txt'), join(folder, 'leak.txt'));
  symlinkSync(home, join(folder, 'up'));
  symlinkSync(join(folder, 'digits.txt'), join(folder, 'alias.txt'));
  const started = await serve(0);
  server = started.server;
  port = Number(/:(\d+)\//.exec(started.said.at(-1) ?? '')?.[1]);
});
afterAll(() => {
  server.kill();
  rmSync(home, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The path goes out as it is written: no client tidies it up. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers, method }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** Files that the server holds open. */
const opened = (): number => readdirSync(`/proc/${server.pid}/fd`).length;

test('a download that is broken off leaves no file open', async () => {
  await get('/digits.txt');
  const before = opened();
  for (let i = 0; i < 20; ++i) {
    await new Promise<void>(resolve => {
      const asked = request({ port, path: '/large.bin', agent: false }, answer => {
        answer.once('data', () => asked.destroy());
        answer.on('error', () => undefined);
      });
      asked.on('error', () => undefined);
      asked.on('close', () => resolve());
      asked.end();
    });
  }
  // The server hears of the end of a connection a little later.
  await expect.poll(opened, { timeout: 30_000 }).toBeLessThanOrEqual(before);
});

test.each([
  '/leak.txt',
  '/up/secret.txt',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/sub/..%2f..%2fsecret.txt',
])('%s leads to nothing outside the folder', async path => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body.toString()).not.toContain('not for you');
});

test('a link that stays in the folder is followed', async () => {
  expect((await get('/alias.txt')).body.toString()).toBe('0123456789');
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused with what is allowed', async method => {
  const { status, headers } = await get('/', {}, method);
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
});

test('who takes packed files gets them, the smaller first, and the same content', async () => {
  const plain = await get('/word.js');
  const br = await get('/word.js', { 'Accept-Encoding': 'gzip, deflate, br' });
  const gz = await get('/word.js', { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' });
  expect([plain, br, gz].map(({ headers }) => headers['content-encoding'])).toEqual([
    undefined,
    'br',
    'gzip',
  ]);
  expect(brotliDecompressSync(br.body).toString()).toBe(TEXT);
  expect(gunzipSync(gz.body).toString()).toBe(TEXT);
  expect(plain.body.toString()).toBe(TEXT);
  expect(br.body.length).toBeLessThan(gz.body.length);
  expect(gz.body.length).toBeLessThan(plain.body.length / 10);
  for (const { headers } of [plain, br, gz]) {
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers.vary).toBe('Accept-Encoding');
  }
  expect(new Set([plain, br, gz].map(({ headers }) => headers.etag)).size).toBe(3);
});

test('a packed twin older than its file is left alone', async () => {
  writeFileSync(join(folder, 'stale.js'), TEXT);
  writeFileSync(join(folder, 'stale.js.br'), 'of yesterday');
  utimesSync(join(folder, 'stale.js.br'), 1, 1);
  const { headers, body } = await get('/stale.js', { 'Accept-Encoding': 'br' });
  expect(headers['content-encoding']).toBeUndefined();
  expect(body.toString()).toBe(TEXT);
});

test('what is known need not travel again, and a part can be asked for', async () => {
  const { headers } = await get('/digits.txt');
  expect((await get('/digits.txt', { 'If-None-Match': String(headers.etag) })).status).toBe(304);
  const part = await get('/digits.txt', { Range: 'bytes=2-4' });
  expect([part.status, part.body.toString(), part.headers['content-range']]).toEqual([
    206,
    '234',
    'bytes 2-4/10',
  ]);
  expect((await get('/digits.txt', { Range: 'bytes=-3' })).body.toString()).toBe('789');
  const beyond = await get('/digits.txt', { Range: 'bytes=99-' });
  expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */10']);
  const head = await get('/digits.txt', {}, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '10', 0]);
});

test('every file has its type, and may be embedded and fetched from anywhere', async () => {
  const types = {
    '/': 'text/html; charset=utf-8',
    '/word.js': 'text/javascript; charset=utf-8',
    '/core.wasm': 'application/wasm',
    '/core.wasm.lzma': 'application/octet-stream',
    '/%C3%A4%20b.txt': 'text/plain; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const { status, headers } = await get(path);
    expect([path, status, headers['content-type']]).toEqual([path, 200, type]);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-cache');
  }
});

test('a folder shows its page, a missing file a sentence, nonsense another', async () => {
  expect((await get('/sub?x=1')).headers.location).toBe('/sub/?x=1');
  expect((await get('/sub/')).body.toString()).toContain('Below');
  const missing = await get('/nothing.js');
  expect([missing.status, missing.body.toString()]).toEqual([404, 'There is no /nothing.js here.\n']);
  expect((await get('/%E0%A4%A')).status).toBe(400);
  expect((await get('/a%00b')).status).toBe(400);
});

test('where the port is in use the next free one is taken, and said', async () => {
  const second = await serve(port);
  second.server.kill();
  expect(second.said.join('\n')).toMatch(
    new RegExp(
      `^Port ${port} is in use, so this is port \\d+\\.\nModel Collapse Lab: http://127.0.0.1:\\d+/ `,
    ),
  );
});

test('a folder that is not there is said in a sentence', async () => {
  const failed = spawn(process.execPath, [script, '--folder', join(home, 'none'), '--port', '0']);
  let said = '';
  failed.stderr.on('data', part => {
    said += part;
  });
  expect(await new Promise(resolve => failed.on('exit', resolve))).toBe(1);
  expect(said).toMatch(/^lab: .*no such file.*none/);
});
