// docs.stripe.com/changelog/endive: methods are no longer listed, only allowed or excluded. Seen by
// versions 10 to 22 of the official client.

import { type Changes, type Input, renamed } from '../change.ts';

const version = '2026-09-30.endive';
const renames = { payment_method_types: 'allowed_payment_method_types' };

export const fromEndive: Changes = {
  inputs: [
    {
      version,
      operations: ['paymentIntents.create', 'setupIntents.create'],
      why: 'removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents',
      up: listed,
      renames,
    },
    {
      version,
      operations: [
        'paymentIntents.update',
        'paymentIntents.confirm',
        'setupIntents.update',
        'checkout.sessions.create',
      ],
      why: 'the same, and remove-payment-method-types-checkout-sessions',
      up: (input) => renamed(input, renames),
      renames,
    },
  ],
};

/** A list is the opposite of automatic: an intent with one shows automatic_payment_methods: null. */
function listed(input: Input): Input {
  if (!Object.hasOwn(input, 'payment_method_types')) return input;
  return { automatic_payment_methods: { enabled: 'false' }, ...renamed(input, renames) };
}
