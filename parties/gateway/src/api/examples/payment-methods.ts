// Examples of cards: by themselves, kept for a customer, as tokens.

import type { Examples } from './example.ts';

const kept = { customer: 'customers.create', method: 'paymentMethods.create' } as const;

export const paymentMethods: Examples = {
  'paymentMethods.create': {
    params: {
      type: 'card',
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '314' },
      billing_details: { name: 'Hana' },
    },
  },
  'paymentMethods.retrieve': {
    first: { method: 'paymentMethods.create' },
    at: { id: '{method}' },
  },
  'paymentMethods.update': {
    first: { method: 'paymentMethods.attach' },
    at: { id: '{method}' },
    params: { billing_details: { email: 'hana@shop.example' }, metadata: { colour: 'blue' } },
  },
  'paymentMethods.attach': {
    first: kept,
    at: { id: '{method}' },
    params: { customer: '{customer}' },
  },
  'paymentMethods.detach': {
    first: { method: 'paymentMethods.attach' },
    at: { id: '{method}' },
  },
  'paymentMethods.list': {
    first: { method: 'paymentMethods.attach' },
    params: { customer: '{method.customer}', type: 'card' },
  },
  'customers.listPaymentMethods': {
    first: { method: 'paymentMethods.attach' },
    at: { customer: '{method.customer}' },
    params: { type: 'card' },
  },
  'customers.retrievePaymentMethod': {
    first: { method: 'paymentMethods.attach' },
    at: { customer: '{method.customer}', id: '{method}' },
  },
  'tokens.create': {
    params: {
      card: { number: '4242424242424242', exp_month: '12', exp_year: '2034', cvc: '314' },
    },
  },
  'tokens.retrieve': {
    first: { token: 'tokens.create' },
    at: { id: '{token}' },
  },
};
