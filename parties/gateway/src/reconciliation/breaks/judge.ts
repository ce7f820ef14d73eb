// Was each break found, and by its name, and nothing else? Knows what was planted and what was found;
// how it was found is none of its business.

import { type BreakName, breakNames, type Exception } from '../matching/outcome.ts';
import type { PairName } from '../matching/pair.ts';
import type { SourceRow } from '../matching/source-row.ts';
import type { Planted } from './plant-in-sales.ts';

export type Line = {
  readonly name: BreakName;
  readonly planted: number;
  readonly found: number;
  readonly named: number;
  /** Exceptions of this name that nothing was planted for, or not so. */
  readonly falseAlarms: number;
};

export type Verdict = {
  readonly lines: readonly Line[];
  readonly isRight: boolean;
  /** A few of what went wrong, in words. */
  readonly wrong: readonly string[];
};

const wrongMax = 20;

export function judge(planted: readonly Planted[], found: readonly Exception[]): Verdict {
  const owners = new Map<string, Planted>();
  for (const one of planted) for (const row of one.rows) owners.set(spotOf(one.pair, row), one);
  const right = new Map<Planted, Exception>();
  const touched = new Set<Planted>();
  const alarms: Exception[] = [];
  for (const exception of found) {
    const rows = [...exception.expecting, ...exception.answering];
    const owner = rows.map((row) => owners.get(spotOf(exception.pair, row))).find(Boolean);
    if (owner !== undefined) touched.add(owner);
    const isRight = owner !== undefined && !right.has(owner) && isTheSame(owner, exception);
    if (isRight) right.set(owner, exception);
    else alarms.push(exception);
  }
  const count = <T extends { name: BreakName }>(all: Iterable<T>, name: BreakName) =>
    [...all].filter((one) => one.name === name).length;
  const lines = breakNames.map((name) => ({
    ...{ name, planted: count(planted, name), found: count(touched, name) },
    ...{ named: count(right.keys(), name), falseAlarms: count(alarms, name) },
  }));
  const unseen = planted.filter((one) => !right.has(one));
  return {
    lines,
    isRight: unseen.length === 0 && alarms.length === 0,
    wrong: [
      ...unseen.map((one) => `not found: ${one.name} in ${one.pair}, ${idsOf(one.rows)}`),
      ...alarms.map((one) => {
        return `false alarm: ${one.name} in ${one.pair}, ${idsOf([...one.expecting, ...one.answering])}`;
      }),
    ].slice(0, wrongMax),
  };
}

/** The same name about the same rows; of two equal ones either is the one too many. */
function isTheSame({ name, rows }: Planted, exception: Exception): boolean {
  if (exception.name !== name || exception.also.length > 0) return false;
  const named = new Set([...exception.expecting, ...exception.answering].map(nameOf));
  const planted = new Set(rows.map(nameOf));
  if (name === 'duplicate') return named.size === 1 && [...named].every((one) => planted.has(one));
  return named.size === planted.size && [...named].every((one) => planted.has(one));
}

const nameOf = ({ source, kind, id }: SourceRow): string => `${source}|${kind}|${id}`;
const spotOf = (pair: PairName, row: SourceRow): string => `${pair}|${nameOf(row)}`;
const idsOf = (rows: readonly SourceRow[]): string =>
  rows
    .slice(0, 4)
    .map(({ id }) => id)
    .join(' ');

/** As the program prints it. */
export function tableOf({ lines }: Verdict): string {
  const columns = ['planted', 'found', 'named', 'falseAlarms'] as const;
  const heads = ['planted', 'found', 'named rightly', 'false alarms'];
  const total = (column: (typeof columns)[number]) =>
    lines.reduce((sum, line) => sum + line[column], 0);
  const rows = [
    ['break', ...heads],
    ...lines.map((line) => [
      line.name.replaceAll('_', ' '),
      ...columns.map((column) => String(line[column])),
    ]),
    ['all', ...columns.map((column) => String(total(column)))],
  ];
  return rows
    .map(([first = '', ...rest]) => {
      return first.padEnd(16) + rest.map((cell) => cell.padStart(15)).join('');
    })
    .join('\n');
}
