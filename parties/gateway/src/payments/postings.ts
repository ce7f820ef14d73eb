// The gateway's own book: what a payment's events mean in double entry, one shard a merchant.
//   hold      pending   acquirer receivable / owed to the merchant, not settled
//   capture   posted    the same (after a hold: the hold is posted, the rest of it released)
//   refund    pending   the other way round, until the acquirer has acknowledged it
// Settlement (settlement/postings.ts) takes the fee out and clears both sides.

import type { Unit } from '@kassa/database';
import { type Entry, openAccount, type Posting } from '@kassa/ledger';
import { type Currency, type Money, money } from '@kassa/money';
import { assert } from '@kassa/result';
import type { AccountId, IdMaker } from '../ids.ts';
import { isHeldFirst, type PaymentIntent } from './intent.ts';
import type { PaymentEvent } from './payment-event.ts';

export const accounts = {
  receivable: (provider: string) => `acquirer:${provider}:receivable`,
  pending: 'merchant:pending',
  available: 'merchant:available',
} as const;

/** The accounts of one merchant, provider and currency; opening them again changes nothing. */
export function openBook(accountId: AccountId, provider: string, currency: Currency): Unit[] {
  const common = { accountId, currency };
  return [
    openAccount({
      ...common,
      path: accounts.receivable(provider),
      normal: 'debit',
      name: `What ${provider} owes the merchant for captured payments`,
    }),
    openAccount({
      ...common,
      path: accounts.pending,
      normal: 'credit',
      name: 'Owed to the merchant, not settled yet',
    }),
    openAccount({
      ...common,
      path: accounts.available,
      normal: 'credit',
      name: 'Owed to the merchant, settled, not paid out',
    }),
  ];
}

/** The postings of these events, which led to this intent; none for most events. */
export function postingsOf(
  intent: PaymentIntent,
  events: readonly PaymentEvent[],
  makeId: IdMaker,
): Posting[] {
  return events.flatMap((event) => postingOf(intent, events, event, makeId) ?? []);
}

function postingOf(
  intent: PaymentIntent,
  events: readonly PaymentEvent[],
  event: PaymentEvent,
  makeId: IdMaker,
): Posting | undefined {
  const { attempt, accountId } = intent;
  if (attempt === null) return undefined;
  const { provider, wire } = attempt;
  const common = { accountId, at: event.atMs, reference: wire.rrn };
  const holdId = `ltx_${attempt.id.slice('att_'.length)}` as const;
  const taken = (minor: bigint) => taking(provider, money(intent.amount.currency, minor));
  const given = (minor: bigint) => swapped(taken(minor));
  const isHeldBefore = !events.some((other) => other.type === 'approved');
  switch (event.type) {
    case 'approved': {
      if (!isHeldFirst(intent)) return undefined;
      const entries = taken(attempt.amount.minor);
      return { ...common, id: holdId, kind: 'pending', description: 'authorization', entries };
    }
    case 'captured': {
      const entries = taken(event.capturedMinor);
      const capture = { ...common, description: 'capture', entries };
      if (!isHeldBefore) return { ...capture, id: holdId, kind: 'posted' };
      return { ...capture, id: makeId('ltx'), kind: 'post', pendingId: holdId };
    }
    case 'canceled': {
      if (intent.charge?.state.kind !== 'released') return undefined;
      const id = makeId('ltx');
      const voided = { ...common, id, pendingId: holdId, entries: [] as const };
      return { ...voided, kind: 'void', description: 'cancellation' };
    }
    case 'refund_created': {
      const id = refundHold(event.refundId);
      return { ...common, id, kind: 'pending', description: 'refund', entries: given(event.minor) };
    }
    case 'refund_succeeded': {
      const pendingId = refundHold(event.refundId);
      const done = { ...common, id: makeId('ltx'), pendingId, entries: given(event.minor) };
      return { ...done, kind: 'post', description: 'refund acknowledged' };
    }
    case 'refund_failed': {
      const pendingId = refundHold(event.refundId);
      const failed = { ...common, id: makeId('ltx'), pendingId, entries: [] as const };
      return { ...failed, kind: 'void', description: 'refund refused' };
    }
    default:
      return undefined;
  }
}

function taking(provider: string, amount: Money): readonly Entry[] {
  assert(amount.minor > 0n, 'a posting has an amount');
  return [
    { account: accounts.receivable(provider), side: 'debit', amount },
    { account: accounts.pending, side: 'credit', amount },
  ];
}

function swapped(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) => ({ ...entry, side: entry.side === 'debit' ? 'credit' : 'debit' }));
}

const refundHold = (refundId: string) => `ltx_${refundId.slice('re_'.length)}` as const;
