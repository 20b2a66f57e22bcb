// The built-in tables lie in a script of their own, loaded by a <script> tag when a spec names one: that works from
// file:// and in a sandboxed frame, where fetch does not.

import type { ExperimentSpec } from '../protocol/spec.generated';

declare global {
  var modelCollapseTables: Readonly<Record<string, string>> | undefined;
}

/** Where this bundle came from: tables.js lies beside it. */
const here =
  typeof document === 'undefined' ? '' : ((document.currentScript as HTMLScriptElement | null)?.src ?? '');
let loading: Promise<void> | undefined;

/** Name of the built-in table a canonical spec takes its data from. */
export function builtInTable(spec: string): string | undefined {
  const { source } = JSON.parse(spec) as ExperimentSpec;
  return source?.kind === 'dataset' ? source.name : undefined;
}

export async function loadTable(name: string): Promise<string> {
  if (globalThis.modelCollapseTables === undefined) {
    loading ??= addScript(new URL('tables.js', here || document.baseURI).href);
    await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  }
  const table = globalThis.modelCollapseTables?.[name];
  if (table === undefined) throw new Error(`There is no built-in table "${name}".`);
  return table;
}

function addScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('The built-in tables could not be loaded.'));
    document.head.append(script);
  });
}
