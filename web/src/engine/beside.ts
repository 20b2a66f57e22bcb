// Scripts that lie beside this bundle and are loaded by a <script> tag when they are first needed: that works from file://
// and in a sandboxed frame, where fetch does not.

/** Where this bundle came from. */
const here =
  typeof document === 'undefined' ? '' : ((document.currentScript as HTMLScriptElement | null)?.src ?? '');
const loading = new Map<string, Promise<void>>();

/** Runs the script once; a failure (said with `what` it brings) may be tried again. */
export function loadBeside(file: string, what: string): Promise<void> {
  const known = loading.get(file);
  if (known !== undefined) return known;
  const script = document.createElement('script');
  const loaded = new Promise<void>((resolve, reject) => {
    script.src = new URL(file, here || document.baseURI).href;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${what} could not be loaded.`));
  }).catch((error: unknown) => {
    loading.delete(file);
    throw error;
  });
  loading.set(file, loaded);
  document.head.append(script);
  return loaded;
}
