import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const binary =
  process.env.COLLAPSE_BIN ?? fileURLToPath(new URL('../../../build/release/collapse', import.meta.url));

/** What the command prints. */
export function collapse(...args: string[]): string {
  return execFileSync(binary, args, { encoding: 'utf8', maxBuffer: 256 << 20 });
}
