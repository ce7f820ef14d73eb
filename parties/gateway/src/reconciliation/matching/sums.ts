// Then sums: what was expected as one and came in several, and the other way round. Units that are
// linked by keys of one kind form a cluster; one against several with the same sum is an answer.

import type { Board, Group } from './board.ts';
import type { KeyKind } from './source-row.ts';
import { isWithin, sumOf, type Unit } from './unit.ts';

export function matchSums(board: Board, kind: KeyKind): void {
  for (const group of clustersBy(board, kind)) {
    const [here, there] = [group.expecting.length, group.answering.length];
    if (Math.min(here, there) !== 1 || Math.max(here, there) < 2) continue;
    if (!isSameSum(board, group)) continue;
    board.take(group, { result: 'exception', name: here === 1 ? 'split' : 'merged' });
  }
}

function isSameSum({ pair }: Board, { expecting, answering }: Group): boolean {
  const currencies = new Set([...expecting, ...answering].map(({ currency }) => currency));
  return currencies.size === 1 && isWithin(pair, sumOf(answering) - sumOf(expecting));
}

/** By union and find over the values of the key: near linear, and every unit is in one cluster. */
function clustersBy({ free }: Board, kind: KeyKind): Group[] {
  const parents = new Map<string, string>();
  const rootOf = (value: string): string => {
    let root = value;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) {
      root = up;
    }
    for (let at = value; at !== root; ) {
      const up = parents.get(at) ?? root;
      parents.set(at, root);
      at = up;
    }
    return root;
  };
  const all = [...free.expecting, ...free.answering];
  for (const { keys } of all) {
    const [first, ...rest] = keys[kind];
    if (first === undefined) continue;
    for (const value of rest) parents.set(rootOf(value), rootOf(first));
  }
  const clusters = new Map<string, { expecting: Unit[]; answering: Unit[] }>();
  for (const side of ['expecting', 'answering'] as const) {
    for (const unit of free[side]) {
      const first = unit.keys[kind][0];
      if (first === undefined) continue;
      const root = rootOf(first);
      const cluster = clusters.get(root) ?? { expecting: [], answering: [] };
      cluster[side].push(unit);
      clusters.set(root, cluster);
    }
  }
  return [...clusters.values()];
}
