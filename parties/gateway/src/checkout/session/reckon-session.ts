// A session added up again after a change of its order. Pure.

import type { Merchant } from '../../merchants/merchant.ts';
import { reckon } from './reckon.ts';
import { type CheckoutSession, shippingOf } from './session.ts';
import { taxOfSession } from './tax-of-session.ts';

/** Only an order that can still change is added up again: what was paid stays as it was. */
export function reckonAnew(
  merchant: Merchant,
  session: CheckoutSession,
  nowMs: number,
): CheckoutSession {
  const { details, collected, total, lines, version } = session;
  const next = { ...session, version: version + 1 };
  if (session.status !== 'open') return next;
  const { exemption = 'none' } = details.tax ?? {};
  const tax = details.tax && taxOfSession(merchant, { collected, exemption }, nowMs);
  const shipping = shippingOf(session);
  const { shippingTaxMinor, ...sums } = reckon({ currency: total.currency, lines, shipping, tax });
  return { ...next, ...sums, details: { ...details, shippingTaxMinor, tax } };
}
