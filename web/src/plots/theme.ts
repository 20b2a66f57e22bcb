// The colours and sizes of the page as a canvas needs them, read from the tokens of the element it stands in.

export interface Theme {
  readonly dark: boolean;
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly real: string;
  readonly model: string;
  readonly law: string;
  /** Font family of labels. */
  readonly family: string;
  /** CSS pixels of ticks and of labels. */
  readonly tick: number;
  readonly label: number;
}

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const forced = matchMedia('(forced-colors: active)').matches;
  const token = (name: string): string => style.getPropertyValue(`--mc-${name}`).trim();
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return {
    dark: token('scheme') === 'dark',
    // Where the reader's own colours are forced, the tokens no longer say what stands behind the plot.
    ground: forced ? style.backgroundColor : token('ground'),
    ink: forced ? style.color : token('ink'),
    quiet: forced ? style.color : token('quiet'),
    rule: token('rule'),
    real: token('real'),
    model: token('model'),
    law: forced ? style.color : token('law'),
    family: token('sans'),
    tick: 0.75 * rem,
    label: 0.9 * rem,
  };
}

/** `#rrggbb` or `rgb(…)` as red, green, blue. */
export function channels(colour: string): [number, number, number] {
  if (!colour.startsWith('#')) {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue];
  }
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** A colour with an opacity. */
export function fade(colour: string, opacity: number): string {
  const [red, green, blue] = channels(colour);
  return `rgb(${red} ${green} ${blue} / ${opacity})`;
}
