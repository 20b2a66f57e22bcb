// Which generations are listed where there is no room for all.

const CHOSEN = [1, 2, 3, 5, 9, 15, 25, 40, 60, 100, 150, 250, 400, 600, 1000, 1500, 2500, 4000, 6000];

/** At most `most` generations of 1 … last: the first ones, ever wider apart, and the last. */
export function milestones(last: number, most: number): readonly number[] {
  if (last <= most) return Array.from({ length: last }, (_, i) => i + 1);
  const inside = CHOSEN.filter(generation => generation < last);
  if (inside.length < most) return [...inside, last];
  // The beginning is told in full, the rest in equal ratios.
  const list = inside.slice(0, 3);
  const [from = 1] = list.slice(-1);
  for (let left = most - list.length; left > 1; left -= 1) {
    const wanted = Math.log(from * (last / from) ** ((most - 3 - left + 1) / (most - 3)));
    const away = (generation: number): number => Math.abs(Math.log(generation) - wanted);
    const later = inside.slice(inside.indexOf(list.at(-1)!) + 1, inside.length - left + 2);
    list.push(later.reduce((best, one) => (away(one) < away(best) ? one : best)));
  }
  return [...list, last];
}
