// The test cards: each is a card of an account at one of the two issuers, and does what it does
// because that account stands so. The well-known numbers take any future expiry and any code.

import type { CardPlan } from './plans.ts';

const expiryInAnyForm = { expiry: '3412', expiryRule: 'any_future', cvcRule: 'any' } as const;

/** Hana's usual payments online: small, so that a larger one makes her bank ask. */
const usual = [
  { minor: 850, merchant: 'Knjižara Buybook', city: 'Sarajevo', daysAgo: 55 },
  { minor: 1290, merchant: 'Cvjećara Ruža', city: 'Sarajevo', daysAgo: 47 },
  { minor: 2490, merchant: 'DM online', city: 'Sarajevo', daysAgo: 41 },
  { minor: 999, merchant: 'Muzika plus', city: 'Zagreb', daysAgo: 36 },
  { minor: 1750, merchant: 'Knjižara Buybook', city: 'Sarajevo', daysAgo: 30 },
  { minor: 2200, merchant: 'Apoteka Zdravlje', city: 'Sarajevo', daysAgo: 24 },
  { minor: 1180, merchant: 'Cvjećara Ruža', city: 'Sarajevo', daysAgo: 19 },
  { minor: 999, merchant: 'Muzika plus', city: 'Zagreb', daysAgo: 12 },
  { minor: 1590, merchant: 'Kino Meeting Point', city: 'Sarajevo', daysAgo: 8 },
  { minor: 2380, merchant: 'DM online', city: 'Sarajevo', daysAgo: 3 },
].map((payment) => ({ ...payment, country: 'BA' }));

export const hanasCard: CardPlan = {
  number: '4000000700000005',
  expiry: '2912',
  expiryRule: 'exact',
  cvc: '123',
  cvcRule: 'exact',
  authentication: 'risk',
  status: 'active',
  balanceMinor: 250_000,
  history: usual,
  limits: { dayMaxMinor: 300_000, dayCountMax: 30, onlineMaxMinor: 200_000 },
  outcome: 'approved',
  does: 'Hana’s own. Small payments pass; a larger one than usual asks for a code by SMS.',
};

export const plain = {
  ...expiryInAnyForm,
  authentication: 'never',
  status: 'active',
  balanceMinor: 100_000_000,
} as const;

export const plavaCards: readonly CardPlan[] = [
  {
    ...plain,
    number: '4000000000003220',
    authentication: 'always',
    outcome: 'challenge',
    does: 'Always asks for a code by SMS, then is approved.',
    tokens: ['threeDSecure2Required'],
  },
  {
    ...plain,
    number: '4000000000009995',
    balanceMinor: 0,
    outcome: 'declined',
    declineCode: 'insufficient_funds',
    does: 'The account is empty.',
    tokens: ['chargeDeclinedInsufficientFunds', 'visa_chargeDeclinedInsufficientFunds'],
  },
  {
    ...plain,
    number: '4000000000000002',
    status: 'do_not_honour',
    outcome: 'declined',
    declineCode: 'generic_decline',
    does: 'The bank says no and not why.',
    tokens: ['chargeDeclined', 'visa_chargeDeclined'],
  },
  {
    ...plain,
    number: '4000000000000069',
    expiry: '2112',
    expiryRule: 'exact',
    outcome: 'declined',
    declineCode: 'expired_card',
    does: 'The card expired at the bank, whatever is typed.',
    tokens: ['chargeDeclinedExpiredCard', 'visa_chargeDeclinedExpiredCard'],
  },
  {
    ...plain,
    number: '4000000000000127',
    cvcRule: 'never_refuse',
    outcome: 'declined',
    declineCode: 'incorrect_cvc',
    does: 'No security code is right.',
    tokens: ['chargeDeclinedIncorrectCvc', 'visa_chargeDeclinedIncorrectCvc'],
  },
  {
    ...plain,
    number: '4000000000009987',
    status: 'lost',
    outcome: 'declined',
    declineCode: 'lost_card',
    does: 'Reported lost.',
    tokens: ['chargeDeclinedLostCard', 'visa_chargeDeclinedLostCard'],
  },
  {
    ...plain,
    number: '4000000000009979',
    status: 'stolen',
    outcome: 'declined',
    declineCode: 'stolen_card',
    does: 'Reported stolen.',
    tokens: ['chargeDeclinedStolenCard', 'visa_chargeDeclinedStolenCard'],
  },
  {
    ...plain,
    number: '4000000000000101',
    cvcRule: 'never_report',
    outcome: 'approved',
    does: 'Approved, but the bank reports that the security code does not match.',
    tokens: ['cvcCheckFail'],
  },
];

export const credit = { ...plain, balanceMinor: 0, creditLineMinor: 500_000_000 } as const;

export const fjordCards: readonly CardPlan[] = [
  {
    ...credit,
    number: '4242424242424242',
    outcome: 'approved',
    does: 'Approved at once.',
    tokens: ['visa', 'us'],
  },
  {
    ...credit,
    number: '5555555555554444',
    outcome: 'approved',
    does: 'Approved at once (the number of another brand).',
    tokens: ['mastercard'],
  },
  {
    ...credit,
    number: '4000002760003184',
    authentication: 'every_payment',
    outcome: 'challenge',
    does: 'Always asks for a code by SMS, then is approved.',
    tokens: ['authenticationRequired'],
  },
  {
    ...credit,
    number: '4000008260003178',
    authentication: 'always',
    creditLineMinor: 0,
    outcome: 'challenge',
    declineCode: 'insufficient_funds',
    does: 'Asks for a code by SMS, then the account is empty.',
    tokens: ['authenticationRequiredChargeDeclinedInsufficientFunds'],
  },
];
