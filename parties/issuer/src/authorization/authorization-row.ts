// One row of card_authorization, in one place for approvals and refusals.

import type { Row } from '@kassa/database';
import { dateIn } from '@kassa/time';
import type { Card } from '../cards/card.ts';
import type { Billed } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import type { AuthorizationRequest } from './request.ts';
import type { Proof } from './store.ts';

export type Outcome = {
  readonly authorizationId: string;
  readonly nowMs: number;
  readonly card: Card | undefined;
  readonly billed: Billed | undefined;
  readonly responseCode: string;
  readonly authorizationCode?: string;
  readonly cvcResult: string;
  readonly proof?: Proof | undefined;
  readonly state: 'declined' | 'verified' | 'held' | 'raised';
  readonly incrementOf?: string;
  readonly hold?: { readonly holdId: string; readonly expiresAtMs: number };
};

export function authorizationRow(
  bank: Pick<Bank, 'zone'>,
  request: AuthorizationRequest,
  outcome: Outcome,
): Row {
  const { card, billed, hold, proof } = outcome;
  const heldMinor = hold && billed ? billed.total.minor : 0n;
  const isApproved = outcome.state === 'held' || outcome.state === 'raised';
  return {
    authorization_id: outcome.authorizationId,
    acquirer_id: request.acquirerId,
    stan: request.stan,
    rrn: request.rrn,
    card_id: card?.cardId ?? null,
    bank_account_id: card?.bankAccountId ?? null,
    decided_at_ms: outcome.nowMs,
    day: dateIn(outcome.nowMs, bank.zone),
    mid: request.mid,
    merchant_name: request.merchant.name,
    merchant_city: request.merchant.city,
    merchant_country: request.merchant.country,
    mcc: request.mcc,
    amount_minor: request.amount.minor,
    currency: request.amount.currency,
    billed_minor: billed?.total.minor ?? null,
    billed_currency: billed?.total.currency ?? null,
    conversion_fee_minor: billed?.fee.minor ?? 0n,
    exchange_rate_id: billed?.exchangeRateId ?? null,
    is_online: request.isOnline,
    initiation: request.initiation,
    is_authenticated: proof !== undefined,
    acs_trans_id: proof?.acsTransId ?? null,
    response_code: outcome.responseCode,
    authorization_code: outcome.authorizationCode ?? null,
    cvc_result: outcome.cvcResult,
    state: outcome.state,
    hold_id: hold?.holdId ?? null,
    held_minor: heldMinor,
    hold_expires_at_ms: hold?.expiresAtMs ?? null,
    counted_minor: isApproved && billed ? billed.total.minor : 0n,
    increment_of: outcome.incrementOf ?? null,
    total_minor: hold ? request.amount.minor : 0n,
  };
}
