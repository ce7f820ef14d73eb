// What is in a window, of every kind; and what it comes to for each member.

import { add, isZero, type Money, sum } from '@kassa/money';
import { assert } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { settlementWork } from '../settlements/work.ts';
import { smallValueWork } from '../small-value/work.ts';
import type { Position } from './shortfalls.ts';
import type { WindowKey, Work } from './window.ts';

export async function workOf(ports: Ports, key: WindowKey, atMs: number): Promise<Work> {
  const parts = [await settlementWork(ports, key, atMs), await smallValueWork(ports, key, atMs)];
  return {
    movements: parts.flatMap(({ movements }) => movements),
    units: parts.flatMap(({ units }) => units),
  };
}

/** Each member's net of all lines. They sum to zero, or something was counted wrongly. */
export function positionsIn({ currency }: WindowKey, { movements }: Work): readonly Position[] {
  const nets = new Map<string, Money>();
  for (const { member, amount } of movements) {
    if (amount.currency !== currency) continue;
    const net = nets.get(member);
    nets.set(member, net ? add(net, amount) : amount);
  }
  assert(isZero(sum(currency, [...nets.values()])), `nets in ${currency} do not sum to zero`);
  return [...nets]
    .map(([member, amount]) => ({ member, amount }))
    .filter(({ amount }) => !isZero(amount))
    .sort((one, other) => (one.member < other.member ? -1 : 1));
}
