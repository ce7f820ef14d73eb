// Decides one authorization and commits hold, code and answer together, or the refusal. The same
// request again gets the stored answer: a lost answer never holds money twice.

import { type Refused, type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { cavvHash, isCavvOf } from '../acs/cavv.ts';
import { hasDailyLimits } from '../cards/card.ts';
import { compareCvc, cvcResult } from '../cards/cvc.ts';
import { panHashOf } from '../cards/pan-register.ts';
import { type Billed, bill } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import { authorizationRow } from './authorization-row.ts';
import { decide, type Facts } from './decide.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import { type Decline, responseCodeOf } from './errors.ts';
import type { AuthorizationAnswer, AuthorizationRequest } from './request.ts';
import { loadSituation, type Situation } from './store.ts';

/** Seven days, as card networks allow for an ordinary purchase. */
export const holdDays = 7;
const dayMs = 86_400_000;
const attemptsMax = 8;

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
  const billed = card && bill(request.amount, card.currency, situation.rate);
  const facts = factsOf(bank, request, situation, billed);
  const decided = decide(facts);
  const change: Change = { bank, request, situation, billed, nowMs };
  if (!decided.ok) return decline(change, decided.error, facts);
  const { approval, answer } = approve(change, decided.value);
  const committed = await bank.db.commit(approval);
  if (committed.ok) return answer;
  if (isShortOfFunds(committed.error)) return decline(change, 'insufficient_funds', facts);
  assert(isOvertaken(committed.error), `an approval is refused: ${committed.error.code}`);
  return undefined;
}

type Change = {
  readonly bank: Bank;
  readonly request: AuthorizationRequest;
  readonly situation: Situation;
  readonly billed: Billed | undefined;
  readonly nowMs: number;
};

function factsOf(
  bank: Bank,
  request: AuthorizationRequest,
  situation: Situation,
  billed: Billed | undefined,
): Facts {
  const { card } = situation;
  const pan = request.pan?.reveal() ?? '';
  return {
    card,
    thisMonth: dateIn(bank.clock.nowMs(), bank.zone).slice(2, 7).replace('-', ''),
    amountMinor: request.amount.minor,
    billedMinor: billed?.total.minor,
    expiry: request.expiry,
    cvc: card ? compareCvc(bank.keys.cvc, card, { pan, cvc: request.cvc }) : 'not_given',
    proof: proofOf(bank, request, situation),
    isOnline: request.isOnline,
    isCrossBorder: isCrossBorder(bank, request),
    initiation: request.initiation,
    wasAuthenticatedBefore: situation.wasAuthenticatedBefore,
    spentToday: situation.spentToday,
    // The book has the last word about funds: the commit refuses a hold that goes below the floor.
    availableMinor: billed?.total.minor ?? 0n,
  };
}

/** Domestic is where the shop is, not where its bank is [D16]. */
function isCrossBorder(bank: Bank, request: AuthorizationRequest): boolean {
  const { country } = request.merchant;
  if (/^[A-Z]{2}$/.test(country)) return country !== bank.country;
  return request.acquirerCountry !== bank.countryNumeric;
}

/** A claim without a proof of ours, for this card and at least this amount, not spent, is false. */
function proofOf(
  bank: Bank,
  request: AuthorizationRequest,
  { proof, card }: Situation,
): Facts['proof'] {
  if (!request.claimsAuthentication) return 'none';
  if (!proof || !card || request.cavv === undefined || proof.isSpent) return 'invalid';
  const isOfThis =
    proof.panHash === card.panHash &&
    proof.currency === request.amount.currency &&
    proof.amountMinor >= request.amount.minor &&
    isCavvOf(bank.keys.acs, request.cavv, proof);
  return isOfThis ? 'valid' : 'invalid';
}

function approve(change: Change, cvc: string) {
  const { bank, request, situation, billed, nowMs } = change;
  const { card, proof } = situation;
  assert(card && billed, 'an approval has a card and an amount');
  const authorizationId = bank.makeId('auth');
  const holdId = bank.makeId('ltx');
  const authorizationCode = codeOf(authorizationId);
  const row = authorizationRow(bank, request, {
    authorizationId,
    nowMs,
    card,
    billed,
    responseCode: '00',
    authorizationCode,
    cvcResult: cvc,
    proof: request.claimsAuthentication ? proof : undefined,
    hold: { holdId, expiresAtMs: nowMs + holdDays * dayMs },
  });
  const { total } = billed;
  const approval = unit(
    {
      guards: [
        {
          as: 'card_unchanged',
          table: 'card',
          where: { card_id: card.cardId, version: card.version },
          exists: true,
          lock: true,
        },
      ],
      inserts: [{ table: 'card_authorization', rows: [row] }],
    },
    request.claimsAuthentication && proof ? spend(proof.acsTransId, authorizationId) : {},
    hasDailyLimits(card.limits) ? takeTurn(change, card.cardId) : {},
    post([
      {
        kind: 'pending',
        accountId: bank.book,
        id: holdId,
        at: nowMs,
        description: `Hold ${request.merchant.name}`,
        reference: request.rrn,
        entries: [
          ...entry(customerPath(card.bankAccountId), 'debit', total.currency, total.minor),
          ...entry(paths.cardsDue, 'credit', total.currency, total.minor),
        ],
      },
    ]),
  );
  const answer = { responseCode: '00', authorizationCode, cvcResult: cvc, authorizationId };
  return { approval, answer };
}

/** A proof serves one authorization. */
function spend(acsTransId: string, authorizationId: string): Unit {
  return {
    updates: [
      {
        as: 'proof_unspent',
        table: 'authentication',
        key: { acs_trans_id: acsTransId },
        set: { spent_on: authorizationId },
        expect: { spent_on: null },
      },
    ],
  };
}

function takeTurn({ bank, situation, nowMs }: Change, cardId: string): Unit {
  const key = { card_id: cardId, day: dateIn(nowMs, bank.zone) };
  const { turns } = situation;
  if (turns === undefined)
    return { inserts: [{ table: 'card_day', rows: [{ ...key, turns: 1 }] }] };
  return {
    updates: [
      {
        as: 'day_unchanged',
        table: 'card_day',
        key,
        set: { turns: turns + 1 },
        expect: { turns },
      },
    ],
  };
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

/** Six characters, taken from the random end of the id. */
function codeOf(authorizationId: string): string {
  return authorizationId.slice(-6);
}

function isShortOfFunds(refused: Refused): boolean {
  return refused.code === 'refused' && refused.reason === 'insufficient_funds';
}

/** Somebody was quicker: the same request, the card's holder, another payment of the day. */
function isOvertaken(refused: Refused): boolean {
  const guards = ['card_unchanged', 'proof_unspent', 'day_unchanged'];
  if (refused.code === 'guard') return guards.includes(refused.guard);
  const keys = ['card_authorization_request_unique', 'card_day_pk'];
  return refused.code === 'conflict' && keys.includes(refused.constraint);
}
