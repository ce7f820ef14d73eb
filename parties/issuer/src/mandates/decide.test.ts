import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { expect, test } from 'vitest';
import { type CollectionFacts, decideCollection } from './decide.ts';
import type { Mandate } from './mandate.ts';

const bam = unwrap(currencyOf('BAM'));
const mandate: Mandate = {
  ...{ bankAccountId: 'a', creditorId: 'C', mandateId: 'M', creditorName: 'Vodovod' },
  ...{ currency: bam, paymentMax: money(bam, 100), givenAtMs: 1, cancelledAtMs: null },
};
const facts: CollectionFacts = {
  amount: money(bam, 100),
  account: {
    ...{ bankAccountId: 'a', customerId: 'c', iban: 'BA39', name: 'Tekući' },
    ...{ currency: bam, creditLineMinor: 0n },
  },
  hasIban: true,
  mandate,
  availableMinor: 100n,
};
const nothing = { account: undefined, mandate: undefined, availableMinor: 0n };

test.each<[string, Partial<CollectionFacts>, string]>([
  ['booked with mandate and money', {}, 'booked'],
  ['refused before all else for an unknown account', { ...nothing, hasIban: false }, 'AC01'],
  ['refused where the account has not the currency', nothing, 'AM03'],
  ['refused without a mandate', { mandate: undefined, availableMinor: 0n }, 'MD01'],
  [
    'refused after the mandate was cancelled',
    { mandate: { ...mandate, cancelledAtMs: 2 } },
    'MD01',
  ],
  ['refused above what the customer allows', { amount: money(bam, 101) }, 'AM02'],
  ['refused without money', { availableMinor: 99n }, 'AM04'],
])('a collection is %s', (_, change, expected) => {
  const decided = decideCollection({ ...facts, ...change });
  expect(decided.ok ? 'booked' : decided.error).toBe(expected);
});
