// First what agrees: one unit of each side with a common key and the same amount. That a fee differs
// or that it came late is seen here too: there is no doubt what belongs to what.

import { type Board, groupsBy } from './board.ts';
import type { BreakName } from './outcome.ts';
import type { Pair } from './pair.ts';
import type { KeyKind } from './source-row.ts';
import { byAmount, differInStronger, isWithin, type Unit } from './unit.ts';

/** So many units of the same key and amount are looked at for one; more are left for people. */
export const candidatesMax = 8;

export function matchExact(board: Board, kind: KeyKind, toleranceMinor: bigint): void {
  const within = { ...board.pair, toleranceMinor };
  for (const group of groupsBy(board, kind)) {
    const answering = [...group.answering].sort(byAmount);
    let start = 0;
    for (const unit of [...group.expecting].sort(byAmount)) {
      if (!board.free.expecting.has(unit)) continue;
      while (isBefore(within, board, { unit, other: answering[start] })) start += 1;
      const near = answering.slice(start, start + candidatesMax);
      const match = near.find((other) => isSame(within, board, { unit, other, kind }));
      if (match === undefined) continue;
      endPair(board, { expecting: unit, answering: match, by: kind });
    }
  }
}

type Neighbour = { readonly unit: Unit; readonly other: Unit | undefined };

/** Taken, or less than anything that could still fit. */
function isBefore(pair: Pair, { free }: Board, { unit, other }: Neighbour): boolean {
  if (other === undefined) return false;
  if (!free.answering.has(other) || other.currency < unit.currency) return true;
  return (
    other.currency === unit.currency && other.amountMinor + pair.toleranceMinor < unit.amountMinor
  );
}

type Candidate = { readonly unit: Unit; readonly other: Unit; readonly kind: KeyKind };

function isSame(pair: Pair, { free }: Board, { unit, other, kind }: Candidate): boolean {
  return (
    free.answering.has(other) &&
    other.currency === unit.currency &&
    isWithin(pair, other.amountMinor - unit.amountMinor) &&
    !differInStronger(unit, other, kind)
  );
}

export type Two = {
  readonly expecting: Unit;
  readonly answering: Unit;
  readonly by: KeyKind | 'amount';
};

/** Their amounts agree: a match, if nothing else is amiss. */
export function endPair(board: Board, { expecting, answering, by }: Two): void {
  const group = { expecting: [expecting], answering: [answering] };
  const [name, ...also] = amissIn(board.pair, expecting, answering);
  board.take(
    group,
    name === undefined ? { result: 'matched', by } : { result: 'exception', name, also },
  );
}

export function amissIn(pair: Pair, expecting: Unit, answering: Unit): BreakName[] {
  const [expected, said] = [expecting.feeMinor, answering.feeMinor];
  const isFeeKnown = expected !== null && said !== null;
  const fees = { toleranceMinor: pair.feeToleranceMinor };
  return [
    ...(isFeeKnown && !isWithin(fees, said - expected) ? (['fee_error'] as const) : []),
    ...(answering.on > expecting.dueOn ? (['late'] as const) : []),
  ];
}
