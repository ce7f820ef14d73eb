// What a merchant was charged in a month: the fees that were booked in it, by kind. Interchange and
// scheme fee are those of the month's sales, whenever the network said them; the margin is the rest.

import { type Currency, type Money, money, sum } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import type { Month } from './month.ts';

export const lineKinds = [
  'interchange',
  'scheme_fee',
  'margin',
  'dispute_fee',
  /** Below zero: the network would not have a sale, and its fee was given back. */
  'rejected',
] as const;
export type LineKind = (typeof lineKinds)[number];

export type InvoiceLine = {
  readonly kind: LineKind;
  readonly items: number;
  readonly amount: Money;
};

export type Invoice = {
  readonly mid: string;
  readonly currency: Currency;
  readonly month: Month;
  readonly year: number;
  readonly sequence: number;
  readonly issuedAtMs: number;
  readonly issuedOn: PlainDate;
  readonly issuer: { readonly name: string; readonly institution: string };
  readonly receiver: {
    readonly holder: string;
    readonly name: string;
    readonly city: string;
    readonly country: string;
  };
  /** In the order of `lineKinds`; what there was nothing of is left out. */
  readonly lines: readonly InvoiceLine[];
};

export type InvoiceRefusal =
  | { readonly code: 'month_not_over' }
  /** So many sales wait for the network to say what they cost, or that it will not have them. */
  | { readonly code: 'items_waiting'; readonly items: number }
  | { readonly code: 'nothing_charged' };

/** Of the items of a month, in minor units. */
export type MonthFees = {
  readonly waiting: number;
  readonly charged: number;
  readonly feeMinor: bigint;
  readonly withInterchange: number;
  readonly interchangeMinor: bigint;
  readonly withSchemeFee: number;
  readonly schemeFeeMinor: bigint;
  readonly disputes: number;
  readonly disputeFeeMinor: bigint;
  /** Rejected in the month, whenever they were captured. */
  readonly rejected: number;
  readonly rejectedFeeMinor: bigint;
};

export function linesOf(
  fees: MonthFees,
  currency: Currency,
): Result<readonly InvoiceLine[], InvoiceRefusal> {
  if (fees.waiting > 0) return err({ code: 'items_waiting', items: fees.waiting });
  const { interchangeMinor, schemeFeeMinor } = fees;
  const all: Readonly<Record<LineKind, readonly [items: number, minor: bigint]>> = {
    interchange: [fees.withInterchange, interchangeMinor],
    scheme_fee: [fees.withSchemeFee, schemeFeeMinor],
    margin: [fees.charged, fees.feeMinor - interchangeMinor - schemeFeeMinor],
    dispute_fee: [fees.disputes, fees.disputeFeeMinor],
    rejected: [fees.rejected, -fees.rejectedFeeMinor],
  };
  const isCharged = fees.charged + fees.disputes + fees.rejected > 0;
  // At cost a month of refunds alone gives interchange back.
  if (!isCharged && fees.feeMinor === 0n) return err({ code: 'nothing_charged' });
  const lines = lineKinds.flatMap((kind) => {
    const [items, minor] = all[kind];
    return items === 0 ? [] : [{ kind, items, amount: money(currency, minor) }];
  });
  const total = fees.feeMinor + fees.disputeFeeMinor - fees.rejectedFeeMinor;
  assert(totalOf(lines, currency).minor === total, 'the lines are the fees of the month');
  return ok(lines);
}

export function totalOf(lines: readonly InvoiceLine[], currency: Currency): Money {
  return sum(
    currency,
    lines.map(({ amount }) => amount),
  );
}

/** `2026-000017`: without gaps within a year. */
export function numberOf({ year, sequence }: Pick<Invoice, 'year' | 'sequence'>): string {
  return `${year}-${String(sequence).padStart(6, '0')}`;
}
