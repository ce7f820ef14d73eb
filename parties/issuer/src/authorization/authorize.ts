// Decides one authorization and commits hold, code and answer together, or the refusal. The same
// request again gets the stored answer: a lost answer never holds money twice.

import type { Refused } from '@kassa/database';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { cavvHash } from '../acs/cavv.ts';
import type { Card } from '../cards/card.ts';
import { cvcResult } from '../cards/cvc.ts';
import { panHashOf } from '../cards/pan-register.ts';
import { bill } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import { approve, type Change, verified } from './approve.ts';
import { authorizationRow } from './authorization-row.ts';
import { decide, type Facts } from './decide.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import { type Decline, responseCodeOf } from './errors.ts';
import { factsOf } from './facts.ts';
import { billIncrement, raise } from './raise.ts';
import type { AuthorizationAnswer, AuthorizationRequest } from './request.ts';
import { loadSituation, type Situation } from './store.ts';

// In each round one of those who wait for a busy card is decided.
const attemptsMax = 50;

export async function authorize(
  bank: Bank,
  request: AuthorizationRequest,
): Promise<AuthorizationAnswer> {
  // Each turn begins anew with what has changed meanwhile: another payment, a frozen card.
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const answer = await tryOnce(bank, request);
    if (answer) return answer;
  }
  bank.log.warn({ rrn: request.rrn }, 'a card is too busy to be decided on');
  return { responseCode: '91', authorizationCode: null, cvcResult: 'P', authorizationId: '' };
}

async function tryOnce(
  bank: Bank,
  request: AuthorizationRequest,
): Promise<AuthorizationAnswer | undefined> {
  const nowMs = bank.clock.nowMs();
  const panHash = request.pan ? panHashOf(bank.keys, request.pan) : '';
  const situation = await loadSituation(bank.db, {
    ...request,
    panHash,
    currency: request.amount.currency,
    cavvHash: request.cavv ? cavvHash(bank.keys.acs, request.cavv) : '',
    day: dateIn(nowMs, bank.zone),
  });
  const { earlier, card } = situation;
  if (earlier) return storedAnswer(earlier, request);
  const billed = card && priceFor(request, situation, card);
  const facts = factsOf(bank, request, situation, billed);
  const decided = decide(facts);
  const change: Change = { bank, request, situation, billed, nowMs };
  if (!decided.ok) return decline(change, decided.error, facts);
  const { approval, answer } = approvalOf(request)(change, decided.value);
  const committed = await bank.db.commit(approval);
  if (committed.ok) return answer;
  if (isShortOfFunds(committed.error)) return decline(change, 'insufficient_funds', facts);
  assert(isOvertaken(committed.error), `an approval is refused: ${committed.error.code}`);
  return undefined;
}

function priceFor(request: AuthorizationRequest, { rate, incremented }: Situation, card: Card) {
  return request.incrementOf
    ? billIncrement(request, incremented)
    : bill(request.amount, card.currency, rate);
}

function approvalOf(request: AuthorizationRequest) {
  if (request.isVerification) return verified;
  return request.incrementOf ? raise : approve;
}

async function decline(
  change: Change,
  reason: Decline,
  facts: Facts,
): Promise<AuthorizationAnswer | undefined> {
  const { bank, request, situation, billed, nowMs } = change;
  const authorizationId = bank.makeId('auth');
  const responseCode = responseCodeOf[reason];
  const cvc = situation.card ? cvcResult(situation.card.cvcRule, facts.cvc) : 'P';
  const row = authorizationRow(bank, request, {
    authorizationId,
    nowMs,
    card: situation.card,
    billed,
    responseCode,
    state: 'declined',
    cvcResult: cvc,
  });
  const committed = await bank.db.commit({
    inserts: [{ table: 'card_authorization', rows: [row] }],
  });
  if (committed.ok) {
    bank.log.info({ rrn: request.rrn, reason, responseCode }, 'declined');
    return { responseCode, authorizationCode: null, cvcResult: cvc, authorizationId };
  }
  assert(isOvertaken(committed.error), `a refusal is refused: ${committed.error.code}`);
  return undefined;
}

/** The same key with another card or amount is no repetition but a mistake of the sender. */
function storedAnswer(
  earlier: StoredAuthorization,
  request: AuthorizationRequest,
): AuthorizationAnswer {
  const { amount, authorizationId, authorizationCode, cvcResult: cvc } = earlier;
  const isSame =
    amount.minor === request.amount.minor && amount.currency === request.amount.currency;
  const responseCode = isSame ? earlier.responseCode : '94';
  return {
    responseCode,
    authorizationCode: isSame ? authorizationCode : null,
    cvcResult: cvc,
    authorizationId,
  };
}

function isShortOfFunds(refused: Refused): boolean {
  return refused.code === 'refused' && refused.reason === 'insufficient_funds';
}

/** Somebody was quicker: the same request, the card's holder, another payment of the day. */
function isOvertaken(refused: Refused): boolean {
  const guards = ['card_unchanged', 'proof_unspent', 'day_unchanged', 'still_held'];
  if (refused.code === 'guard') return guards.includes(refused.guard);
  const keys = ['card_authorization_request_unique', 'card_day_pk'];
  return refused.code === 'conflict' && keys.includes(refused.constraint);
}
