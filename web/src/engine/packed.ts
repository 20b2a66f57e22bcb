// Data in scripts beside the bundle, loaded when a spec asks for them: gzipped files as base64, made by scripts/prepare.mjs.

import { damaged, loadBeside } from './beside';
import type { Data } from './data';

export interface Packed {
  readonly attribution: string;
  readonly gzip: string;
}

/** The file under `key` in what the script sets; `what` the script brings begins the sentences. */
export function packedData(
  store: 'modelCollapseDigits' | 'modelCollapseTexts',
  key: string | number,
  script: string,
  what: string,
): Data {
  const files = (): Record<string | number, Packed> | undefined => globalThis[store];
  const forget = (): void => {
    delete files()?.[key];
  };
  return {
    load: async () => {
      const { gzip } = await loadBeside(script, what, () => files()?.[key]);
      try {
        return await unpacked(gzip);
      } catch {
        forget();
        throw damaged(what);
      }
    },
    forget,
  };
}

async function unpacked(gzip: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(atob(gzip), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
