/** Why no WebAssembly can run here, in a sentence; "" where it can. */
export function whyNoWebAssembly(): string {
  if (typeof WebAssembly !== 'object')
    return 'This browser has no WebAssembly, so the experiment cannot be computed here. A current browser has it.';
  try {
    // The smallest module there is.
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return '';
  } catch {
    return `The rules this page was sent with forbid WebAssembly, so the experiment cannot be computed here. Who keeps the site can allow it: its Content-Security-Policy needs 'wasm-unsafe-eval' under script-src.`;
  }
}
