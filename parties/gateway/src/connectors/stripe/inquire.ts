// What became of a payment whose answer was lost. Without a name kept here it was never confirmed.
// With one it is read; and if no bank has been asked of it yet, it is canceled before that is said, for
// a confirmation that comes late must find nothing to confirm.

import type { InquiryEnd, InquiryRequest } from '../connector.ts';
import type { StripeDesk } from './connect-stripe.ts';
import { failureOf, shownBy } from './from-stripe.ts';

export async function inquire(desk: StripeDesk, request: InquiryRequest): Promise<InquiryEnd> {
  const { merchant, original } = request;
  const { stripe, options } = desk;
  const named = { accountId: merchant.accountId, wire: original.wire };
  const sent = await desk.references.closeUnlessSent(named);
  if (sent.kind === 'never' || sent.reference === null) return { kind: 'never_arrived' };
  const id = sent.reference;
  const timeout = options.inquiryTimeoutMs;
  try {
    const expand = ['latest_charge'];
    const shown = shownBy(await stripe.paymentIntents.retrieve(id, { expand }, { timeout }));
    switch (shown.kind) {
      case 'canceled':
        return { kind: 'never_arrived' };
      case 'waiting':
      case 'needs_cardholder':
        await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: `${id}-closed`, timeout });
        return shown.kind === 'waiting'
          ? { kind: 'never_arrived' }
          : { kind: 'refused', responseCode: '1A' };
      default:
        return shown;
    }
  } catch (error) {
    const failure = failureOf(error);
    // It moved on while it was asked for: the next question finds where to.
    if (failure.kind === 'not_taken') return { kind: 'under_way' };
    return { kind: 'unknown', why: failure.kind === 'refused' ? 'refused' : failure.why };
  }
}
