// docs.stripe.com/changelog/2022-11-15: charges and refunds are no longer shown inside. Seen by
// version 10 of the official client when it asks for 2022-08-01.

import type { Changes } from '../change.ts';

const version = '2022-11-15';

export const from20221115: Changes = {
  insides: [
    {
      version,
      object: 'payment_intent',
      part: 'charges',
      why: 'removes-charges-attribute-paymentintent: latest_charge replaces the list',
      when: (intent) => intent['latest_charge'] !== null,
      otherwise: (intent) => listOf(`/v1/charges?payment_intent=${intent['id']}`),
    },
    {
      version,
      object: 'charge',
      part: 'refunds',
      why: 'deprecates-charges-auto-expand: refunds are shown only when asked for',
      when: (charge) => charge['amount_refunded'] !== 0,
      otherwise: (charge) => listOf(`/v1/charges/${charge['id']}/refunds`),
    },
  ],
};

const listOf = (url: string) => ({ object: 'list', data: [], has_more: false, url });
