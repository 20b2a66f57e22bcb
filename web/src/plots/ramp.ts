// Viridis (Stéfan van der Walt and Nathaniel Smith, CC0) at nine even steps, linear between them: its lightness rises
// evenly, so it reads in grey and by readers who do not see red and green apart.

const STEPS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** Colour at `share` in [0, 1]. */
export function viridis(share: number): [number, number, number] {
  const place = Math.min(Math.max(share, 0), 1) * (STEPS.length - 1);
  const below = Math.min(Math.floor(place), STEPS.length - 2);
  const [from, to, part] = [STEPS[below]!, STEPS[below + 1]!, place - below];
  return [0, 1, 2].map(i => Math.round(from[i]! + part * (to[i]! - from[i]!))) as [number, number, number];
}

/** A generation's colour: the end of the ramp that fades into the ground is left out. */
export function generationColour(share: number, dark: boolean): string {
  const [red, green, blue] = viridis(dark ? 0.25 + 0.75 * share : 0.82 * share);
  return `rgb(${red} ${green} ${blue})`;
}
