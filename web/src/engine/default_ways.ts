import serve from 'virtual:worker';
import type { FromWorker, Line, Port } from '../protocol/messages';
import type { Ways } from './host';
import { fetchModule, forgetModule, moduleBytes } from './modules';

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

export function defaultWays(): Ways {
  return {
    worker: workerLine,
    thread: threadLine,
    fetch: fetchModule,
    forget: forgetModule,
    wasm: moduleBytes,
  };
}
