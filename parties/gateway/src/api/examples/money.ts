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
  'payouts.list': {
    first: arrived,
    params: { limit: 1 },
  },
  'payouts.retrieve': {
    first: { ...arrived, payouts: 'payouts.list' },
    at: { id: '{payouts.data.0}' },
  },
};
