// Tells Adyen what has been decided. It takes it in, which is no end: until its notification has come
// the advice stays untold, and is told again under the same key, which does nothing twice.

import { isLastClearing } from '@kassa/iso8583';
import { unreachable } from '@kassa/result';
import type { Advice, AdviceEnd } from '../connector.ts';
import { nameAdvice } from '../name-message.ts';
import type { AdyenDesk } from './connect-adyen.ts';
import { failureOf, modificationEnd } from './from-adyen.ts';
import { amountOf } from './to-adyen.ts';

const done: AdviceEnd = { kind: 'acknowledged' };
/** Field 39: original not found, and format error. */
const noOriginal: AdviceEnd = { kind: 'refused', responseCode: '25' };
const notTaken: AdviceEnd = { kind: 'refused', responseCode: '30' };
const takenIn: AdviceEnd = { kind: 'unknown', why: 'received' };

export async function tell(desk: AdyenDesk, advice: Advice): Promise<AdviceEnd> {
  const { merchant, original, kind } = advice;
  const { accountId } = merchant;
  const sent = await desk.references.closeUnlessSent({ accountId, wire: original.wire });
  // What was never sent needs no taking back; from now on it cannot be.
  if (sent.kind === 'never') return kind === 'reversal' ? done : noOriginal;
  const notice = await desk.notices.find(accountId, nameAdvice(advice));
  try {
    if (notice === undefined) return await ask(desk, advice, sent.reference);
    const end = modificationEnd(notice);
    if (end.kind !== 'acknowledged' || !leavesRest(advice)) return end;
    return await letRestGo(desk, advice, sent.reference);
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'not_taken' ? notTaken : failure;
  }
}

async function ask(
  { checkout, options }: AdyenDesk,
  advice: Advice,
  id: string | null,
): Promise<AdviceEnd> {
  const { ModificationsApi: api } = checkout;
  const { merchantAccount } = options;
  const name = nameAdvice(advice);
  const once = { idempotencyKey: name };
  const named = { merchantAccount, reference: name };
  if (id === null) {
    // Its name is told by the answer or the notification; a reversal alone can do without.
    if (advice.kind !== 'reversal') return { kind: 'not_attempted', why: 'name_not_known_yet' };
    const paymentReference = advice.original.wire.rrn;
    await api.cancelAuthorisedPayment({ ...named, paymentReference }, once);
    return takenIn;
  }
  const amount = amountOf(advice.amount);
  switch (advice.kind) {
    case 'capture':
      await api.captureAuthorisedPayment(id, { ...named, amount }, once);
      return takenIn;
    case 'refund':
      await api.refundCapturedPayment(id, { ...named, amount }, once);
      return takenIn;
    case 'void':
    case 'release':
      await api.cancelAuthorisedPaymentByPspReference(id, named, once);
      return takenIn;
    case 'reversal':
      await api.refundOrCancelPayment(id, named, once);
      return takenIn;
    default:
      return unreachable(advice.kind, 'a kind of advice');
  }
}

/** Where several captures are allowed, none of them lets the rest go by itself. */
function leavesRest({ kind, clearing, amount, original }: Advice): boolean {
  if (kind !== 'capture') return false;
  return clearing === null ? amount.minor < original.amount.minor : isLastClearing(clearing);
}

/** Nothing may be left, then this fails there; that it was taken in is enough. */
async function letRestGo(
  { checkout, options }: AdyenDesk,
  advice: Advice,
  id: string | null,
): Promise<AdviceEnd> {
  if (id === null) return done;
  const reference = `${nameAdvice(advice)}-rest`;
  const named = { merchantAccount: options.merchantAccount, reference };
  const once = { idempotencyKey: reference };
  await checkout.ModificationsApi.cancelAuthorisedPaymentByPspReference(id, named, once);
  return done;
}
