// A small static server for the built page.
//   node serve.mjs --folder DIR [--port 8000] [--host 127.0.0.1]
// Takes the next free port when one is in use. Every answer is revalidated (no-cache and an ETag), so a rebuilt page
// is seen at once; it may be embedded and fetched from anywhere (Access-Control-Allow-Origin: *).

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '8000' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
const folder = resolve(values.folder);

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const headers = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
};

function refuse(response, status, text) {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** The file a request means, or null when there is none inside the folder. */
async function find(path) {
  const file = normalize(join(folder, path));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  const info = await stat(file).catch(() => null);
  if (info?.isDirectory()) return path.endsWith('/') ? find(`${path}index.html`) : { redirect: true };
  return info?.isFile() ? { file, info } : null;
}

async function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.');
  let url;
  let path;
  try {
    url = new URL(request.url, 'http://localhost');
    path = decodeURIComponent(url.pathname);
  } catch {
    return refuse(response, 400, 'That is not an address.');
  }
  if (path.includes('\0')) return refuse(response, 400, 'That is not an address.');
  const found = await find(path);
  if (!found) return refuse(response, 404, `There is no ${path} here.`);
  if (found.redirect) {
    response.writeHead(301, { ...headers, Location: `${url.pathname}/${url.search}` });
    return response.end();
  }
  const { file, info } = found;
  const etag = `"${info.size.toString(16)}-${Math.round(info.mtimeMs).toString(16)}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...headers, ETag: etag });
    return response.end();
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': info.size,
    ETag: etag,
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

const server = createServer((request, response) => {
  answer(request, response).catch(error => {
    console.error(error);
    if (!response.headersSent) refuse(response, 500, 'The server failed.');
    else response.destroy();
  });
});

const first = Number(values.port);
let port = first;
server.on('error', error => {
  if (error.code === 'EADDRINUSE' && port < Math.min(first + 99, 65535)) {
    port += 1;
    server.listen(port, values.host);
    return;
  }
  console.error(`lab: cannot listen on ${values.host}, port ${port}: ${error.message}`);
  process.exit(1);
});
server.on('listening', () => {
  const address = server.address();
  if (first && address.port !== first)
    console.log(`Port ${first} is in use, so this is port ${address.port}.`);
  const host = values.host === '0.0.0.0' || values.host === '::' ? 'localhost' : values.host;
  console.log(
    `Model Collapse Lab: http://${host.includes(':') ? `[${host}]` : host}:${address.port}/   (Ctrl-C stops it)`,
  );
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
server.listen(port, values.host);
