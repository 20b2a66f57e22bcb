// Scripts that lie beside this bundle and are loaded by a <script> tag when they are first needed: that works from file://
// and in a sandboxed frame, where fetch does not.

import { Stale } from './errors';

/** Where this bundle came from. */
const here =
  typeof document === 'undefined' ? '' : ((document.currentScript as HTMLScriptElement | null)?.src ?? '');

interface Loading {
  readonly done: Promise<void>;
  readonly giveUp: () => void;
}
const loading = new Map<string, Loading>();
/** How often each script has been asked for. */
const asked = new Map<string, number>();

/**
 * What a script brings, read by `find`; runs the script where that is not there yet. Rejects with a sentence that begins
 * with `what`. Another try asks anew, past any copy that is kept.
 */
export async function loadBeside<T>(file: string, what: string, find: () => T | undefined): Promise<T> {
  const known = find();
  if (known !== undefined) return known;
  await (loading.get(file) ?? load(file, what)).done;
  const brought = find();
  if (brought === undefined) throw damaged(what);
  return brought;
}

/** The sentence for what came and cannot be read. */
export const damaged = (what: string): Error => new Error(`${what} arrived damaged.`);

/** Waits no longer for what is under way: whoever asked for it hears that it is stale, and the next who asks asks anew. */
export function giveUpLoading(): void {
  for (const { giveUp } of loading.values()) giveUp();
}

function load(file: string, what: string): Loading {
  const times = asked.get(file) ?? 0;
  asked.set(file, times + 1);
  const script = document.createElement('script');
  const address = new URL(file, here || document.baseURI);
  if (times > 0) address.searchParams.append('again', String(times));
  script.src = address.href;
  let giveUp = (): void => undefined;
  const done = new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${what} could not be loaded.`));
    giveUp = () => reject(new Stale());
  }).finally(() => {
    loading.delete(file);
    script.remove();
  });
  const under = { done, giveUp };
  loading.set(file, under);
  document.head.append(script);
  return under;
}
