// What was sold and disputed, by merchant, brand and month. Pure: counted rows in, figures out.

import { type Currency, type Money, money } from '@kassa/money';
import type { DisputeStatus } from '../dispute.ts';
import { type ReasonCategory, reasonCode } from '../reason-codes.ts';
import type { Month } from './month.ts';

export type CountedSales = {
  readonly accountId: string;
  readonly brand: string;
  readonly month: Month;
  readonly sales: number;
  readonly authenticated: number;
  readonly amount: Money;
};

/** Disputes that began in the month, of one code, in one state. */
export type CountedDisputes = {
  readonly accountId: string;
  readonly brand: string;
  readonly month: Month;
  readonly code: string;
  readonly status: DisputeStatus;
  readonly count: number;
  readonly amount: Money;
  readonly fees: Money;
};

export type Figures = {
  readonly month: Month;
  readonly sales: number;
  readonly authenticated: number;
  readonly sold: readonly Money[];
  readonly disputes: number;
  readonly byCategory: Readonly<Record<ReasonCategory, number>>;
  readonly disputed: readonly Money[];
  readonly disputedAsFraud: readonly Money[];
  readonly won: number;
  readonly lost: number;
  readonly open: number;
  readonly moneyLost: readonly Money[];
  readonly fees: readonly Money[];
};

export type Counted = {
  readonly sales: readonly CountedSales[];
  readonly disputes: readonly CountedDisputes[];
};

export const brandsIn = ({ sales, disputes }: Counted): readonly string[] =>
  [...new Set([...sales, ...disputes].map(({ brand }) => brand))].sort();

export const countedOf = (counted: Counted, account: string): Counted => ({
  sales: counted.sales.filter(({ accountId }) => accountId === account),
  disputes: counted.disputes.filter(({ accountId }) => accountId === account),
});

/** One brand's, a row for each month asked for. */
export function figuresOf(
  counted: Counted,
  brand: string,
  months: readonly Month[],
): readonly Figures[] {
  return months.map((month) => {
    const sales = counted.sales.filter((one) => one.brand === brand && one.month === month);
    const disputes = counted.disputes.filter((one) => one.brand === brand && one.month === month);
    const frauds = disputes.filter(({ code }) => reasonCode(code).category === 'fraud');
    const lost = disputes.filter(({ status }) => status === 'lost');
    return {
      month,
      sales: sum(sales, (one) => one.sales),
      authenticated: sum(sales, (one) => one.authenticated),
      sold: amounts(sales.map(({ amount }) => amount)),
      disputes: sum(disputes, countOf),
      byCategory: byCategory(disputes),
      disputed: amounts(disputes.map(({ amount }) => amount)),
      disputedAsFraud: amounts(frauds.map(({ amount }) => amount)),
      won: sum(
        disputes.filter(({ status }) => status === 'won'),
        countOf,
      ),
      lost: sum(lost, countOf),
      open: sum(
        disputes.filter(({ status }) => status !== 'won' && status !== 'lost'),
        countOf,
      ),
      moneyLost: amounts(lost.map(({ amount }) => amount)),
      fees: amounts(disputes.map(({ fees }) => fees)),
    };
  });
}

const countOf = ({ count }: CountedDisputes) => count;

function byCategory(disputes: readonly CountedDisputes[]): Figures['byCategory'] {
  const counts = { fraud: 0, authorization: 0, processing: 0, consumer: 0, other: 0 };
  for (const { code, count } of disputes) counts[reasonCode(code).category] += count;
  return counts;
}

const sum = <One>(all: readonly One[], figure: (one: One) => number): number =>
  all.reduce((total, one) => total + figure(one), 0);

/** One for each currency, by its code. */
function amounts(all: readonly Money[]): readonly Money[] {
  const totals = new Map<Currency, bigint>();
  for (const { currency, minor } of all) totals.set(currency, (totals.get(currency) ?? 0n) + minor);
  return [...totals]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([currency, minor]) => money(currency, minor));
}
