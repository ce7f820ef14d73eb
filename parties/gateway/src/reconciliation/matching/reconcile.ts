// The core: rows of all sources in, outcomes out. Pure and deterministic; every row is in exactly one
// outcome of each pair that it has a part in. Sorting is the dearest of it: n log n.

import { type Board, openBoard, type Rows } from './board.ts';
import { matchExact } from './exact.ts';
import { matchByAmount, pairNear, takeDuplicates } from './near.ts';
import type { Outcome } from './outcome.ts';
import { isOn, type Pair, pairNames, pairs } from './pair.ts';
import { type DayNumber, keyKinds, type SourceName, type SourceRow } from './source-row.ts';
import { matchSums } from './sums.ts';

/** A source that is not there raises no expectation and answers none: its pairs are left out. */
export function reconcile(
  rows: readonly SourceRow[],
  there: ReadonlySet<SourceName>,
  today: DayNumber,
): Outcome[] {
  return pairNames.flatMap((name) => {
    const pair = pairs[name];
    const { expecting, answering } = pair;
    if (!there.has(expecting.source) || !there.has(answering.source)) return [];
    const sides = {
      expecting: rows.filter((row) => isOn(expecting, row)),
      answering: rows.filter((row) => isOn(answering, row)),
    };
    return matchPair(pair, sides, today);
  });
}

export function matchPair(pair: Pair, rows: Rows, today: DayNumber): Outcome[] {
  const board = openBoard(pair, rows, today);
  for (const kind of keyKinds) matchExact(board, kind, 0n);
  if (pair.toleranceMinor > 0n) {
    for (const kind of keyKinds) matchExact(board, kind, pair.toleranceMinor);
  }
  for (const kind of keyKinds) takeDuplicates(board, kind, true);
  for (const kind of keyKinds) matchSums(board, kind);
  for (const kind of keyKinds) pairNear(board, kind, 'wrong_amount');
  for (const kind of keyKinds) pairNear(board, kind, 'wrong_currency');
  matchByAmount(board);
  // An ARN and an RRN name one thing only: the same again is that thing again, at whatever amount.
  takeDuplicates(board, 'arn', false);
  takeDuplicates(board, 'rrn', false);
  leave(board);
  return board.outcomes;
}

/** Nobody answered, or nobody asked: in time still, or an exception. */
function leave(board: Board): void {
  const { pair, today, free } = board;
  for (const unit of [...free.expecting]) {
    const isWaiting = unit.dueOn >= today;
    const group = { expecting: [unit], answering: [] };
    board.take(group, isWaiting ? { result: 'waiting' } : { result: 'exception', name: 'missing' });
  }
  for (const unit of [...free.answering]) {
    const isWaiting = unit.on + pair.graceDays >= today;
    const group = { expecting: [], answering: [unit] };
    board.take(
      group,
      isWaiting ? { result: 'waiting' } : { result: 'exception', name: 'unexpected' },
    );
  }
}
