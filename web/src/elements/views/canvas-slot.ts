import { Surface } from '../../plots/surface';

/** A canvas of a template and the plot upon it; a new plot whenever the template brings a new canvas. */
export class CanvasSlot<Plot> {
  #surface: Surface | null = null;
  plot: Plot | null = null;

  constructor(
    private readonly selector: string,
    private readonly make: (surface: Surface) => Plot,
    private readonly redraw: () => void,
  ) {}

  /** Whether the canvas is there. */
  attach(root: ParentNode): boolean {
    const canvas = root.querySelector<HTMLCanvasElement>(this.selector);
    if (canvas === null) return false;
    if (this.#surface?.canvas !== canvas) {
      this.dispose();
      this.#surface = new Surface(canvas, this.redraw);
      this.plot = this.make(this.#surface);
      this.redraw();
    }
    return true;
  }

  dispose(): void {
    this.#surface?.dispose();
    this.#surface = null;
    this.plot = null;
  }
}

/** Where a pointer stands on the element it is over, in its own CSS pixels: a slide may be drawn larger or smaller than it is. */
export function placeOf(event: PointerEvent): readonly [x: number, y: number] {
  const element = event.currentTarget as HTMLElement;
  const { left, top, width, height } = element.getBoundingClientRect();
  const scale = (shown: number, own: number): number => (shown > 0 && own > 0 ? own / shown : 1);
  return [
    (event.clientX - left) * scale(width, element.offsetWidth),
    (event.clientY - top) * scale(height, element.offsetHeight),
  ];
}

/** The pointer asks for the generation under it: pressed, or moved while pressed. */
export const isScrub = (event: PointerEvent): boolean => event.buttons === 1 || event.type === 'pointerdown';
