import type { RequestListener } from 'node:http';

/** A listener for `createServer` that serves the folder. It follows no link out of it. */
export function serveFolder(path: string): Promise<RequestListener>;
