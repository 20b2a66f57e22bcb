import { expect, test } from 'vitest';
import { generationColour, viridis } from '../../../web/src/plots/ramp';
import { channels, fade } from '../../../web/src/plots/theme';

test('colours are read from tokens and from what a browser computes', () => {
  expect(channels('#c24e00')).toEqual([194, 78, 0]);
  expect(channels('rgb(194, 78, 0)')).toEqual([194, 78, 0]);
  expect(fade('#0072b2', 0.5)).toBe('rgb(0 114 178 / 0.5)');
});

test('viridis runs from its dark to its light end, ever lighter', () => {
  expect(viridis(0)).toEqual([68, 1, 84]);
  expect(viridis(1)).toEqual([253, 231, 37]);
  const lightness = Array.from({ length: 101 }, (_, i) => {
    const [red, green, blue] = viridis(i / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  for (let i = 1; i <= 100; i += 1) expect(lightness[i]).toBeGreaterThan(lightness[i - 1]! - 1);
});

test('generations keep clear of the end of the ramp that fades into the ground', () => {
  expect(generationColour(1, false)).not.toBe(generationColour(1, true));
  expect(channels(generationColour(1, false))[0]).toBeLessThan(140);
  expect(channels(generationColour(0, true))[2]).toBeGreaterThan(120);
});
