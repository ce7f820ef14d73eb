// When what a merchant has sold will arrive: by payday, from what is captured and not paid out yet and
// from what is held in reserve. Cut-off, banking days, paydays and minimum are those of the contract.

import { type Currency, type Money, money } from '@kassa/money';
import { dateIn, type PlainDate } from '@kassa/time';
import { type Contract, isWorthPaying, releaseDate } from '../merchants/contract.ts';
import { paydayFrom } from '../merchants/payday.ts';
import type { Ports } from '../ports.ts';
import { type Arriving, arriving } from './store.ts';

export type Arrival = {
  readonly on: PlainDate;
  /** What goes out if nothing more is sold or refunded; null: too little or owed, and carried along. */
  readonly payout: Money | null;
  readonly sales: Money;
  readonly held: Money;
  readonly released: Money;
  /** From days before: too little to be paid out; below zero it is owed. */
  readonly carried: Money;
  /** Sales that the network has not priced: their fees are not known, and not in it. */
  readonly unpriced: number;
};

export async function forecastFor(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  contract: Contract,
): Promise<Arrival[]> {
  const today = dateIn(clock.nowMs(), contract.zone);
  return forecastOf(contract, await arriving(db, contract.mid, today), today);
}

/** Pure. What should have gone out before today goes with the next payday. */
export function forecastOf(
  contract: Contract,
  rows: readonly Arriving[],
  today: PlainDate,
): Arrival[] {
  const { payday, calendar } = contract;
  const moved = rows.map((row) => ({
    ...row,
    on: paydayFrom(payday, calendar, row.on < today ? today : row.on),
  }));
  const currencies = [...new Set(rows.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const own = moved.filter((row) => row.currency === currency);
    return arrivalsIn(contract, currency, own);
  });
}

/** Day by day; what a payout holds back is released on a later one, which may be a new day. */
function arrivalsIn(contract: Contract, currency: Currency, rows: readonly Arriving[]): Arrival[] {
  const released = new Map<PlainDate, bigint>();
  const days = new Set(rows.map(({ on }) => on));
  const arrivals: Arrival[] = [];
  let [carriedMinor, heldMinor] = [0n, 0n];
  for (let on = first(days); on !== undefined; on = first(days)) {
    days.delete(on);
    const sums = sumsOf(rows.filter((row) => row.on === on));
    const releasedMinor = sums.released + (released.get(on) ?? 0n);
    const due = money(currency, carriedMinor + sums.sales - sums.held + releasedMinor);
    heldMinor += sums.held;
    const goesOut = isWorthPaying(contract, due) && due.minor > 0n;
    arrivals.push({
      on,
      payout: goesOut ? due : null,
      sales: money(currency, sums.sales),
      held: money(currency, sums.held),
      released: money(currency, releasedMinor),
      carried: money(currency, carriedMinor),
      unpriced: sums.unpriced,
    });
    if (goesOut && heldMinor > 0n) {
      const day = releaseDate(contract, on);
      released.set(day, (released.get(day) ?? 0n) + heldMinor);
      days.add(day);
    }
    [carriedMinor, heldMinor] = goesOut ? [0n, 0n] : [due.minor, heldMinor];
  }
  return arrivals;
}

const first = (days: ReadonlySet<PlainDate>): PlainDate | undefined => [...days].sort()[0];

function sumsOf(rows: readonly Arriving[]) {
  const sums = { sales: 0n, held: 0n, released: 0n, unpriced: 0 };
  for (const row of rows) {
    sums.sales += row.salesMinor;
    sums.held += row.heldMinor;
    sums.released += row.releasedMinor;
    sums.unpriced += row.unpriced;
  }
  return sums;
}
