// Examples of payments: PaymentIntents, charges, refunds.

import type { CallStep, Examples } from './example.ts';

const back = 'https://shop.example/back';
const order = { amount: 2_500, currency: 'bam' };

/** Paid with a test card that needs no bank's code. */
export const paid = {
  call: 'paymentIntents.create',
  params: { ...order, payment_method: 'pm_card_visa', confirm: true, return_url: back },
} satisfies CallStep;

const held = {
  call: 'paymentIntents.create',
  params: { ...paid.params, capture_method: 'manual' },
} satisfies CallStep;

const heldCharge = { amount: 2_000, currency: 'bam', source: 'tok_visa', capture: false };

export const payments: Examples = {
  'paymentIntents.create': {
    params: {
      ...order,
      payment_method: 'pm_card_visa',
      confirm: true,
      return_url: back,
      description: 'Order 1042',
      metadata: { order: '1042' },
    },
  },
  'paymentIntents.retrieve': {
    first: { intent: 'paymentIntents.create' },
    at: { id: '{intent}' },
  },
  'paymentIntents.update': {
    first: { intent: { call: 'paymentIntents.create', params: order } },
    at: { id: '{intent}' },
    params: { amount: 3_000, metadata: { order: '1042' } },
  },
  'paymentIntents.confirm': {
    first: { intent: { call: 'paymentIntents.create', params: order } },
    at: { id: '{intent}' },
    params: { payment_method: 'pm_card_visa', return_url: back },
  },
  'paymentIntents.capture': {
    first: { intent: held },
    at: { id: '{intent}' },
    params: { amount_to_capture: 2_000 },
  },
  'paymentIntents.cancel': {
    first: { intent: held },
    at: { id: '{intent}' },
    params: { cancellation_reason: 'requested_by_customer' },
  },
  'paymentIntents.incrementAuthorization': {
    first: {
      intent: {
        call: 'paymentIntents.create',
        params: {
          ...held.params,
          payment_method_options: {
            card: { request_incremental_authorization: 'if_available' },
          },
        },
      },
    },
    at: { id: '{intent}' },
    params: { amount: 3_500 },
  },
  'paymentIntents.listAmountDetailsLineItems': {
    first: {
      intent: {
        call: 'paymentIntents.create',
        params: {
          ...order,
          amount_details: {
            line_items: [{ product_name: 'Candle', quantity: 2, unit_cost: 1_000 }],
          },
        },
      },
    },
    at: { id: '{intent}' },
  },
  'paymentIntents.applyCustomerBalance': {
    first: { intent: { call: 'paymentIntents.create', params: order } },
    at: { id: '{intent}' },
    refused: { status: 400, code: 'payment_intent_unexpected_state' },
  },
  'paymentIntents.verifyMicrodeposits': {
    first: { intent: { call: 'paymentIntents.create', params: order } },
    at: { id: '{intent}' },
    params: { amounts: [32, 45] },
    refused: { status: 400, code: 'payment_intent_unexpected_state' },
  },
  'paymentIntents.list': {
    first: { intent: 'paymentIntents.create' },
    params: { limit: 1 },
  },
  'paymentIntents.search': {
    first: { intent: 'paymentIntents.create' },
    params: { query: "status:'succeeded' AND metadata['order']:'1042'", limit: 1 },
  },
  'confirmationTokens.create': {
    params: {
      payment_method_data: { type: 'card', card: { token: 'tok_visa' } },
      return_url: back,
      shipping: { name: 'Hana H.', address: { line1: 'Ferhadija 1', city: 'Sarajevo' } },
    },
    isRaw: true,
  },
  'testHelpers.confirmationTokens.create': {
    params: { payment_method: 'pm_card_visa', return_url: back },
  },
  'confirmationTokens.retrieve': {
    first: { token: 'testHelpers.confirmationTokens.create' },
    at: { id: '{token}' },
  },
  'charges.create': {
    params: { amount: 2_000, currency: 'bam', source: 'tok_visa', description: 'Order 1042' },
  },
  'charges.update': {
    first: { charge: 'charges.create' },
    at: { id: '{charge}' },
    params: { metadata: { order: '1042' } },
  },
  'charges.capture': {
    first: { charge: { call: 'charges.create', params: heldCharge } },
    at: { id: '{charge}' },
    params: { amount: 1_500 },
  },
  'charges.retrieve': {
    first: { intent: paid },
    at: { id: '{intent.latest_charge}' },
  },
  'charges.list': {
    first: { intent: paid },
    params: { payment_intent: '{intent}' },
  },
  'charges.search': {
    first: { intent: paid },
    params: { query: 'amount>2000 AND currency:"bam"', limit: 1 },
  },
  'refunds.create': {
    first: { intent: paid },
    params: { payment_intent: '{intent}', amount: 1_000, reason: 'requested_by_customer' },
  },
  'refunds.update': {
    first: { refund: 'refunds.create' },
    at: { id: '{refund}' },
    params: { metadata: { order: '1042' } },
  },
  'refunds.cancel': {
    first: { refund: 'refunds.create' },
    at: { id: '{refund}' },
    refused: { status: 400, code: 'status_transition_invalid' },
  },
  'testHelpers.refunds.expire': {
    first: { refund: 'refunds.create' },
    at: { id: '{refund}' },
    refused: { status: 400, code: 'status_transition_invalid' },
  },
  'refunds.retrieve': {
    first: { refund: 'refunds.create' },
    at: { id: '{refund}' },
  },
  'refunds.list': {
    first: { refund: 'refunds.create' },
    params: { payment_intent: '{refund.payment_intent}' },
  },
};
