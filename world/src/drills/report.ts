// What is printed of drills: a line while they go on, then a table, failures in full with the one command
// that repeats them, and a last line that says it all.

import type { Run, Wishes } from './drill.ts';
import { share } from './figures.ts';

const percent = (part: number, whole: number): string =>
  `${part}/${whole} ${(share(part, whole) * 100).toFixed(1)} %`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const columns: readonly (readonly [title: string, of: (run: Run) => string])[] = [
  ['drill', ({ drill }) => drill.name],
  ['told within 10 s', ({ during }) => percent(during.answeredInTime, during.buyers)],
  ['slowest', ({ during }) => seconds(during.toldMs.worst)],
  ['sales saved', ({ during }) => percent(during.saved, during.buyers)],
  ['usual wait', ({ usualWaitMs }) => seconds(usualWaitMs)],
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
  return lines.map((line) => `  ${line.join('  ')}`.trimEnd()).join('\n');
}

export function failuresText(runs: readonly Run[], again: (name: string) => string): string {
  return runs
    .filter(({ failures }) => failures.length > 0)
    .map(({ drill: { name }, failures }) =>
      [`${name}:`, ...failures.map((one) => `  ${one}`), `  again: ${again(name)}`].join('\n'),
    )
    .join('\n');
}

/** A drill that could not be brought to its end: its world is gone, or does not answer. */
export type CutOff = { readonly name: string; readonly reason: string };

export function cutOffText(cutOff: readonly CutOff[], again: (name: string) => string): string {
  return cutOff
    .map(({ name, reason }) => `${name} was cut off:\n  ${reason}\n  again: ${again(name)}`)
    .join('\n');
}

export function lastLine(runs: readonly Run[], cutOff: readonly CutOff[], tookMs: number): string {
  const failed = runs.filter(({ failures }) => failures.length > 0).map(({ drill }) => drill.name);
  const bad = [...failed, ...cutOff.map(({ name }) => name)];
  const all = runs.length + cutOff.length;
  const took = `in ${(tookMs / 1000).toFixed(0)} s`;
  if (bad.length === 0) return `PASS: ${all} of ${all} drills, ${took}`;
  return `FAIL: ${bad.length} of ${all} drills (${bad.join(', ')}), ${took}`;
}

/** The same buyers, the same chances, the same number of kills. */
export function commandOf(name: string, { shoppers, kills, seed }: Repeat): string {
  const said = kills === undefined ? '' : ` --kills ${kills}`;
  return `npm run drill -- ${name} --shoppers ${shoppers}${said} --seed ${seed}`;
}

export type Repeat = Pick<Wishes, 'shoppers'> & {
  readonly kills: number | undefined;
  readonly seed: number;
};
