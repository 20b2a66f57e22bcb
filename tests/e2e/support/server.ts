import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../../scripts/static.mjs';

/** The built page: COLLAPSE_DIST or dist/. */
export const dist = process.env.COLLAPSE_DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));

export interface Site {
  /** "http://127.0.0.1:PORT" */
  readonly origin: string;
  /** Paths that were asked for, without queries. */
  readonly asked: string[];
  close(): Promise<void>;
}

function listen(server: Server, asked: string[]): Promise<Site> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        asked,
        close: () =>
          new Promise(done => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** Serves the built page as ./lab serve does, with a policy when one is given, and pages of the caller's own beside it. */
export async function servePage(policy?: string, own: Readonly<Record<string, string>> = {}): Promise<Site> {
  const asked: string[] = [];
  const files = await serveFolder(dist);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname === '/' ? '/index.html' : pathname);
    if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
    const page = own[pathname.slice(1)];
    if (page === undefined) files(request, response);
    else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  });
  return listen(server, asked);
}

const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript' };

/** Another site, of one page and the files it names, by their paths ("/reveal.js") and where they lie. */
export function serveHost(html: string, files: Readonly<Record<string, string>> = {}): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const file = files[path];
    response.setHeader('Content-Type', TYPES[extname(file ?? '')] ?? 'text/html; charset=utf-8');
    response.end(file === undefined ? html : readFileSync(file));
  });
  return listen(server, asked);
}
