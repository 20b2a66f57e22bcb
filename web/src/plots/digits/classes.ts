// Ten colours that stay apart for readers who see few colours: Matthew A. Petroff, "Accessible Color Sequences for Data
// Visualization" (arXiv:2107.02270), in his order. They never stand alone: every class also shows its numeral.

const COLOURS = [
  '#3f90da',
  '#ffa90e',
  '#bd1f01',
  '#94a4a2',
  '#832db6',
  '#a96b59',
  '#e76300',
  '#b9ac70',
  '#717581',
  '#92dadd',
] as const;

export const CLASSES = COLOURS.length;

/** Colour of a digit, 0 to 9. */
export function classColour(digit: number): string {
  return COLOURS[digit] ?? COLOURS[8];
}
