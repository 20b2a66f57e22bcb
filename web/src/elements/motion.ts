const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** The reader asked the system for less motion. */
export const reducedMotion = (): boolean => calm.matches;
