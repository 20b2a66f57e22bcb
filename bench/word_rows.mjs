// The rows of the word n-grams: counting alone, and the experiment that opens with them.

import { readFileSync } from 'node:fs';

const places = ['wasm', 'wasm, Chromium'];

/** Trigrams of the first `tokens` tokens of Moby-Dick, counted with what Kneser-Ney needs. */
function trigrams(tokens, times) {
  return {
    work: `word trigrams counted, ${tokens.toLocaleString('en')} tokens`,
    line: `trigrams ${tokens} ${times}`,
    show: ms => `${((tokens * times) / ms / 1000).toFixed(2)} M tokens/s`,
    few: true,
    who: ['native', 'unordered_map', 'NLTK', ...places, 'Map', 'Map, Chromium'],
    goals: [
      ['native', 'unordered_map', 2],
      ['native', 'NLTK'],
      ['wasm', 'Map', 5],
      ['wasm, Chromium', 'Map, Chromium', 5],
      ['native', 'wasm'],
    ],
  };
}

const lost = JSON.parse(
  readFileSync(new URL('../core/presets/words-lost.json', import.meta.url), 'utf8'),
).spec;

export const wordRows = [
  trigrams(80_000, 3),
  trigrams(160_000, 2),
  {
    work: 'words are lost by chance: 20 generations of 80,000 words, trigrams, all metrics',
    line: JSON.stringify({ ...lost, generations: 20 }),
    count: 1000,
    unit: 's',
    few: true,
    who: ['native', ...places],
    goals: [['wasm, Chromium', null, '< 5 s'], ['wasm'], ['native']],
  },
];
