// The gateway's own book: what a payment's events mean in double entry, one shard a merchant.
//   hold      pending   acquirer receivable / owed to the merchant, not settled
//   raise     pending   the hold is let go and laid anew for the new total
//   capture   posted    the same (after a hold: the hold is posted, the rest of it released, or
//                       laid anew if more captures may follow)
//   refund    pending   the other way round, until the acquirer has acknowledged it
// Settlement (settlement/postings.ts) takes the fee out and clears both sides.

import type { Unit } from '@kassa/database';
import type { Entry, Posting } from '@kassa/ledger';
import { type Currency, type Money, money } from '@kassa/money';
import { assert } from '@kassa/result';
import { accounts, open } from '../book/chart.ts';
import type { AccountId, IdMaker } from '../ids.ts';
import { capturableMinor, type PaymentIntent } from './intent.ts';
import type { Forced, PaymentEvent } from './payment-event.ts';

/** The accounts of one merchant, provider and currency; opening them again changes nothing. */
export function openBook(accountId: AccountId, provider: string, currency: Currency): Unit[] {
  const of = { accountId, currency };
  return [
    open('receivable', of, accounts.receivable(provider)),
    open('pending', of),
    open('available', of),
  ];
}

/** One event, and what the payment was before and after it. */
export type Move = {
  readonly before: PaymentIntent | null;
  readonly event: PaymentEvent;
  readonly after: PaymentIntent;
};

/** The postings of a step; none for most events. */
export function postingsOf(moves: readonly Move[], makeId: IdMaker): Posting[] {
  const isHeldAtAll = !isCapturedAtOnce(moves);
  return moves.flatMap((move) => [
    ...holdPostings(move, makeId, isHeldAtAll),
    ...refundPostings(move, makeId),
  ]);
}

/** Approved and captured in one step: then nothing is ever pending. */
function isCapturedAtOnce(moves: readonly Move[]): boolean {
  const has = (type: PaymentEvent['type']) => moves.some(({ event }) => event.type === type);
  return has('approved') && has('captured');
}

function holdPostings(move: Move, makeId: IdMaker, isHeldAtAll: boolean): Posting[] {
  const { before, event, after } = move;
  const { attempt } = after;
  if (attempt === null) return [];
  const common = { accountId: after.accountId, at: event.atMs, reference: attempt.wire.rrn };
  const taken = (minor: bigint) => taking(attempt.provider, money(after.amount.currency, minor));
  const [was, is] = [holdIn(before), holdIn(after)];
  const lay = (description: string): Posting[] =>
    is === undefined
      ? []
      : [{ ...common, id: is.id, kind: 'pending', description, entries: taken(is.minor) }];
  const letGo = (description: string): Posting[] =>
    was === undefined
      ? []
      : [
          {
            ...common,
            id: makeId('ltx'),
            pendingId: was.id,
            kind: 'void',
            description,
            entries: [],
          },
        ];
  switch (event.type) {
    case 'approved':
      return isHeldAtAll ? lay('authorization') : [];
    // Always seen as a hold of its own, also where it is captured in the same step.
    case 'approval_forced':
      return lay('authorization, forced by hand');
    case 'increment_approved':
      return [...letGo('authorization raised'), ...lay('authorization raised')];
    case 'captured':
    case 'partly_captured': {
      const capture = { ...common, description: 'capture', entries: taken(event.capturedMinor) };
      assert(was, 'what is captured was held');
      if (!isHeldAtAll) return [{ ...capture, id: was.id, kind: 'posted' }];
      const id = makeId('ltx');
      const posted: Posting = { ...capture, id, kind: 'post', pendingId: was.id };
      return [posted, ...lay('rest of the authorization')];
    }
    case 'remainder_released':
    case 'canceled':
      return letGo('cancellation');
    default:
      return [];
  }
}

/** What stands for the hold in the book, and how much it is; undefined: nothing is held. */
function holdIn(intent: PaymentIntent | null) {
  const state = intent?.charge?.state;
  const isHeld = state?.kind === 'authorized' || state?.kind === 'partly_captured';
  return intent && isHeld ? { id: state.holdId, minor: capturableMinor(intent) } : undefined;
}

function refundPostings({ event, after }: Move, makeId: IdMaker): Posting[] {
  const { attempt } = after;
  if (attempt === null) return [];
  const common = { accountId: after.accountId, at: event.atMs, reference: attempt.wire.rrn };
  const given = (minor: bigint) =>
    swapped(taking(attempt.provider, money(after.amount.currency, minor)));
  switch (event.type) {
    case 'refund_created': {
      const id = refundHold(event.refundId);
      const entries = given(event.minor);
      return [{ ...common, id, kind: 'pending', description: 'refund', entries }];
    }
    case 'refund_succeeded': {
      const pendingId = refundHold(event.refundId);
      const done = { ...common, id: makeId('ltx'), pendingId, entries: given(event.minor) };
      return [{ ...done, kind: 'post', description: `refund ${by(event, 'acknowledged')}` }];
    }
    case 'refund_failed': {
      const pendingId = refundHold(event.refundId);
      const failed = { ...common, id: makeId('ltx'), pendingId, entries: [] as const };
      return [{ ...failed, kind: 'void', description: `refund ${by(event, 'refused')}` }];
    }
    default:
      return [];
  }
}

/** A correction by hand can be told from the provider's word in every list. */
const by = ({ forced }: { readonly forced?: Forced }, answer: string): string =>
  forced ? `${answer}, forced by hand` : answer;

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
