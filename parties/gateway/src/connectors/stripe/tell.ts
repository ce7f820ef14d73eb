// Tells Stripe what has been decided, each under a key of its own. What it says has been done before
// is acknowledged by that: its payments are read to see, since its keys are forgotten after a day.

import { unreachable } from '@kassa/result';
import type Stripe from 'stripe';
import type { Advice, AdviceEnd } from '../connector.ts';
import { nameAdvice } from '../name-message.ts';
import type { StripeDesk } from './connect-stripe.ts';
import { failureOf } from './from-stripe.ts';
import { captureParams, refundParams, releaseParams, rrnKey } from './to-stripe.ts';

const done: AdviceEnd = { kind: 'acknowledged' };
/** Field 39: original not found. */
const noOriginal: AdviceEnd = { kind: 'refused', responseCode: '25' };
/** Field 39: format error; it is not taken, however often it is told. */
const notTaken: AdviceEnd = { kind: 'refused', responseCode: '30' };

export async function tell(desk: StripeDesk, advice: Advice): Promise<AdviceEnd> {
  const { merchant, original, kind } = advice;
  const named = { accountId: merchant.accountId, wire: original.wire };
  const sent = await desk.references.closeUnlessSent(named);
  if (sent.kind === 'never' || sent.reference === null) {
    // What was never confirmed needs no taking back; from now on it cannot be.
    return kind === 'reversal' ? done : noOriginal;
  }
  try {
    return await act(desk.stripe, advice, sent.reference);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'not_taken') return failure;
    return isDone(desk.stripe, advice, sent.reference);
  }
}

async function act(stripe: Stripe, advice: Advice, id: string): Promise<AdviceEnd> {
  const once = { idempotencyKey: nameAdvice(advice) };
  switch (advice.kind) {
    case 'capture':
      await stripe.paymentIntents.capture(id, captureParams(advice), once);
      return done;
    case 'release':
      await stripe.paymentIntents.capture(id, releaseParams, once);
      return done;
    case 'void':
      await stripe.paymentIntents.cancel(id, {}, once);
      return done;
    case 'refund':
      return refund(stripe, advice, id);
    case 'reversal':
      return reverse(stripe, advice, id);
    default:
      return unreachable(advice.kind, 'a kind of advice');
  }
}

async function refund(stripe: Stripe, advice: Advice, id: string): Promise<AdviceEnd> {
  const made = advice.isRepeat ? await refundMade(stripe, advice, id) : undefined;
  const refunded =
    made ??
    (await stripe.refunds.create(refundParams(advice, id), { idempotencyKey: nameAdvice(advice) }));
  const { status } = refunded;
  return status === 'failed' || status === 'canceled'
    ? { kind: 'refused', responseCode: '05' }
    : done;
}

async function refundMade(stripe: Stripe, { wire }: Advice, id: string) {
  const { data } = await stripe.refunds.list({ payment_intent: id, limit: 100 });
  return data.find(({ metadata }) => metadata?.[rrnKey] === wire.rrn);
}

/** Of what nobody knows: what is held is let go, what is taken is given back. */
async function reverse(stripe: Stripe, advice: Advice, id: string): Promise<AdviceEnd> {
  const once = { idempotencyKey: nameAdvice(advice) };
  const { status } = await stripe.paymentIntents.retrieve(id);
  if (status === 'canceled') return done;
  if (status === 'processing') return { kind: 'unknown', why: 'under_way' };
  if (status === 'succeeded') await stripe.refunds.create({ payment_intent: id }, once);
  else await stripe.paymentIntents.cancel(id, {}, once);
  return done;
}

/** It is not taken: because it has been done already? */
async function isDone(stripe: Stripe, advice: Advice, id: string): Promise<AdviceEnd> {
  try {
    const { status, amount_received: received } = await stripe.paymentIntents.retrieve(id);
    switch (advice.kind) {
      case 'capture':
        return status === 'succeeded' && received >= advice.amount.minor ? done : notTaken;
      case 'release':
        return status === 'succeeded' ? done : notTaken;
      case 'void':
        return status === 'canceled' ? done : notTaken;
      case 'reversal':
        // It moved on while it was called back; the next time it is found as it is.
        return status === 'canceled' ? done : { kind: 'unknown', why: `status ${status}` };
      case 'refund':
        return (await refundMade(stripe, advice, id)) === undefined ? notTaken : done;
      default:
        return unreachable(advice.kind, 'a kind of advice');
    }
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'not_taken' ? notTaken : failure;
  }
}
