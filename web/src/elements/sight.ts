// Whether a reader can see an element: it is within the window, and nothing around it hides it.

/** A hidden slide tells nobody that it has been hidden. */
const LOOK_MS = 200;

/** Whether anything around the element keeps it from being drawn: a hidden slide, a closed box, full transparency. */
export function isDrawn(element: Element): boolean {
  if ('checkVisibility' in element)
    return element.checkVisibility({
      visibilityProperty: true,
      opacityProperty: true,
      checkVisibilityCSS: true,
      checkOpacity: true,
    });
  const { visibility } = getComputedStyle(element as Element);
  return visibility !== 'hidden' && (element as Element).getClientRects().length > 0;
}

/** Tells when the element comes into sight and when it goes. */
export class Sight {
  #observer: IntersectionObserver | null = null;
  #timer = 0;
  #near = true;
  #seen = true;

  constructor(
    private readonly element: Element,
    private readonly changed: () => void,
  ) {}

  get seen(): boolean {
    return this.#seen;
  }

  /** Looks again and again while `on`: while something moves that should stand still unseen. */
  set watching(on: boolean) {
    if (on === (this.#timer !== 0)) return;
    window.clearInterval(this.#timer);
    this.#timer = on ? window.setInterval(() => this.#look(), LOOK_MS) : 0;
    if (on) this.#look();
  }

  connect(): void {
    this.#observer = new IntersectionObserver(entries => {
      this.#near = entries.at(-1)?.isIntersecting !== false;
      this.#look();
    });
    this.#observer.observe(this.element);
  }

  disconnect(): void {
    this.#observer?.disconnect();
    this.watching = false;
  }

  #look(): void {
    const seen = this.#near && isDrawn(this.element);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.changed();
  }
}
