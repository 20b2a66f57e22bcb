// How much of the axis of perplexities is shown.

/** A share that can be seen. */
const VISIBLE = 0.003;
/** Powers of ten that are shown at least. */
const LEAST = 2;

/** Up to the whole power of ten that all rows stay below, but for what nobody could see. `grid`: centres in powers of ten. */
export function binsOf(grid: Float64Array, rows: readonly Float64Array[]): number {
  const last = Math.max(...rows.map(row => row.findLastIndex(share => share > VISIBLE)), 0);
  const decades = Math.max(LEAST, Math.ceil(grid[last] ?? 0));
  const beyond = grid.findIndex(centre => centre > decades);
  return beyond < 0 ? grid.length : beyond;
}
