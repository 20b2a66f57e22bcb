import wasm from 'virtual:core-wasm';
import serve from 'virtual:worker';
import type { FromWorker, Line, Port } from '../protocol/messages';
import type { Ways } from './host';

/** A classic worker from a blob: address: needs no second file, so it works from file:// and in a sandboxed frame. */
function workerLine(receive: (message: FromWorker) => void): Line {
  const script = new Blob([`(${serve})(self)`], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => receive(data);
  worker.onerror = event => {
    event.preventDefault();
    receive({ kind: 'fatal', message: event.message || 'The worker could not be started.' });
  };
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    close: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}

/** The same function in this thread, in slices short enough for the page to stay awake. */
function threadLine(receive: (message: FromWorker) => void): Line {
  let open = true;
  const port: Port = {
    onmessage: null,
    postMessage: message => {
      if (open) receive(message);
    },
  };
  const end = serve(port);
  return {
    post: message => queueMicrotask(() => port.onmessage?.({ data: message })),
    close: () => {
      open = false;
      end();
    },
  };
}

function decodeBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

export function defaultWays(): Ways {
  return { worker: workerLine, thread: threadLine, wasm: () => decodeBase64(wasm) };
}
