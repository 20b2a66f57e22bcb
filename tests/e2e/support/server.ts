import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** Serves the built page as ./lab serve does, with a policy when one is given. */
export async function servePage(policy?: string): Promise<Site> {
  const asked: string[] = [];
  const files = await serveFolder(dist);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname === '/' ? '/index.html' : pathname);
    if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
    files(request, response);
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
