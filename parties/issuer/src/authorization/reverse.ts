// Releases a hold, wholly or down to what remains; of an increment, what it added. A reversal is
// always acknowledged. One that comes before its original stands in the original's place, refused,
// and so the late original finds itself decided [three outcomes: an unknown answer ends here].

import { type Unit, unit } from '@kassa/database';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import type { Bank } from '../ports.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import { type Lowering, lower } from './lower.ts';
import { least, most, priceOf } from './price.ts';
import type { ReversalRequest } from './request.ts';
import { findAuthorization, hasReversal, loadAuthorization } from './store.ts';

const attemptsMax = 8;

/** Returns when the reversal is recorded with its effect, now or before. */
export async function reverse(bank: Bank, request: ReversalRequest): Promise<void> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const { acquirerId, rrn, stan, originalStan } = request;
    if (await hasReversal(bank.db, { acquirerId, rrn, stan })) return;
    const named = await findAuthorization(bank.db, { acquirerId, rrn, stan: originalStan });
    const holder = named?.incrementOf
      ? await loadAuthorization(bank.db, named.incrementOf)
      : undefined;
    const { change, outcome } = changeOf(bank, request, { named, holder: holder ?? named });
    const committed = await bank.db.commit(change);
    if (committed.ok) {
      bank.log.info({ rrn, outcome }, 'reversed');
      return;
    }
    // The original came, was cleared or expired in between: look again.
    bank.log.debug({ rrn, refused: committed.error }, 'a reversal was overtaken');
  }
  assert(false, `the reversal of ${request.rrn} finds no rest`);
}

type Original = {
  /** What the reversal names, and whose hold it is in: an increment has none of its own. */
  readonly named: StoredAuthorization | undefined;
  readonly holder: StoredAuthorization | undefined;
};

type ReversalOutcome = 'released' | 'reduced' | 'nothing_held' | 'before_original';

function changeOf(
  bank: Bank,
  request: ReversalRequest,
  { named, holder }: Original,
): { readonly change: Unit; readonly outcome: ReversalOutcome } {
  const authorizationId = named?.authorizationId ?? bank.makeId('auth');
  const recorded = (outcome: ReversalOutcome, releasedMinor: bigint, ...more: readonly Unit[]) => {
    const result = { authorizationId, outcome, releasedMinor };
    return { outcome, change: unit(...more, record(bank, request, result)) };
  };
  if (!named || !holder) {
    return recorded('before_original', 0n, placeholder(bank, request, authorizationId));
  }
  const lowering = loweringOf(request, named, holder);
  if (!lowering) return recorded('nothing_held', 0n);
  const outcome = lowering.heldMinor === 0n ? 'released' : 'reduced';
  const undone = named === holder ? {} : incrementUndone(named);
  const releasedMinor = holder.heldMinor - lowering.heldMinor;
  return recorded(outcome, releasedMinor, lower(bank, holder, lowering), undone);
}

/** Down to what; undefined when nothing is held, or no less would be. */
function loweringOf(
  request: ReversalRequest,
  named: StoredAuthorization,
  holder: StoredAuthorization,
): Lowering | undefined {
  if (holder.state !== 'held') return undefined;
  const isIncrement = named !== holder;
  if (isIncrement && named.state !== 'raised') return undefined;
  const { presentedMinor } = holder;
  const wanted = isIncrement ? holder.totalMinor - named.amount.minor : request.remainingMinor;
  // What is presented is no hold any more: it is given back by a refund.
  const totalMinor = most(wanted, presentedMinor);
  if (totalMinor >= holder.totalMinor) return undefined;
  const price = priceOf(holder, totalMinor) - priceOf(holder, presentedMinor);
  return { totalMinor, heldMinor: least(price, holder.heldMinor) };
}

function incrementUndone({ authorizationId }: StoredAuthorization): Unit {
  return {
    updates: [
      {
        as: 'still_raised',
        table: 'card_authorization',
        key: { authorization_id: authorizationId },
        set: { state: 'released', counted_minor: 0n },
        expect: { state: 'raised' },
      },
    ],
  };
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
