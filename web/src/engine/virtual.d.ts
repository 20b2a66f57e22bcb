/** The core's module: gzipped, then base64 (made by the build). */
declare module 'virtual:core-wasm' {
  const text: string;
  export default text;
}

/** The worker's whole script (made by the build). */
declare module 'virtual:worker-source' {
  const text: string;
  export default text;
}
