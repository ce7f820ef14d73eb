// Examples of cards set up for later: SetupIntents, their attempts, mandates.

import type { CallStep, Examples } from './example.ts';

const open = {
  call: 'setupIntents.create',
  params: { payment_method: 'pm_card_visa', usage: 'off_session' },
} satisfies CallStep;

export const setups: Examples = {
  'setupIntents.create': {
    first: { customer: 'customers.create' },
    params: {
      customer: '{customer}',
      payment_method: 'pm_card_visa',
      usage: 'off_session',
      confirm: true,
      return_url: 'https://shop.example/back',
    },
  },
  'setupIntents.retrieve': {
    first: { setup: 'setupIntents.create' },
    at: { id: '{setup}' },
  },
  'setupIntents.update': {
    first: { setup: open },
    at: { id: '{setup}' },
    params: { description: 'For the yearly box', metadata: { order: '1042' } },
  },
  'setupIntents.confirm': {
    first: { setup: open },
    at: { id: '{setup}' },
    params: { return_url: 'https://shop.example/back' },
  },
  'setupIntents.cancel': {
    first: { setup: open },
    at: { id: '{setup}' },
    params: { cancellation_reason: 'abandoned' },
  },
  'setupIntents.list': {
    first: { setup: 'setupIntents.create' },
    params: { customer: '{setup.customer}' },
  },
  'setupIntents.verifyMicrodeposits': {
    first: { setup: open },
    at: { id: '{setup}' },
    params: { amounts: [32, 45] },
    refused: { status: 400, code: 'setup_intent_unexpected_state' },
  },
  'setupAttempts.list': {
    first: { setup: 'setupIntents.create' },
    params: { setup_intent: '{setup}' },
  },
  'mandates.retrieve': {
    first: {
      setup: {
        call: 'setupIntents.create',
        params: {
          payment_method: 'pm_card_visa',
          usage: 'off_session',
          confirm: true,
          return_url: 'https://shop.example/back',
          mandate_data: {
            customer_acceptance: {
              type: 'online',
              online: { ip_address: '127.0.0.1', user_agent: 'Firefox' },
            },
          },
        },
      },
    },
    at: { id: '{setup.mandate}' },
  },
};
