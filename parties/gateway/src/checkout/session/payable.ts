// A session that may be paid now, and all that its bank would be asked with.

import type { BrowserFacts } from '../../authentication/browser-facts.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import { loadRecord } from '../../records/store.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { paymentLinks } from '../links/payment-link.ts';
import { isUsedUp } from '../links/store.ts';
import { expireInTime } from './expire-session.ts';
import { type HostedMeans, hereAndNow } from './hosted-means.ts';
import type { CheckoutSession } from './session.ts';
import { stateOf } from './view-of-session.ts';

/** All that the bank is asked with; the card is sealed, and stored nowhere yet. */
export type Ready = {
  readonly session: CheckoutSession;
  readonly view: PaymentView;
  readonly method: PaymentMethod;
  readonly browser: BrowserFacts;
};

export type Found = { readonly session: CheckoutSession; readonly view: PaymentView };

export async function loadPaid(means: HostedMeans, id: string): Promise<Found | undefined> {
  const view = await loadPaymentOfSession(means.payments.db, id);
  const session = view?.session ?? undefined;
  return view && session && { session, view };
}

export function mayPay(means: HostedMeans, { session, view }: Found): boolean {
  const { kind } = stateOf(session, view, hereAndNow(means));
  return kind === 'open' || view.intent.state.status === 'requires_action';
}

/** Of a link that others have paid as often as it may be: its page says that nothing is charged. */
export async function isTooLate(
  means: HostedMeans,
  { accountId, id, details }: CheckoutSession,
): Promise<boolean> {
  if (details.link === null) return false;
  const { db } = means.payments;
  const link = await loadRecord(db, paymentLinks, accountId, details.link);
  if (link === undefined || !(await isUsedUp(db, link))) return false;
  await expireInTime(means, { accountId, id });
  return true;
}
