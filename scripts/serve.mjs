// A small static server for the built page.
//   node serve.mjs --folder DIR [--port 8000] [--host 127.0.0.1]
// Takes the next free port when one is in use.

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { serveFolder } from './static.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'dist' },
    port: { type: 'string', default: '8000' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});

function fail(sentence) {
  console.error(`lab: ${sentence}`);
  process.exit(1);
}

const files = await serveFolder(values.folder).catch(error => fail(error.message));
const server = createServer(files);

const first = Number(values.port);
let port = first;
server.on('error', error => {
  if (error.code === 'EADDRINUSE' && port < Math.min(first + 99, 65535)) {
    port += 1;
    server.listen(port, values.host);
    return;
  }
  fail(`cannot listen on ${values.host}, port ${port}: ${error.message}`);
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
