import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built page: COLLAPSE_DIST or dist/. */
export const dist = process.env.COLLAPSE_DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

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

/** Serves the built page, with a policy when one is given. */
export function servePage(policy?: string): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    asked.push(`/${name}`);
    try {
      if (!/^[\w.-]+$/.test(name)) throw new Error('No such file.');
      const body = readFileSync(join(dist, name));
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
      if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server, asked);
}

/** Another site, of one page. */
export function serveHost(html: string): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '/');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html);
  });
  return listen(server, asked);
}
