// The worker: a dispatcher between its port and its core.

import type { Port } from '../protocol/messages';
import { Dispatcher } from './dispatcher';

/** Serves what comes in by the port; returns what ends it. */
export default function serve(port: Port): () => void {
  const dispatcher = new Dispatcher((message, transfer) => port.postMessage(message, transfer));
  port.onmessage = ({ data }) => dispatcher.receive(data);
  port.postMessage({ kind: 'alive' }, []);
  return () => dispatcher.close();
}
