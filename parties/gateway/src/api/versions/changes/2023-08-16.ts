// docs.stripe.com/changelog/2023-08-16: payment methods are automatic unless named. Seen by
// versions 10 to 12 of the official client.

import { isFields } from '../../kernel/expand.ts';
import type { Json } from '../../to-stripe/shape.ts';
import type { Changes } from '../change.ts';

const version = '2023-08-16';

/** Each of them says by itself which methods are meant. */
const choosers = [
  'payment_method_types',
  'automatic_payment_methods',
  'allowed_payment_method_types',
  'excluded_payment_method_types',
  'payment_method_configuration',
];

export const from20230816: Changes = {
  inputs: [
    {
      version,
      operations: ['paymentIntents.create', 'setupIntents.create'],
      why: 'automatic-payment-methods: before, an intent that named no methods took cards only',
      up: (input) =>
        choosers.some((name) => Object.hasOwn(input, name))
          ? input
          : { ...input, payment_method_types: ['card'] },
    },
  ],
  outputs: [
    {
      version,
      object: 'charge',
      why: 'the client stopped to name it: transfer_data says the same',
      down: (charge) => ({ ...charge, destination: destinationOf(charge['transfer_data']) }),
    },
    {
      version,
      object: 'product',
      why: 'the client stopped to name it: it belonged to orders, which are gone',
      down: (product) => ({ ...product, attributes: [] }),
    },
  ],
  insides: [
    {
      version,
      object: 'charge',
      part: 'dispute',
      why: 'the client stopped to name it: disputes are listed by their charge',
      when: (charge) => charge['disputed'] === true,
      otherwise: () => null,
    },
  ],
};

function destinationOf(transfer: Json | undefined): Json {
  return isFields(transfer) ? (transfer['destination'] ?? null) : null;
}
