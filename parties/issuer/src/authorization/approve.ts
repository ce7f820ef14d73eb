// The unit of an approval: hold, code, answer, and whatever must not have changed meanwhile. A
// verification is approved without hold and code.

import { type Row, type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { dateIn } from '@kassa/time';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { type Card, hasDailyLimits } from '../cards/card.ts';
import type { Billed } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import { authorizationRow } from './authorization-row.ts';
import type { AuthorizationRequest } from './request.ts';
import type { Situation } from './store.ts';

/** Seven days, as card networks allow for an ordinary purchase. */
const holdDays = 7;
const dayMs = 86_400_000;
export type Change = {
  readonly bank: Bank;
  readonly request: AuthorizationRequest;
  readonly situation: Situation;
  readonly billed: Billed | undefined;
  readonly nowMs: number;
};

export function approve(change: Change, cvc: string) {
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
    state: 'held',
    cvcResult: cvc,
    proof: request.claimsAuthentication ? proof : undefined,
    hold: { holdId, expiresAtMs: nowMs + holdDays * dayMs },
  });
  const { total } = billed;
  const approval = unit(
    recorded(card, row),
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

/** The card is good: kept and said, nothing is held. */
export function verified(change: Change, cvcResult: string) {
  const { bank, request, situation, nowMs } = change;
  const { card, proof } = situation;
  assert(card, 'a verification has its card');
  const authorizationId = bank.makeId('auth');
  const row = authorizationRow(bank, request, {
    authorizationId,
    nowMs,
    card,
    billed: undefined,
    responseCode: '85',
    state: 'verified',
    cvcResult,
    proof: request.claimsAuthentication ? proof : undefined,
  });
  const approval = unit(
    recorded(card, row),
    request.claimsAuthentication && proof ? spend(proof.acsTransId, authorizationId) : {},
  );
  const answer = { responseCode: '85', authorizationCode: null, cvcResult, authorizationId };
  return { approval, answer };
}

export function recorded(card: Card, row: Row): Unit {
  return {
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
  };
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

export function takeTurn({ bank, situation, nowMs }: Change, cardId: string): Unit {
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

/** Six characters, taken from the random end of the id. */
export function codeOf(authorizationId: string): string {
  return authorizationId.slice(-6);
}
