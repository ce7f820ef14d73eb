// Releases a hold, wholly or down to what remains. A reversal is always acknowledged. One that
// comes before its original stands in the original's place, refused, and so the late original
// finds itself decided [three outcomes: an unknown answer ends here].

import { type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import type { Bank } from '../ports.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import type { ReversalRequest } from './request.ts';
import { findAuthorization, hasReversal } from './store.ts';

const attemptsMax = 8;

/** Returns when the reversal is recorded with its effect, now or before. */
export async function reverse(bank: Bank, request: ReversalRequest): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const { acquirerId, rrn, stan, originalStan } = request;
    if (await hasReversal(bank.db, { acquirerId, rrn, stan })) return;
    const original = await findAuthorization(bank.db, { acquirerId, rrn, stan: originalStan });
    const committed = await bank.db.commit(changeOf(bank, request, original));
    if (committed.ok) {
      bank.log.info({ rrn, outcome: outcomeOf(request, original) }, 'reversed');
      return;
    }
    // The original came, was cleared or expired in between: look again.
    bank.log.debug({ rrn, refused: committed.error }, 'a reversal was overtaken');
  }
  assert(false, `the reversal of ${request.rrn} finds no rest`);
}

function changeOf(
  bank: Bank,
  request: ReversalRequest,
  original: StoredAuthorization | undefined,
): Unit {
  const outcome = outcomeOf(request, original);
  const authorizationId = original?.authorizationId ?? bank.makeId('auth');
  switch (outcome) {
    case 'before_original':
      return unit(
        placeholder(bank, request, authorizationId),
        record(bank, request, { authorizationId, outcome, releasedMinor: 0n }),
      );
    case 'nothing_held':
      return record(bank, request, { authorizationId, outcome, releasedMinor: 0n });
    case 'released':
    case 'reduced': {
      assert(original, 'a release has its original');
      const remainingMinor = remainingBilled(request, original);
      const releasedMinor = original.heldMinor - remainingMinor;
      return unit(
        release(bank, original, remainingMinor),
        record(bank, request, { authorizationId, outcome, releasedMinor }),
      );
    }
  }
}

type ReversalOutcome = 'released' | 'reduced' | 'nothing_held' | 'before_original';

function outcomeOf(
  request: ReversalRequest,
  original: StoredAuthorization | undefined,
): ReversalOutcome {
  if (!original) return 'before_original';
  if (original.state !== 'held') return 'nothing_held';
  const remaining = remainingBilled(request, original);
  if (remaining >= original.heldMinor) return 'nothing_held';
  return remaining === 0n ? 'released' : 'reduced';
}

/** Field 95 speaks in the shop's currency, the hold is in the cardholder's: the share is kept. */
function remainingBilled(request: ReversalRequest, original: StoredAuthorization): bigint {
  const billed = original.billed?.minor ?? 0n;
  if (request.remainingMinor <= 0n || original.amount.minor === 0n) return 0n;
  const share = (billed * request.remainingMinor) / original.amount.minor;
  return share > original.heldMinor ? original.heldMinor : share;
}

/** Also gives the proof of authentication back: the payment it was spent on is no more. */
export function release(bank: Bank, original: StoredAuthorization, remainingMinor: bigint): Unit {
  const { holdId, bankAccountId, billed, authorizationId, acsTransId } = original;
  assert(holdId && bankAccountId && billed, 'what is held has a hold');
  const newHoldId = bank.makeId('ltx');
  const common = { accountId: bank.book, at: bank.clock.nowMs(), reference: original.rrn };
  const postings: Posting[] = [
    {
      ...common,
      kind: 'void',
      id: bank.makeId('ltx'),
      pendingId: holdId,
      description: `Release ${original.merchantName}`,
      entries: [],
    },
  ];
  if (remainingMinor > 0n) {
    postings.push({
      ...common,
      kind: 'pending',
      id: newHoldId,
      description: `Hold ${original.merchantName}`,
      entries: [
        ...entry(customerPath(bankAccountId), 'debit', billed.currency, remainingMinor),
        ...entry(paths.cardsDue, 'credit', billed.currency, remainingMinor),
      ],
    });
  }
  const rest =
    remainingMinor > 0n
      ? { hold_id: newHoldId, held_minor: remainingMinor, counted_minor: remainingMinor }
      : { state: 'released', held_minor: 0n, counted_minor: 0n };
  const freed: Unit =
    remainingMinor === 0n && acsTransId !== null
      ? {
          updates: [
            {
              as: 'proof_spent_here',
              table: 'authentication',
              key: { acs_trans_id: acsTransId },
              set: { spent_on: null },
              expect: { spent_on: authorizationId },
            },
          ],
        }
      : {};
  return unit(
    {
      updates: [
        {
          as: 'still_held',
          table: 'card_authorization',
          key: { authorization_id: authorizationId },
          set: rest,
          expect: { state: 'held', hold_id: holdId },
        },
      ],
    },
    freed,
    post(postings),
  );
}

function placeholder(bank: Bank, request: ReversalRequest, authorizationId: string): Unit {
  const nowMs = bank.clock.nowMs();
  const row = {
    authorization_id: authorizationId,
    acquirer_id: request.acquirerId,
    stan: request.originalStan,
    rrn: request.rrn,
    decided_at_ms: nowMs,
    day: dateIn(nowMs, bank.zone),
    mid: request.mid,
    merchant_name: '',
    merchant_city: '',
    merchant_country: '',
    mcc: '',
    amount_minor: request.amount.minor,
    currency: request.amount.currency,
    is_online: true,
    initiation: 'cardholder',
    is_authenticated: false,
    response_code: '12',
    cvc_result: 'P',
    state: 'reversed_first',
  };
  return { inserts: [{ table: 'card_authorization', rows: [row] }] };
}

function record(
  bank: Bank,
  request: ReversalRequest,
  result: {
    readonly authorizationId: string;
    readonly outcome: ReversalOutcome;
    readonly releasedMinor: bigint;
  },
): Unit {
  const row = {
    card_reversal_id: bank.makeId('rev'),
    acquirer_id: request.acquirerId,
    stan: request.stan,
    rrn: request.rrn,
    authorization_id: result.authorizationId,
    mti: request.mti,
    received_at_ms: bank.clock.nowMs(),
    released_minor: result.releasedMinor,
    outcome: result.outcome,
  };
  return { inserts: [{ table: 'card_reversal', rows: [row] }] };
}
