// Answers requests with the files of a folder: `send` for types, ranges, tags and broken-off downloads; here is what it
// leaves open, which file a request means, and the packed twins (x.js.br, x.js.gz) that the build writes beside the files.

import { realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join, relative, resolve, sep } from 'node:path';

const require = createRequire(new URL('../web/package.json', import.meta.url));
const send = require('send');
const { contentType } = require('mime-types');

/** Ending of a packed twin by the name of its encoding, the smallest first. */
const PACKED = new Map([
  ['br', '.br'],
  ['gzip', '.gz'],
]);

/**
 * Every answer is revalidated (no-cache and an ETag), so a rebuilt page is seen at once; it may be embedded and fetched
 * from anywhere.
 */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'no-cache',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

function refuse(response, status, text, headers = {}) {
  // What a refused range is told stays; what described the file does not.
  for (const name of ['Content-Encoding', 'ETag']) response.removeHeader(name);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${text}\n`);
}

/** The encodings a request takes: `br;q=0` is one it does not. */
function taken(header = '') {
  const names = header.split(',').map(each => each.trim().toLowerCase());
  return new Set(
    names.filter(each => !/;\s*q=0(\.0*)?$/.test(each)).map(each => each.split(';', 1)[0].trim()),
  );
}

/** A file with its time of change; null where there is none inside the folder, links followed. */
async function inside(folder, path) {
  const real = await realpath(path).catch(() => null);
  if (real === null || (real !== folder && !real.startsWith(folder + sep))) return null;
  const info = await stat(real).catch(() => null);
  return info && { real, info };
}

/** The packed twin with the first of the encodings that is there and not older than the file. */
async function packed(folder, { real, info }, encodings) {
  for (const [encoding, ending] of PACKED) {
    const twin = encodings.has(encoding) ? await inside(folder, real + ending) : null;
    if (twin?.info.isFile() && twin.info.mtimeMs >= info.mtimeMs) return { encoding, ...twin };
  }
  return undefined;
}

async function answer(folder, request, response) {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  let url;
  let path;
  try {
    url = new URL(request.url, 'http://localhost');
    path = decodeURIComponent(url.pathname);
  } catch {
    return refuse(response, 400, 'That is not an address.');
  }
  if (path.includes('\0')) return refuse(response, 400, 'That is not an address.');
  let found = await inside(folder, join(folder, path));
  if (found?.info.isDirectory()) {
    if (!path.endsWith('/')) {
      response.writeHead(301, { Location: `${url.pathname}/${url.search}` });
      return response.end();
    }
    found = await inside(folder, join(found.real, 'index.html'));
  }
  if (!found?.info.isFile()) return refuse(response, 404, `There is no ${path} here.`);
  const type = contentType(extname(found.real)) || 'application/octet-stream';
  const twin = await packed(folder, found, taken(request.headers['accept-encoding']));
  response.setHeader('Content-Type', type);
  response.setHeader('Vary', 'Accept-Encoding');
  if (twin) response.setHeader('Content-Encoding', twin.encoding);
  const name = relative(folder, twin?.real ?? found.real);
  send(request, name.split(sep).map(encodeURIComponent).join('/'), {
    root: folder,
    dotfiles: 'allow',
    cacheControl: false,
    lastModified: false,
  })
    .on('error', error => {
      if (response.headersSent) response.destroy();
      else refuse(response, error.status, error.expose ? `${error.message}.` : 'The server failed.');
    })
    .pipe(response);
}

/** A listener for `createServer` that serves the folder. It follows no link out of it. */
export async function serveFolder(path) {
  const folder = await realpath(resolve(path));
  return (request, response) => {
    answer(folder, request, response).catch(error => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'The server failed.');
    });
  };
}
