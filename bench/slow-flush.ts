// A disk that takes longer: flush-delay.c as a library for the database server, where this machine
// has a C compiler.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compilers = ['cc', 'gcc', 'clang'];
const source = fileURLToPath(new URL('./flush-delay.c', import.meta.url));
const built = new Map<number, string | undefined>();

/** The library that adds so much to every flush; undefined where it cannot be built. */
export function slowFlush(ms: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!built.has(ms)) built.set(ms, build(ms));
  return built.get(ms);
}

function build(ms: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kassa-flush-'));
  // The server runs as another user where we are root.
  chmodSync(folder, 0o755);
  const library = join(folder, 'flush-delay.so');
  const settings = ['-O2', '-shared', '-fPIC', `-DDELAY_NS=${ms * 1_000_000}L`];
  for (const compiler of compilers) {
    try {
      execFileSync(compiler, [...settings, '-o', library, source], { stdio: 'pipe' });
      chmodSync(library, 0o755);
      return library;
    } catch {
      // The next one, if there is one.
    }
  }
  return undefined;
}
