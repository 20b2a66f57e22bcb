// A canvas that keeps the device's resolution and tells when its size has changed.

export class Surface {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  width = 0;
  height = 0;
  /** Device pixels a CSS pixel. */
  ratio = 1;
  #observer: ResizeObserver;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly resized: () => void,
  ) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser gives no 2-D canvas.');
    this.context = context;
    this.#observer = new ResizeObserver(() => this.#measure(true));
    this.#observer.observe(canvas);
    this.#measure(false);
  }

  #measure(tell: boolean): void {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = Math.min(globalThis.devicePixelRatio || 1, 3);
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
    if (this.width === 0 || this.height === 0) return null;
    const { context, ratio } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
