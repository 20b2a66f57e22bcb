/** Counts up to three times as far as the truth is seen to reach. */
export function countsShown(truth: Float64Array): number {
  const reach = truth.findLastIndex(probability => probability > 1e-3) + 1;
  return Math.min(truth.length, Math.max(12, 3 * reach));
}
