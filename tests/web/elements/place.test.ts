import { expect, test } from 'vitest';
import { placeOf } from '../../../web/src/elements/views/canvas-slot';

const at = (clientX: number, clientY: number, shown: number, own: number): readonly number[] =>
  placeOf({
    clientX,
    clientY,
    currentTarget: {
      offsetWidth: own,
      offsetHeight: own,
      getBoundingClientRect: () => ({ left: 100, top: 50, width: shown, height: shown }),
    },
  } as unknown as PointerEvent);

test('the pointer is placed in the canvas’s own pixels, however large a slide draws it', () => {
  expect(at(130, 70, 400, 400)).toEqual([30, 20]);
  expect(at(130, 70, 200, 400)).toEqual([60, 40]);
  expect(at(130, 70, 800, 400)).toEqual([15, 10]);
  expect(at(130, 70, 0, 0)).toEqual([30, 20]);
});
