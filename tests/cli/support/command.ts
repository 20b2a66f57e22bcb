import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';

// Each test starts the program several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The program under test: $COLLAPSE_BIN, else the release build. */
export const binary = resolve(root, process.env.COLLAPSE_BIN ?? 'build/release/collapse');

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
}

export function collapse(args: readonly string[], input: string | Buffer = '', cwd?: string): Outcome {
  const done: SpawnSyncReturns<string> = spawnSync(binary, args, {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (done.error !== undefined && !('code' in done.error && done.error.code === 'EPIPE')) throw done.error;
  return { status: done.status, signal: done.signal, out: done.stdout, error: done.stderr };
}

/** One short line of printable UTF-8 that starts with the program's name, and the exit status. */
export function refused(
  args: readonly string[],
  status: number,
  message: RegExp,
  input: string | Buffer = '',
  cwd?: string,
): void {
  const done = collapse(args, input, cwd);
  expect(done.error).toMatch(/^collapse: [^\p{Cc}\ufffd]*\n$/u);
  expect(done.error.length).toBeLessThan(1700);
  expect(done.error).toMatch(message);
  expect(done.out).toBe('');
  expect(done.status).toBe(status);
}

/** Runs and requires success without a word on stderr. */
export function output(args: readonly string[], input: string | Buffer = '', cwd?: string): string {
  const done = collapse(args, input, cwd);
  if (done.status !== 0 || done.error !== '')
    throw new Error(`collapse ${args.join(' ')} ended with ${done.status ?? done.signal}: ${done.error}`);
  return done.out;
}

/** Calls `use` with an empty folder that is removed afterwards. */
export async function inFolder(use: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'collapse-test-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Table {
  readonly comments: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function parseCsv(text: string): Table {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('The last line does not end.');
  const comments = lines.filter(line => line.startsWith('#'));
  const [head, ...rows] = lines.slice(comments.length);
  if (head === undefined) throw new Error('There is no header.');
  return { comments, columns: head.split(','), rows: rows.map(row => row.split(',')) };
}

/** A spec that is computed in a moment. */
export const small = ['run', 'gaussian-forgets', '--generations', '12', '--set', '/samples/n=20'];

interface Trained {
  readonly spec: { readonly model: { readonly kind: string; readonly start?: string } };
}

/** Options that make one run of a preset short: a transformer is trained on less text, and once. */
export function quickly({ spec: { model } }: Trained): string[] {
  const network = model.kind === 'vae' || model.kind === 'transformer';
  return [
    ...['--runs', '1', '--generations', network ? '1' : '2'],
    ...(model.kind === 'transformer' ? ['--set', '/samples/n=1000', '--set', '/model/epochs=1'] : []),
    ...(model.start === 'pretrained' ? ['--set', '/model/pretraining=1'] : []),
  ];
}
