// Which generations are listed where there is no room for all.

const CHOSEN = [1, 2, 3, 5, 9, 15, 25, 40, 60, 100, 150, 250, 400, 600, 1000, 2500, 5000, 10_000];

/** At most `most` generations of 1 … last: the first ones, ever wider apart, and the last. */
export function milestones(last: number, most: number): readonly number[] {
  if (last <= most) return Array.from({ length: last }, (_, i) => i + 1);
  const inside = CHOSEN.filter(generation => generation < last);
  if (inside.length < most) return [...inside, last];
  // The beginning is told in full; of the rest, even steps of the list.
  const start = inside.slice(0, 3);
  const rest = [...inside.slice(3), last];
  const room = most - start.length;
  return [
    ...start,
    ...Array.from({ length: room }, (_, i) => rest[Math.round(((i + 1) * rest.length) / room) - 1]!),
  ];
}
