// The worker: a dispatcher between its port and its core.

import type { FromWorker, ToWorker } from '../protocol/messages';
import { Dispatcher } from './dispatcher';

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const dispatcher = new Dispatcher((message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => dispatcher.receive(data);
