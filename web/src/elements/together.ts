/** A number and its percent sign stand on one line. */
export const together = (text: string): string => text.replaceAll(' %', '\u00a0%');
