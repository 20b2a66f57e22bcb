/** How the core prints a word outside its vocabulary, and a character that is surely outside it. */
const PRINTED = '‹unknown›';
const OUTSIDE = '\ufffd';

/** Printed text as it can be typed, and back: an unknown word stays one. */
export const typable = (printed: string): string => printed.replaceAll(PRINTED, OUTSIDE);
export const printable = (typed: string): string => typed.replaceAll(OUTSIDE, PRINTED);

/** Words the reader typed that the vocabulary lacks. */
export const unknownTyped = (unknown: readonly string[]): readonly string[] =>
  unknown.filter(word => word !== OUTSIDE);

/** The text before the token that is asked for: what the reader has picked; null: the built-in prompt. */
export class Selection {
  before: string | null = null;

  constructor(private readonly changed: () => void) {}

  pick(before: string | null): void {
    if (before === this.before) return;
    this.before = before;
    this.changed();
  }
}
