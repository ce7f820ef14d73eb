// One pair while it is being matched: what is still free on both sides, and what has been found. Each
// step takes units off the board; none puts one back.

import { assert } from '@kassa/result';
import type { BreakName, Outcome } from './outcome.ts';
import type { Pair } from './pair.ts';
import { type DayNumber, type KeyKind, keyKinds, type SourceRow } from './source-row.ts';
import { type Unit, unitsOf } from './unit.ts';

export type Ending =
  | { readonly result: 'matched'; readonly by: KeyKind | 'amount' }
  | { readonly result: 'waiting' }
  | {
      readonly result: 'exception';
      readonly name: BreakName;
      readonly also?: readonly BreakName[];
      readonly twin?: string;
    };

export type Group = { readonly expecting: readonly Unit[]; readonly answering: readonly Unit[] };

export type Board = {
  readonly pair: Pair;
  readonly today: DayNumber;
  readonly free: { readonly expecting: Set<Unit>; readonly answering: Set<Unit> };
  readonly outcomes: Outcome[];
  /** By key: who was matched with whom. A unit that comes later with that key repeats one of them. */
  readonly settled: Map<string, { readonly expecting: Unit; readonly answering: Unit }>;
  take(group: Group, ending: Ending): void;
};

export type Rows = {
  readonly expecting: readonly SourceRow[];
  readonly answering: readonly SourceRow[];
};

export const keyName = (kind: KeyKind, value: string): string => `${kind}|${value}`;

export function openBoard(pair: Pair, rows: Rows, today: DayNumber): Board {
  const free = {
    expecting: new Set(unitsOf(rows.expecting, pair.gathers)),
    answering: new Set(unitsOf(rows.answering, false)),
  };
  const outcomes: Outcome[] = [];
  const settled: Board['settled'] = new Map();
  const take: Board['take'] = (group, ending) => {
    for (const unit of group.expecting) assert(free.expecting.delete(unit), 'it was free');
    for (const unit of group.answering) assert(free.answering.delete(unit), 'it was free');
    outcomes.push(outcomeOf(pair, group, { ending, today }));
    const [expecting, answering] = [group.expecting[0], group.answering[0]];
    if (expecting === undefined || answering === undefined) return;
    for (const unit of [...group.expecting, ...group.answering]) {
      for (const name of keyNames(unit)) {
        if (!settled.has(name)) settled.set(name, { expecting, answering });
      }
    }
  };
  return { pair, today, free, outcomes, settled, take };
}

const keyNames = ({ keys }: Unit): string[] =>
  keyKinds.flatMap((kind) => keys[kind].map((value) => keyName(kind, value)));

type Ended = { readonly ending: Ending; readonly today: DayNumber };

function outcomeOf({ name }: Pair, group: Group, { ending, today }: Ended): Outcome {
  const found = {
    pair: name,
    expecting: group.expecting.flatMap(({ rows }) => rows),
    answering: group.answering.flatMap(({ rows }) => rows),
  };
  if (ending.result !== 'exception') return { ...found, ...ending };
  const { also = [], twin = null } = ending;
  const since = Math.min(
    ...group.expecting.map(({ dueOn }) => dueOn),
    ...group.answering.map(({ on }) => on),
  );
  const ageDays = Math.max(0, today - since);
  const differenceMinor = ending.name === 'fee_error' ? lessByFee(group) : differenceOf(group);
  return { ...found, result: 'exception', name: ending.name, also, twin, differenceMinor, ageDays };
}

function differenceOf({ expecting, answering }: Group): bigint | null {
  const all = [...expecting, ...answering];
  if (new Set(all.map(({ currency }) => currency)).size > 1) return null;
  const sum = (units: readonly Unit[]) => units.reduce((so, unit) => so + unit.amountMinor, 0n);
  return sum(answering) - sum(expecting);
}

/** What was kept above the expected is less for the merchant. */
function lessByFee({ expecting, answering }: Group): bigint {
  const sum = (units: readonly Unit[]) =>
    units.reduce((so, { feeMinor }) => so + (feeMinor ?? 0n), 0n);
  return sum(expecting) - sum(answering);
}

/** Free units of both sides that carry a common key of this kind; a unit is in a group per value. */
export function groupsBy({ free }: Board, kind: KeyKind): Group[] {
  const groups = new Map<string, { expecting: Unit[]; answering: Unit[] }>();
  for (const unit of free.expecting) {
    for (const value of unit.keys[kind]) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, { expecting: [unit], answering: [] });
      else group.expecting.push(unit);
    }
  }
  for (const unit of free.answering) {
    for (const value of unit.keys[kind]) groups.get(value)?.answering.push(unit);
  }
  return [...groups.values()].filter(({ answering }) => answering.length > 0);
}
