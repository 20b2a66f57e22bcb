// Additions and multiplications of floats that a task takes at least.

/** Of "gemm M N K LAYOUT TIMES" and "transformer VOCABULARY LAYERS WIDTH HEADS CONTEXT BLOCKS EPOCHS". */
export function flopsOf(line) {
  const [task, ...words] = line.split(' ');
  const numbers = words.map(Number);
  if (task === 'gemm') {
    const [m, n, k, , times] = numbers;
    return 2 * m * n * k * times;
  }
  const [vocabulary, layers, width, , context, blocks, epochs] = numbers;
  // A token meets every weight of a product once on the way there and twice on the way back, and every token before it in two
  // products of attention, four on the way back.
  const weights = 12 * width * width * layers + vocabulary * width;
  const attention = 2 * width * ((context + 1) / 2) * layers;
  return 2 * 3 * (weights + attention) * context * blocks * epochs;
}

/** The ceiling task that takes as many, in numbers below 2^31. */
export const ceilingLine = (task, line) => `${task} 1000 1000 ${Math.round(flopsOf(line) / 2e6)} 0 1`;
