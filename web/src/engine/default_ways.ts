import wasm from 'virtual:core-wasm';
import workerSource from 'virtual:worker-source';
import type { FromWorker, Line } from '../protocol/messages';
import { Dispatcher } from '../worker/dispatcher';
import type { Ways } from './host';

/** A classic worker from a blob: address: needs no second file, so it works from file:// and in a sandboxed frame. */
function workerLine(receive: (message: FromWorker) => void): Line {
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
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

/** The same dispatcher in this thread, in slices short enough for the page to stay awake. */
export function threadLine(receive: (message: FromWorker) => void): Line {
  let open = true;
  const dispatcher = new Dispatcher(message => {
    if (open) receive(message);
  });
  return {
    post: message => queueMicrotask(() => dispatcher.receive(message)),
    close: () => {
      open = false;
      dispatcher.close();
    },
  };
}

export function decodeBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

export function defaultWays(): Ways {
  return { worker: workerLine, thread: threadLine, wasm: () => decodeBase64(wasm) };
}
