// Examples of the merchant's money: balance, what moved it, payouts.

import type { Examples, Step } from './example.ts';
import { paid } from './payments.ts';

const arrived = {
  intent: paid,
  settled: { happens: 'money arrives' },
} satisfies Record<string, Step>;

export const money: Examples = {
  'balance.retrieve': { first: { intent: paid } },
  'balanceTransactions.list': {
    first: arrived,
    params: { source: '{intent.latest_charge}' },
  },
  'balanceTransactions.retrieve': {
    first: { ...arrived, movements: 'balanceTransactions.list' },
    at: { id: '{movements.data.0}' },
  },
  'payouts.create': {
    first: arrived,
    params: { amount: 1_000, currency: 'bam', statement_descriptor: 'WEEK 48' },
  },
  'payouts.list': {
    first: { payout: 'payouts.create' },
    params: { limit: 1 },
  },
  'payouts.retrieve': {
    first: { payout: 'payouts.create' },
    at: { id: '{payout}' },
  },
  'payouts.update': {
    first: { payout: 'payouts.create' },
    at: { id: '{payout}' },
    params: { metadata: { week: '48' } },
  },
  'payouts.cancel': {
    first: { payout: 'payouts.create' },
    at: { id: '{payout}' },
  },
  'payouts.reverse': {
    first: { payout: 'payouts.create' },
    at: { id: '{payout}' },
    refused: { status: 400, code: 'feature_not_available' },
  },
};
