// Connected accounts for tests: one that has said everything that is asked for.

import type Stripe from 'stripe';

export const filledIn = {
  type: 'custom',
  country: 'BA',
  business_type: 'individual',
  capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  business_profile: { mcc: '5977', url: 'https://amra.example' },
  settings: { payments: { statement_descriptor: 'AMRA SAPUNI' } },
  individual: {
    first_name: 'Amra',
    last_name: 'Hodžić',
    dob: { day: 2, month: 5, year: 1990 },
    address: { line1: 'Ferhadija 1', city: 'Sarajevo', postal_code: '71000', country: 'BA' },
  },
  external_account: {
    object: 'bank_account',
    country: 'BA',
    currency: 'bam',
    account_number: 'BA391290079401028494',
  },
  tos_acceptance: { date: 1_790_000_000, ip: '127.0.0.1' },
} as const satisfies Stripe.AccountCreateParams;
