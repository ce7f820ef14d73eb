// Two runs side by side, from the files in bench/results/: what both have measured, and how the second
// stands to the first. Only their ratios to rows of their own run may be trusted.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Kept, printTable } from './report.ts';

export function compare(paths: readonly string[]): void {
  const [first, second] = paths;
  if (first === undefined || second === undefined || paths.length > 2) {
    throw new Error('compare wants two files of bench/results: npm run bench -- compare A B');
  }
  const [before, after] = [readRun(first), readRun(second)];
  for (const name of Object.keys(before.machine)) {
    console.log(`${name.padEnd(9)}${before.machine[name]}  →  ${after.machine[name] ?? ''}`);
  }
  for (const { title, rows } of after.tables) {
    const known = before.tables.find((table) => table.title === title)?.rows ?? [];
    const both = rows.flatMap((row) => {
      const was = known.find(({ what }) => what === row.what);
      if (!was || was.value === 0) return [];
      const { what, unit, value } = row;
      return [{ what, unit, value, ratio: value / was.value, than: basename(first) }];
    });
    if (both.length > 0) printTable(title, both);
  }
}

function readRun(path: string): Kept {
  const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (isKept(kept)) return kept;
  throw new Error(`${path} is no result of the bench`);
}

const isKept = (kept: unknown): kept is Kept =>
  typeof kept === 'object' && kept !== null && 'machine' in kept && 'tables' in kept;
