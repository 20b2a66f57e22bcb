/** A story at rest for so long is told aloud: not every place a slider is dragged over. */
const REST_MS = 400;

/** What is read aloud, in one place: milestones, and what the keys read out of a figure. Nothing while the story plays. */
export class Narrator {
  /** What was said last. */
  said = '';
  #timer = 0;

  constructor(private readonly changed: () => void) {}

  /** The story rests here. */
  rest(sentence: string): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.say(sentence), REST_MS);
  }

  /** It goes on. */
  hush(): void {
    window.clearTimeout(this.#timer);
  }

  say(text: string): void {
    window.clearTimeout(this.#timer);
    if (text === this.said) return;
    this.said = text;
    this.changed();
  }
}
