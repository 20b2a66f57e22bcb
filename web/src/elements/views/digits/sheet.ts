import { drawContactSheet, type SheetWall } from '../../../plots/digits/contact-sheet';
import { formatCount } from '../../../plots/format';
import type { Lab } from '../view';

/** More walls than this make no sheet anybody looks at; then evenly chosen generations stand for all. */
const MOST_WALLS = 24;

/** The walls of all generations computed so far, as a PNG. */
export async function contactSheet({ simulation, lineage, paper }: Lab): Promise<Blob | null> {
  const { completed, layout, spec } = simulation;
  const every = Math.ceil((completed + 1) / MOST_WALLS);
  const walls: SheetWall[] = [];
  for (let generation = 0; generation <= completed; generation += every) {
    const frame = await simulation.frame(lineage, generation);
    walls.push({
      caption: generation === 0 ? 'real digits' : `generation ${formatCount(generation)}`,
      images: frame.section('wall'),
      isReal: generation === 0,
    });
  }
  const { seed } = JSON.parse(spec) as { seed?: number };
  const hash = await simulation.hash();
  const canvas = drawContactSheet(
    walls,
    layout.side ?? 1,
    [`Model Collapse Lab · seed ${String(seed)} · hash ${hash}`, layout.attribution ?? ''],
    paper,
  );
  return new Promise(resolve => canvas.toBlob(resolve));
}
