// Examples of disputes: a card whose holder disputes every purchase, once it is on the statement.

import type { CallStep, Examples, Step } from './example.ts';
import { paid } from './payments.ts';

const disputedPayment: CallStep = {
  ...paid,
  params: { ...paid.params, payment_method: 'pm_card_createDispute' },
};

const disputed = {
  intent: disputedPayment,
  settled: { happens: 'money arrives' },
  disputes: { call: 'disputes.list', params: { payment_intent: '{intent}' } },
} satisfies Record<string, Step>;

const at = { id: '{disputes.data.0}' };

export const disputes: Examples = {
  'disputes.list': {
    first: { intent: disputedPayment, settled: disputed.settled },
    params: { payment_intent: '{intent}' },
  },
  'disputes.retrieve': { first: disputed, at },
  'disputes.update': {
    first: disputed,
    at,
    params: {
      evidence: { customer_name: 'Hana Hadžić', shipping_tracking_number: 'BA123456789' },
      submit: false,
    },
  },
  'disputes.close': { first: disputed, at },
};
