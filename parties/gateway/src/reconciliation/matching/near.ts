// Then what is near: a common key, and another amount or currency; the same key once more; and what
// carries no key that the other side knows, but is the only one of its amount and days.

import { type Board, groupsBy, keyName } from './board.ts';
import { amissIn, candidatesMax, endPair } from './exact.ts';
import { type KeyKind, keyKinds } from './source-row.ts';
import { byAmount, differInStronger, isWithin, type Unit } from './unit.ts';

export type Near = 'wrong_amount' | 'wrong_currency';

export function pairNear(board: Board, kind: KeyKind, name: Near): void {
  for (const group of groupsBy(board, kind)) {
    const isFree = (other: Unit) => board.free.answering.has(other);
    const left = new Set(group.answering.filter(isFree).sort(byAmount));
    for (const unit of [...group.expecting].sort(byAmount)) {
      if (!board.free.expecting.has(unit)) continue;
      const other = firstOf(left, (one) => {
        const isSameCurrency = one.currency === unit.currency;
        return isSameCurrency === (name === 'wrong_amount') && !differInStronger(unit, one, kind);
      });
      if (other === undefined) continue;
      left.delete(other);
      const also = amissIn(board.pair, unit, other);
      const isLess = name === 'wrong_currency' && other.amountMinor !== unit.amountMinor;
      board.take(
        { expecting: [unit], answering: [other] },
        {
          result: 'exception',
          name,
          also: [...(isLess ? (['wrong_amount'] as const) : []), ...also],
        },
      );
    }
  }
}

/** Not by searching them all: a key that thousands carry is none. */
function firstOf(left: ReadonlySet<Unit>, fits: (unit: Unit) => boolean): Unit | undefined {
  let tries = 0;
  for (const unit of left) {
    if (fits(unit)) return unit;
    tries += 1;
    if (tries === candidatesMax) return undefined;
  }
  return undefined;
}

/** A free unit whose key was settled already. Strict: only of the amount that was settled. */
export function takeDuplicates(board: Board, kind: KeyKind, isStrict: boolean): void {
  for (const side of ['expecting', 'answering'] as const) {
    for (const unit of [...board.free[side]]) {
      const twin = twinOf(board, { unit, side, kind, isStrict });
      if (twin === undefined) continue;
      const none = { expecting: [], answering: [] };
      board.take({ ...none, [side]: [unit] }, { result: 'exception', name: 'duplicate', twin });
    }
  }
}

type Sought = {
  readonly unit: Unit;
  readonly side: 'expecting' | 'answering';
  readonly kind: KeyKind;
  readonly isStrict: boolean;
};

function twinOf({ pair, settled }: Board, { unit, side, kind, isStrict }: Sought) {
  for (const value of unit.keys[kind]) {
    const two = settled.get(keyName(kind, value));
    if (two === undefined) continue;
    const partner = side === 'expecting' ? two.answering : two.expecting;
    const isEqual =
      partner.currency === unit.currency && isWithin(pair, partner.amountMinor - unit.amountMinor);
    if ((isStrict && !isEqual) || differInStronger(unit, partner, kind)) continue;
    return two[side].id;
  }
  return undefined;
}

/** The same amount within the days, no kind of key in common, and no other candidate on either side. */
export function matchByAmount(board: Board): void {
  const groups = new Map<string, { expecting: Unit[]; answering: Unit[] }>();
  for (const side of ['expecting', 'answering'] as const) {
    for (const unit of board.free[side]) {
      const name = `${unit.currency}|${unit.amountMinor}`;
      const group = groups.get(name) ?? { expecting: [], answering: [] };
      group[side].push(unit);
      groups.set(name, group);
    }
  }
  for (const { expecting, answering } of groups.values()) {
    if (Math.max(expecting.length, answering.length) > candidatesMax) continue;
    const couldBe = (unit: Unit, other: Unit) => !shareAKind(unit, other) && isInTime(unit, other);
    for (const unit of expecting) {
      const [other, ...others] = answering.filter((one) => couldBe(unit, one));
      if (other === undefined || others.length > 0) continue;
      if (expecting.filter((one) => couldBe(one, other)).length > 1) continue;
      endPair(board, { expecting: unit, answering: other, by: 'amount' });
    }
  }
}

const shareAKind = (one: Unit, other: Unit): boolean =>
  keyKinds.some((kind) => one.keys[kind].length > 0 && other.keys[kind].length > 0);

const isInTime = (unit: Unit, other: Unit): boolean =>
  other.on >= unit.on - 1 && other.on <= unit.dueOn;
