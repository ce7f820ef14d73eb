// What a payout does to the book, to the balance and to those who listen. Made: available money is in
// transit. Paid: the acquirer owes so much less. Canceled or failed: it is available again.

import { type Row, type Unit, unit } from '@kassa/database';
import { type Entry, post } from '@kassa/ledger';
import { currencyOf, type Money, money, negate } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { payoutToStripe } from '../api/to-stripe/money.ts';
import { accounts, open } from '../book/chart.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Cause } from '../payments/ports.ts';
import { type BalanceType, balanceRow } from '../settlement/balance-transaction.ts';
import type { Payout } from '../settlement/read.ts';
import { onBothSides } from '../splits/book.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { type RecordMeans, recordEvent } from '../webhooks/record-event.ts';
import { insertPayout, movePayout } from './store.ts';

const { inTransit } = accounts;

export type PayoutStep = {
  readonly merchant: Merchant;
  /** As it is after the step. */
  readonly payout: Payout;
  readonly atMs: number;
  readonly cause: Cause | null;
};

export const amountOf = ({ currency, amountMinor }: Payout): Money =>
  money(unwrap(currencyOf(currency)), amountMinor);

/** Whether there is so much is judged by `mustCover`, after this. */
export function madeUnit(means: RecordMeans, step: PayoutStep): Unit {
  const { merchant, payout } = step;
  const { accountId } = merchant;
  const { currency } = amountOf(payout);
  return unit(
    insertPayout(accountId, payout),
    open('inTransit', { accountId, currency }),
    line(step, 'payout', negate(amountOf(payout))),
    booked(means, step, 'payout', [accounts.available, inTransit]),
    told(means, step, 'payout.created'),
  );
}

export function canceledUnit(means: RecordMeans, before: Payout, step: PayoutStep): Unit {
  return unit(
    movePayout(step.merchant.accountId, before, { status: 'canceled' }),
    line(step, 'payout_cancel', amountOf(before)),
    booked(means, step, 'payout canceled', [inTransit, accounts.available]),
    told(means, step, 'payout.canceled'),
  );
}

/** From here on the acquirer may have it. */
export function sentUnit(means: RecordMeans, before: Payout, step: PayoutStep): Unit {
  const set = { status: 'in_transit', sent_at: step.atMs };
  return unit(
    movePayout(step.merchant.accountId, before, set),
    told(means, step, 'payout.updated', { status: before.status }),
  );
}

export function paidUnit(means: RecordMeans, before: Payout, step: PayoutStep): Unit {
  const { provider } = step.merchant.acquirer;
  return unit(
    movePayout(step.merchant.accountId, before, { status: 'paid' }),
    booked(means, step, 'payout paid', [inTransit, accounts.receivable(provider)]),
    told(means, step, 'payout.paid'),
  );
}

/** Refused on its way, or sent back after it was paid. */
export function failedUnit(means: RecordMeans, before: Payout, step: PayoutStep): Unit {
  const { failure } = step.payout;
  const { provider } = step.merchant.acquirer;
  const from = before.status === 'paid' ? accounts.receivable(provider) : inTransit;
  return unit(
    movePayout(step.merchant.accountId, before, {
      status: 'failed',
      failure_code: failure?.code ?? null,
      failure_message: failure?.message ?? null,
    }),
    line(step, 'payout_failure', amountOf(before)),
    booked(means, step, 'payout failed', [from, accounts.available]),
    told(means, step, 'payout.failed'),
  );
}

type Moved = readonly [debited: string, credited: string];

function booked(
  { makeId }: RecordMeans,
  { merchant, payout, atMs }: PayoutStep,
  description: string,
  [debited, credited]: Moved,
): Unit {
  const amount = amountOf(payout);
  const entries: Entry[] = [
    { account: debited, side: 'debit', amount },
    { account: credited, side: 'credit', amount },
  ];
  const about = { description, reference: payout.id, kind: 'posted', entries } as const;
  const posting = { ...about, accountId: merchant.accountId, id: makeId('ltx'), at: atMs };
  return post(onBothSides([posting], merchant));
}

function line({ merchant, payout, atMs }: PayoutStep, type: BalanceType, amount: Money): Unit {
  const id = type === 'payout' ? payout.balanceTransaction : payout.failureTransaction;
  const row: Row = balanceRow({
    ...{ accountId: merchant.accountId, id: id ?? '', type, sourceId: payout.id, amount },
    ...{ fees: [], maturesWith: null, availableOnMs: atMs, createdAtMs: atMs },
    description: payout.description,
    payoutId: payout.id,
  });
  return { inserts: [{ table: 'balance_transaction', rows: [row] }] };
}

function told(
  means: RecordMeans,
  { merchant, payout, cause, atMs }: PayoutStep,
  type: EventType,
  previous?: { readonly status: string },
): Unit {
  const { accountId } = merchant;
  const object = payoutToStripe(payout);
  const about = { accountId, objectId: payout.id, object, cause, atMs };
  return recordEvent(means, { ...about, type, ...(previous && { previous }) });
}
