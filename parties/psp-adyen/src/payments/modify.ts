// Captures, cancels, refunds, reversals: taken in with `received`, done at once, and told of by
// notification, which alone says whether it went well.

import { type Unit, unit } from '@kassa/database';
import { Bug, unreachable } from '@kassa/result';
import { notifyJob } from '../notifications/notify.ts';
import type { Item } from '../notifications/sign.ts';
import type { Means } from '../ports.ts';
import {
  type Answer,
  keepAnswer,
  moveAccount,
  movePayment,
  type Once,
  type Payment,
} from './store.ts';

export type Modification = {
  readonly kind: 'capture' | 'cancel' | 'refund' | 'reversal' | 'technical_cancel';
  readonly merchantAccount: string;
  /** The merchant's own name of it. */
  readonly reference: string;
  readonly amount: { readonly value: number; readonly currency: string } | null;
  /** In what the answer names it by: path or body. */
  readonly about: Readonly<Record<string, string>>;
  /** Undefined: there is none. */
  readonly load: () => Promise<Payment | undefined>;
};

const triesMax = 10;

/** Undefined: the same request is being answered at this moment. */
export async function modify(
  means: Means,
  modification: Modification,
  once: Once | null,
): Promise<Answer | undefined> {
  const pspReference = means.makeReference();
  const { merchantAccount, reference, amount, about } = modification;
  const body = { merchantAccount, ...about, pspReference, reference, status: 'received' };
  const answer: Answer = { status: 201, body: amount === null ? body : { ...body, amount } };
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const payment = await modification.load();
    const done = effectOf(modification, payment);
    const item = itemOf(means, modification, { pspReference, payment, why: done.why });
    const kept = keepAnswer(once, answer, means.clock.nowMs());
    const committed = await means.db.commit(unit(...done.units, kept, notifyJob(item)));
    if (committed.ok) return answer;
    const { error } = committed;
    if (error.code === 'conflict' && error.constraint === 'request_once_pk') return undefined;
    // Another modification of the same payment was quicker: it is looked at again.
    if (error.code !== 'guard') throw new Bug(`a modification was not kept: ${error.code}`);
  }
  throw new Bug(`a modification found its payment changed ${triesMax} times`);
}

/** `why`: it did not go well. */
type Effect = { readonly units: readonly Unit[]; readonly why: string | null };

const failed = (why: string): Effect => ({ units: [], why });

function effectOf(modification: Modification, payment: Payment | undefined): Effect {
  const { kind, amount } = modification;
  if (payment === undefined || payment.refusal !== null || payment.cardId === null) {
    return failed('Original pspReference required for this operation');
  }
  const { held, captured, refunded, cardId, currency } = payment;
  const value = BigInt(amount?.value ?? 0);
  if (amount !== null && amount.currency !== currency) return failed('Currency mismatch');
  switch (kind) {
    case 'capture':
      if (value === 0n || value > held) return failed('Insufficient balance on payment');
      return moved(payment, { held: -value, captured: value }, [
        moveAccount(cardId, { held: -value, balance: -value }),
      ]);
    case 'refund':
      if (value === 0n || value > captured - refunded) {
        return failed('Insufficient balance on payment');
      }
      return moved(payment, { refunded: value }, [moveAccount(cardId, { balance: value })]);
    case 'cancel':
    case 'technical_cancel':
      if (held === 0n) return failed('Transaction has no authorised amount left');
      return moved(payment, { held: -held }, [moveAccount(cardId, { held: -held })]);
    case 'reversal': {
      const back = captured - refunded;
      if (held === 0n && back === 0n) return failed('Transaction has no amount left');
      return moved(payment, { held: -held, refunded: back }, [
        moveAccount(cardId, { held: -held, balance: back }),
      ]);
    }
    default:
      return unreachable(kind, 'a kind of modification');
  }
}

function moved(
  payment: Payment,
  add: Parameters<typeof movePayment>[1],
  others: readonly Unit[],
): Effect {
  return { units: [movePayment(payment, add), ...others], why: null };
}

const events: Readonly<Record<Modification['kind'], string>> = {
  capture: 'CAPTURE',
  cancel: 'CANCELLATION',
  refund: 'REFUND',
  reversal: 'CANCEL_OR_REFUND',
  technical_cancel: 'TECHNICAL_CANCEL',
};

type Outcome = {
  readonly pspReference: string;
  readonly payment: Payment | undefined;
  readonly why: string | null;
};

function itemOf(
  { clock }: Means,
  { kind, merchantAccount, reference, amount }: Modification,
  { pspReference, payment, why }: Outcome,
): Item {
  const whole = {
    value: Number(payment?.amount ?? 0n),
    currency: payment?.currency ?? 'EUR',
  };
  return {
    pspReference,
    ...(payment === undefined ? {} : { originalReference: payment.pspReference }),
    merchantAccountCode: merchantAccount,
    merchantReference: reference,
    amount: amount ?? whole,
    eventCode: events[kind],
    eventDate: new Date(clock.nowMs()).toISOString(),
    success: why === null ? 'true' : 'false',
    reason: why ?? '',
    additionalData: {},
  };
}
