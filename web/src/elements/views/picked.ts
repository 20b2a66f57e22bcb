// Which metric is shown.

import type { Column } from '../../engine';
import type { Lab } from './view';

export interface Picked {
  readonly column: Column;
  readonly index: number;
}

/** The metric the reader picked, else the experiment's first headline. */
export function pickedOf({ simulation, metric }: Lab): Picked | null {
  const { columns } = simulation.layout;
  let index = columns.findIndex(({ name }) => name === metric);
  if (index < 0) index = columns.findIndex(({ headline }) => headline);
  if (index < 0) index = 0;
  const column = columns[index];
  return column === undefined ? null : { column, index };
}
