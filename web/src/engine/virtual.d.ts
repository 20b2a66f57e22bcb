/** The core's small module: packed as .lzma, then base64 (made by the build). */
declare module 'virtual:core-wasm' {
  const text: string;
  export default text;
  /** Address of the script that brings module `networks`, relative to this bundle. */
  export const networksScript: string;
}

/** The worker's whole script as a function that needs nothing from outside it (made by the build). */
declare module 'virtual:worker' {
  const serve: (port: import('../protocol/messages').Port) => () => void;
  export default serve;
}

/** The first of the named experiments (made by the build). */
declare module 'virtual:presets' {
  export const first: import('../protocol/preset').Preset;
  /** Address of the script that brings all of them, relative to this bundle. */
  export const presetsScript: string;
}
