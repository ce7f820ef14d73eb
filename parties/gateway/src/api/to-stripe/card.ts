// A card in the words of the older API: the same payment method under another name.

import type { PaymentMethod } from '../../vault/card.ts';
import type { Resource } from './shape.ts';

const brandNames: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'MasterCard',
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  unknown: 'Unknown',
};

export const cardId = (methodId: string): string => `card_${methodId.slice('pm_'.length)}`;

export function cardToStripe(method: PaymentMethod): Resource & { readonly id: string } {
  const { face, billing } = method;
  const place = billing.address;
  return {
    id: cardId(method.id),
    object: 'card',
    address_city: place?.['city'] ?? null,
    address_country: place?.['country'] ?? null,
    address_line1: place?.['line1'] ?? null,
    address_line1_check: null,
    address_line2: place?.['line2'] ?? null,
    address_state: place?.['state'] ?? null,
    address_zip: place?.['postal_code'] ?? null,
    address_zip_check: null,
    allow_redisplay: method.allowRedisplay,
    brand: brandNames[face.brand] ?? 'Unknown',
    country: face.country === '' ? null : face.country,
    customer: method.customer,
    cvc_check: null,
    dynamic_last4: null,
    exp_month: face.expiry.month,
    exp_year: face.expiry.year,
    fingerprint: face.fingerprint,
    funding: face.funding,
    last4: face.last4,
    metadata: method.metadata,
    name: billing.name ?? face.holder,
    networks: { preferred: null },
    regulated_status: 'unregulated',
    tokenization_method: null,
  };
}
