import { expect, test } from 'vitest';
import { fileName, specFile } from '../../web/src/engine/export';
import { HistoryStore } from '../../web/src/engine/history';
import { Lru } from '../../web/src/engine/lru';
import { FrameView, Sections } from '../../web/src/engine/sections';

test('the history gives each statistic of each column in order of the generations', () => {
  const store = new HistoryStore(2, 3);
  const block = (from: number, to: number): Float64Array => {
    const numbers: number[] = [];
    for (let g = from; g <= to; ++g)
      for (let c = 0; c < 2; ++c) for (let s = 0; s < 6; ++s) numbers.push(100 * g + 10 * c + s);
    return Float64Array.from(numbers);
  };
  store.append(0, block(0, 0));
  store.append(1, block(1, 2));
  expect([...store.series(0, 'mean')]).toEqual([0, 100, 200]);
  expect([...store.series(1, 'q95')]).toEqual([15, 115, 215]);
  expect(store.at(1, 'q50', 2)).toBe(213);
  expect(store.at(1, 'q50', 3)).toBeNaN();
  store.append(3, block(3, 3));
  expect([...store.series(1, 'q05')]).toEqual([11, 111, 211, 311]);
});

test('the least recently used value goes first', () => {
  const lru = new Lru<number>(2);
  lru.set('a', 1);
  lru.set('b', 2);
  lru.get('a');
  lru.set('c', 3);
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3]);
});

test('a section that does not exist is empty', () => {
  const sections = new Sections(Float64Array.of(1, 2, 3), [{ name: 'pair', offset: 1, length: 2 }]);
  expect([...sections.section('pair')]).toEqual([2, 3]);
  expect(sections.section('none').length).toBe(0);
  expect(sections.has('pair')).toBe(true);
  expect(sections.has('none')).toBe(false);
  expect(sections.number('pair')).toBe(2);
  expect(sections.number('none')).toBeNaN();
});

test('a frame names the numbers of its head', () => {
  const frame = new FrameView(Float64Array.of(4, 2, 100, 10, 2, 2, 7, 1, 3, 0.5, 0.25, 9, 9), {
    status: ['well', 'late', 'badly'],
    sections: {
      frame: [
        { name: 'head', offset: 0, length: 9 },
        { name: 'row', offset: 9, length: 1 },
        { name: 'points_x', offset: 10, length: 3 },
      ],
    },
  });
  expect(frame).toMatchObject({
    generation: 4,
    lineage: 2,
    pointsTotal: 100,
    pointsReal: 10,
    pointsShown: 2,
  });
  expect(frame).toMatchObject({ status: 'badly', iterations: 7, floorsApplied: 1, deadComponents: 3 });
  expect(frame.value(0)).toBe(0.5);
  expect(frame.value(1)).toBeNaN();
  expect([...frame.pointsX]).toEqual([0.25, 9]);
});

test('a file is named after the preset and the seed, in letters every system takes', () => {
  expect(fileName('paper-1d', '{"seed":8}', 'csv')).toBe('model-collapse-paper-1d-seed-8.csv');
  expect(fileName(undefined, '{"seed":8}', 'json')).toBe('model-collapse-experiment-seed-8.json');
  expect(fileName('a/b ü', '{"seed":1}', 'png')).toBe('model-collapse-a-b--seed-1.png');
});

test('an exported spec is the spec', async () => {
  const spec = '{"schema":1,"seed":7,"source":{"mean":[0.1]}}';
  const text = await specFile(spec).text();
  expect(JSON.parse(text)).toEqual(JSON.parse(spec));
  expect(text.endsWith('}\n')).toBe(true);
});
