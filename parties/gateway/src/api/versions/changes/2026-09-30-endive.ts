// docs.stripe.com/changelog/endive: methods are no longer listed, only allowed or excluded. Seen by
// versions 10 to 22 of the official client.

import { type Changes, type Input, renamed } from '../change.ts';

const version = '2026-09-30.endive';
const creating = ['paymentIntents.create', 'setupIntents.create'];
const others = [
  'paymentIntents.update',
  'paymentIntents.confirm',
  'setupIntents.update',
  'checkout.sessions.create',
];
const renames = { payment_method_types: 'allowed_payment_method_types' };

export const fromEndive: Changes = {
  inputs: [
    {
      version,
      operations: creating,
      why: 'removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents',
      up: listed,
      renames,
    },
    {
      version,
      operations: others,
      why: 'the same, and remove-payment-method-types-checkout-sessions',
      up: (input) => renamed(input, renames),
      renames,
    },
  ],
  removals: [
    {
      version,
      operations: [...creating, ...others],
      why: 'removes-the-payment-method-types-parameter-from-payment-intents-and-setup-intents',
      param: 'payment_method_types',
      code: 'payment_method_types_no_longer_supported',
      message:
        'The parameter payment_method_types is no longer supported. Leave it out to take every method that fits, or give allowed_payment_method_types.',
    },
  ],
};

/** A list is the opposite of automatic: an intent with one shows automatic_payment_methods: null. */
function listed(input: Input): Input {
  if (!Object.hasOwn(input, 'payment_method_types')) return input;
  return { automatic_payment_methods: { enabled: 'false' }, ...renamed(input, renames) };
}
