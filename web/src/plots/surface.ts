// A canvas that keeps the device's resolution and tells when its size or the resolution has changed.

/** Device pixels a CSS pixel at most: more nobody sees, and they cost time. */
const FINEST = 3;

export class Surface {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width = 0;
  height = 0;
  /** Device pixels a CSS pixel. */
  ratio = 1;
  readonly #observer: ResizeObserver;
  /** Fires once the resolution is no longer the one measured last. */
  #resolution: MediaQueryList | null = null;
  readonly #paper = matchMedia('print');
  readonly #changed = (): void => this.measure(true);

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly resized: () => void,
  ) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser gives no 2-D canvas.');
    this.context = context;
    this.#observer = new ResizeObserver(this.#changed);
    this.#observer.observe(canvas);
    // A printed page is laid out before any observer of sizes is asked.
    for (const type of ['beforeprint', 'afterprint']) window.addEventListener(type, this.#changed);
    this.#paper.addEventListener('change', this.#changed);
    this.measure(false);
  }

  /** Takes in the canvas' size as it is now; `tell`: says so if it is another. */
  measure(tell: boolean): void {
    const { clientWidth, clientHeight } = this.canvas;
    const device = globalThis.devicePixelRatio || 1;
    const ratio = Math.min(device, FINEST);
    // A window that is dragged to another screen, or zoomed, may keep the canvas' size: no observer of sizes sees that.
    this.#resolution?.removeEventListener('change', this.#changed);
    this.#resolution = matchMedia(`(resolution: ${device}dppx)`);
    this.#resolution.addEventListener('change', this.#changed);
    if (clientWidth === this.width && clientHeight === this.height && ratio === this.ratio) return;
    this.width = clientWidth;
    this.height = clientHeight;
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(clientHeight * ratio));
    if (tell) this.resized();
  }

  /** Clears and returns the context in CSS pixels; null while the canvas has no size. */
  begin(): CanvasRenderingContext2D | null {
    // Whatever did not tell of another resolution: what is drawn is drawn for the one there is.
    if (Math.min(globalThis.devicePixelRatio || 1, FINEST) !== this.ratio) this.measure(false);
    if (this.width === 0 || this.height === 0) return null;
    const { context, ratio } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#resolution?.removeEventListener('change', this.#changed);
    this.#paper.removeEventListener('change', this.#changed);
    for (const type of ['beforeprint', 'afterprint']) window.removeEventListener(type, this.#changed);
  }
}
