// What is printed of drills: a line while they go on, a table at the end, failures in full.

import type { Run } from './drill.ts';
import { share } from './figures.ts';

const percent = (part: number, whole: number): string =>
  `${(share(part, whole) * 100).toFixed(1)} %`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const columns: readonly (readonly [title: string, of: (run: Run) => string])[] = [
  ['drill', ({ drill }) => drill.name],
  ['buyers', ({ during }) => String(during.buyers)],
  ['told ≤ 10 s', ({ during }) => percent(during.answeredInTime, during.buyers)],
  ['served at once', ({ during }) => percent(during.saved, during.buyers)],
  ['added wait', ({ addedWaitMs }) => seconds(addedWaitMs)],
  ['doubled', ({ verdict }) => String(verdict.doubled.length)],
  ['lost', ({ verdict }) => String(verdict.lost.length)],
  ['unexplained', ({ verdict }) => String(verdict.unexplained.length)],
  ['books', ({ verdict }) => (verdict.isProven ? 'proven' : 'NOT PROVEN')],
  ['recovered', ({ recoveredMs }) => (recoveredMs === null ? 'never' : seconds(recoveredMs))],
  ['', ({ failures }) => (failures.length === 0 ? 'passed' : 'FAILED')],
];

export function tableOf(runs: readonly Run[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...runs.map((run) => columns.map(([, of]) => of(run))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    ),
  );
  return lines.map((line) => `  ${line.join('  ')}`).join('\n');
}

export function failuresText(runs: readonly Run[]): string {
  return runs
    .filter(({ failures }) => failures.length > 0)
    .map(({ drill, failures }) => `${drill.name}:\n${failures.map((one) => `  ${one}`).join('\n')}`)
    .join('\n');
}
