import type { CvcCheck } from '../../payments/intent.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { emptyAddress, type Resource, seconds } from './shape.ts';

export function paymentMethodToStripe(method: PaymentMethod): Resource & { readonly id: string } {
  return {
    id: method.id,
    object: 'payment_method',
    allow_redisplay: method.allowRedisplay,
    billing_details: billingToStripe(method),
    card: {
      ...faceToStripe(method),
      checks: checksToStripe(null),
      display_brand: method.face.brand === 'unknown' ? null : method.face.brand,
      generated_from: null,
      networks: { available: [method.face.brand], preferred: null },
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: seconds(method.createdAtMs),
    customer: method.customer,
    customer_account: null,
    livemode: false,
    metadata: method.metadata,
    type: 'card',
  };
}

export const noBillingDetails = {
  ...{ address: emptyAddress, email: null, name: null, phone: null, tax_id: null },
};

export function billingToStripe({ billing, face }: PaymentMethod) {
  return {
    address: { ...emptyAddress, ...billing.address },
    email: billing.email,
    name: billing.name ?? face.holder,
    phone: billing.phone,
    tax_id: null,
  };
}

export function faceToStripe({ face }: PaymentMethod) {
  return {
    brand: face.brand,
    country: face.country === '' ? null : face.country,
    exp_month: face.expiry.month,
    exp_year: face.expiry.year,
    fingerprint: face.fingerprint,
    funding: face.funding,
    last4: face.last4,
    regulated_status: 'unregulated',
  };
}

export function checksToStripe(cvcCheck: CvcCheck) {
  return { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcCheck };
}
