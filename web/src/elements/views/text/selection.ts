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
