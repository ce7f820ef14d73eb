// POST /payments: the cardholder's bank is asked, and holds the amount. Effect, answer under its
// idempotency key, and notification are one commit.

import { type Unit, unit } from '@kassa/database';
import { Bug } from '@kassa/result';
import { notifyJob } from '../notifications/notify.ts';
import type { Item } from '../notifications/sign.ts';
import type { Means } from '../ports.ts';
import { refusalOf } from './decide.ts';
import type { PaymentInput } from './inputs.ts';
import { type Refusal, refusals } from './refusals.ts';
import { type Answer, insertPayment, keepAnswer, moveAccount, type Once } from './store.ts';

/** Undefined: the same request is being answered at this moment. */
export async function authorise(
  means: Means,
  input: PaymentInput,
  once: Once | null,
): Promise<Answer | undefined> {
  const card = means.cards.find(({ number }) => number === input.paymentMethod.number);
  if (card?.bank === 'slow') await means.slowBanks.wait();
  const refusal = refusalOf(card, input, means.clock.nowMs());
  const decided = { cardId: card?.id ?? null, refusal };
  const first = await commit(means, input, { ...decided, once });
  if (first !== 'not_covered') return first;
  const second = await commit(means, input, { ...decided, refusal: 'not_enough_balance', once });
  if (second === 'not_covered') throw new Bug('a refusal holds no money');
  return second;
}

type Decided = {
  readonly cardId: string | null;
  readonly refusal: Refusal | null;
  readonly once: Once | null;
};

async function commit(
  means: Means,
  input: PaymentInput,
  { cardId, refusal, once }: Decided,
): Promise<Answer | 'not_covered' | undefined> {
  const { merchantAccount, reference, amount, paymentMethod } = input;
  const pspReference = means.makeReference();
  const nowMs = means.clock.nowMs();
  const value = BigInt(amount.value);
  const held = refusal === null ? value : 0n;
  const isAuthorised = refusal === null;
  const authCode = pspReference.slice(-6);
  const answer = answerOf(input, { pspReference, refusal, authCode });
  const payment = {
    ...{ merchantAccount, pspReference, reference, cardId, refusal, held },
    ...{ currency: amount.currency, amount: value, captured: 0n, refunded: 0n },
  };
  const { expiryMonth, expiryYear, number } = paymentMethod;
  const item: Item = {
    ...{ pspReference, amount, merchantAccountCode: merchantAccount },
    merchantReference: reference,
    eventCode: 'AUTHORISATION',
    eventDate: new Date(nowMs).toISOString(),
    success: isAuthorised ? 'true' : 'false',
    reason: isAuthorised
      ? `${authCode}:${number.slice(-4)}:${expiryMonth}/${expiryYear}`
      : refusals[refusal].reason,
    paymentMethod: 'scheme',
    additionalData: isAuthorised ? { authCode } : {},
  };
  const units: Unit[] = [insertPayment(payment, nowMs), keepAnswer(once, answer, nowMs)];
  if (cardId !== null && isAuthorised) units.push(moveAccount(cardId, { held: value }));
  const committed = await means.db.commit(unit(...units, notifyJob(item)));
  if (committed.ok) return answer;
  const { error } = committed;
  if (error.code !== 'conflict') throw new Bug(`a payment was not kept: ${error.code}`);
  if (error.constraint === 'card_account_covered') return 'not_covered';
  if (error.constraint === 'request_once_pk') return undefined;
  throw new Bug(`a payment was not kept: ${error.constraint}`);
}

type Told = {
  readonly pspReference: string;
  readonly refusal: Refusal | null;
  readonly authCode: string;
};

function answerOf(input: PaymentInput, { pspReference, refusal, authCode }: Told): Answer {
  const { amount, reference, paymentMethod } = input;
  const common = { pspReference, merchantReference: reference, amount };
  const paymentMethodShown = { type: 'scheme' };
  if (refusal === null) {
    const cvcResult = paymentMethod.cvc === undefined ? '3 Not checked' : '1 Matches';
    return {
      status: 200,
      body: {
        ...common,
        paymentMethod: paymentMethodShown,
        resultCode: 'Authorised',
        additionalData: { authCode, cvcResult },
      },
    };
  }
  const { code, reason } = refusals[refusal];
  const resultCode = refusal === 'issuer_unavailable' ? 'Error' : 'Refused';
  const told = { resultCode, refusalReason: reason, refusalReasonCode: code };
  return { status: 200, body: { ...common, paymentMethod: paymentMethodShown, ...told } };
}
