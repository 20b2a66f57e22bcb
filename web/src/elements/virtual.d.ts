/** Addresses of the scripts with the figures of a kind and with the data table, relative to this bundle (made by the build). */
declare module 'virtual:view-scripts' {
  export const counts: string;
  export const digits: string;
  export const help: string;
  export const plane: string;
  export const points: string;
  export const table: string;
  export const text: string;
  export const verdicts: string;
}
