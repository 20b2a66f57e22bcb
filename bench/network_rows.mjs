// The rows of the networks: products of matrices as a training step of the autoencoder needs them, and trainings.

import { readFileSync } from 'node:fs';
import { flopsOf } from './flops.mjs';

const places = ['wasm', 'wasm, Chromium'];
const ceilingOf = place => place.replace('wasm', 'wasm ceiling');

/** C = A B with C m x n; layout: 0 as they are, 1 A lies transposed, 2 B does (networks.h); native: natively as well. */
function product(m, n, k, layout, what, native = false) {
  const times = Math.max(1, Math.round(2e8 / (2 * m * n * k)));
  return {
    work: `product ${m} × ${k} × ${n}${['', ', left transposed', ', right transposed'][layout]} (${what})`,
    line: `gemm ${m} ${n} ${k} ${layout} ${times}`,
    least: true,
    show: ms => `${((2 * m * n * k * times) / ms / 1e6).toFixed(1)} GF/s`,
    who: [
      ...places.flatMap(place => [place, ceilingOf(place)]),
      'native', // always, for the same bits
      ...(native ? ['ceiling of 8 lanes', 'ceiling of 4 lanes', 'Eigen', 'numpy'] : []),
    ],
    goals: [
      ...places.map(place => [place, ceilingOf(place), 'share ≥ 50 %']),
      ['native', 'ceiling of 8 lanes', 'share'],
      ['native', 'ceiling of 4 lanes', 'share'],
      ['native', 'Eigen'],
      ['native', 'numpy'],
    ],
  };
}

/** A transformer's training, one epoch of so many blocks. */
function transformer(vocabulary, layers, width, heads, context, blocks) {
  const line = `transformer ${vocabulary} ${layers} ${width} ${heads} ${context} ${blocks} 1`;
  return {
    work: `char transformer d=${width} L${layers} T${context}, training tokens/s`,
    line,
    count: 1,
    unit: 'ms',
    show: ms =>
      `${((1000 * context * blocks) / ms).toFixed(0)} tokens/s, ${(flopsOf(line) / ms / 1e6).toFixed(1)} GF/s`,
    few: true,
    least: true,
    losses: true,
    each: 'a token',
    who: ['native', 'PyTorch', 'ceiling of 8 lanes', ...places.flatMap(place => [place, ceilingOf(place)])],
    goals: [
      ...places.map(place => [place, null, '≥ 10,000 tokens/s']),
      ...places.map(place => [place, ceilingOf(place), 'share']),
      ['wasm', 'PyTorch'],
      ['native', 'PyTorch'],
      ['native', 'ceiling of 8 lanes', 'share'],
      ['native', 'wasm'],
    ],
  };
}

const blur = JSON.parse(
  readFileSync(new URL('../core/presets/digits-blur.json', import.meta.url), 'utf8'),
).spec;

export const networkRows = [
  product(256, 256, 256, 0, 'square', true),
  product(100, 256, 784, 2, '28 × 28: to the hidden layer', true),
  product(100, 784, 256, 2, 'to the pixels'),
  product(100, 256, 784, 0, 'back from the pixels'),
  product(256, 784, 100, 1, 'gradient of weights'),
  product(100, 256, 196, 2, '14 × 14: to the hidden layer'),
  product(100, 196, 256, 2, 'to the pixels'),
  product(256, 196, 100, 1, 'gradient of weights'),
  {
    work: 'autoencoder 784-256-20, one epoch of 10,000 digits',
    line: 'vae 28 20 10000 1',
    count: 1,
    unit: 'ms',
    few: true,
    least: true,
    losses: true,
    who: [
      'native',
      'numpy',
      ...places,
      ...['TensorFlow.js', 'TensorFlow.js tuned'].flatMap(name => [name, `${name}, Chromium`]),
    ],
    goals: [
      ['wasm', 'TensorFlow.js', 11],
      ['wasm, Chromium', 'TensorFlow.js, Chromium', 11],
      ['wasm', 'TensorFlow.js tuned', 2.8],
      ['wasm, Chromium', 'TensorFlow.js tuned, Chromium', 2.8],
      ['native', 'numpy'],
      ['native', 'wasm'],
    ],
  },
  {
    work: 'digits, default setting, one generation trained (15 epochs of 5,000 digits, 196-256-8)',
    line: 'vae 14 8 5000 15',
    count: 1000,
    unit: 's',
    few: true,
    losses: true,
    who: ['native', ...places],
    goals: [['wasm, Chromium', null, 'first digits < 5 s'], ['wasm'], ['native']],
  },
  {
    work: 'digits, default setting, 10 generations, all metrics',
    line: JSON.stringify({ ...blur, generations: 10 }),
    count: 1000,
    unit: 's',
    once: true,
    who: ['native', ...places],
    goals: [['wasm, Chromium', null, '< 40 s'], ['wasm'], ['native']],
  },
  transformer(100, 4, 64, 4, 64, 512),
];
