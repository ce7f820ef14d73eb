// Whose VAT a session counts, and at what rate: that of the place where the goods go; of what is not
// sent, that of the buyer's billing address; until one is known, that of the merchant's own country.

import { dateIn } from '@kassa/time';
import type { Merchant } from '../../merchants/merchant.ts';
import { vatRateOn } from '../../tax/vat-table.ts';
import type { Ask, Collected } from './collected.ts';
import type { SessionTax } from './session.ts';

export function taxOfSession(
  merchant: Pick<Merchant, 'country' | 'timeZone'>,
  known: { readonly collected: Collected; readonly exemption: SessionTax['exemption'] },
  nowMs: number,
): SessionTax {
  const { country: chosen, shipping, billing } = known.collected;
  const told = chosen ?? shipping?.address.country ?? billing?.country;
  const country = told ?? merchant.country;
  const rate = vatRateOn(country, dateIn(nowMs, merchant.timeZone));
  return {
    country,
    basisPoints: rate?.basisPoints ?? 0,
    effectiveFrom: rate?.effectiveFrom ?? null,
    exemption: known.exemption,
  };
}

/** Is there an address still to come that may change the rate? */
export function awaitsLocation(ask: Ask, { country, shipping, billing }: Collected): boolean {
  if (country !== null) return false;
  if (ask.shippingCountries !== null) return shipping === null;
  return ask.billing === 'required' && billing === null;
}
