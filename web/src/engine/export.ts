/** Name of an exported file: the preset, the seed, and the ending. */
export function fileName(
  preset: string | undefined,
  spec: string,
  ending: 'csv' | 'json' | 'png' | 'svg',
): string {
  const { seed } = JSON.parse(spec) as { seed?: unknown };
  const safe = (preset ?? 'experiment').replaceAll(/[^a-z0-9-]+/gi, '-');
  return `model-collapse-${safe}-seed-${String(seed)}.${ending}`;
}

/** The spec as a file for `collapse run`. */
export function specFile(spec: string): Blob {
  return new Blob([`${JSON.stringify(JSON.parse(spec), null, 2)}\n`], { type: 'application/json' });
}

export function csvFile(csv: string): Blob {
  return new Blob([csv], { type: 'text/csv' });
}

/** Hands a file to the reader. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has its own hold on the data only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
