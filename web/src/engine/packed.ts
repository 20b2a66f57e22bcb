// Data in scripts beside the bundle, loaded when a spec asks for them: gzipped files as base64, made by scripts/prepare.mjs.

import { loadBeside } from './beside';

export interface Packed {
  readonly attribution: string;
  readonly gzip: string;
}

/** The file that `find` finds once the script has run; `what` the script brings begins the sentences. */
export async function loadPacked(
  find: () => Packed | undefined,
  script: string,
  what: string,
): Promise<Uint8Array> {
  if (find() === undefined) await loadBeside(script, what);
  const packed = find();
  if (packed === undefined) throw new Error(`${what} are not in ${script}.`);
  const bytes = Uint8Array.from(atob(packed.gzip), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
