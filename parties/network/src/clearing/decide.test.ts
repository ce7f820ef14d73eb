import type { Presentment } from '@kassa/clearing-file';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { presentment } from '../testing/presentments.ts';
import { type AuthorizationFacts, decideFile, type Facts, validForMs } from './decide.ts';

const bam = unwrap(currencyOf('BAM'));
const eur = unwrap(currencyOf('EUR'));
const purchase = presentment();
const refund: Presentment = {
  ...purchase,
  isCredit: true,
  rrn: '632513000099',
  originalRrn: purchase.rrn,
  arn: purchase.arn.replace('1', '2'),
  amount: money(bam, 4000),
};

const authorization: AuthorizationFacts = {
  id: 'swa_1',
  rrn: purchase.rrn,
  issuerId: '70002',
  product: 'consumer_debit',
  cardCountry: 'BA',
  merchantCountry: 'BA',
  cardFingerprint: purchase.pan.reveal(),
  status: 'approved',
  authorizationCode: '123456',
  currency: 'BAM',
  remainingMinor: 10_000n,
  presentedMinor: 0n,
  refundedMinor: 0n,
  sentAtMs: purchase.capturedAt - 1000,
};
const presented = { ...authorization, presentedMinor: 10_000n };

function decide(
  items: readonly Presentment[],
  known: Partial<AuthorizationFacts> | undefined,
  before: readonly string[] = [],
): readonly string[] {
  const facts: Facts = {
    acquirerId: '70001',
    authorizations: new Map(known ? [[purchase.rrn, { ...authorization, ...known }]] : []),
    presented: new Set(before),
    fingerprint: (item) => item.pan.reveal(),
  };
  return decideFile(items, facts).map(({ result }) => (result.ok ? 'accepted' : result.error));
}

describe('a presentment', () => {
  const table: readonly (readonly [
    string,
    Presentment,
    Partial<AuthorizationFacts> | undefined,
    string,
  ])[] = [
    ['of its authorization is accepted', purchase, {}, 'accepted'],
    ['of less than authorized is accepted', { ...purchase, amount: money(bam, 1) }, {}, 'accepted'],
    ['of another acquirer is rejected', { ...purchase, acquirerId: '70009' }, {}, 'wrong_acquirer'],
    ['of nothing is rejected', { ...purchase, amount: money(bam, 0) }, {}, 'amount_invalid'],
    ['without an authorization is rejected', purchase, undefined, 'authorization_unknown'],
    ['of a refusal is rejected', purchase, { status: 'declined' }, 'authorization_not_approved'],
    [
      'of an unknown outcome is rejected',
      purchase,
      { status: 'unanswered' },
      'authorization_not_approved',
    ],
    ['of a reversal is rejected', purchase, { status: 'reversed' }, 'authorization_reversed'],
    ['of another card is rejected', purchase, { cardFingerprint: 'other' }, 'card_differs'],
    [
      'with another code is rejected',
      { ...purchase, authorizationCode: '1' },
      {},
      'authorization_code_differs',
    ],
    [
      'in another currency is rejected',
      { ...purchase, amount: money(eur, 1) },
      {},
      'currency_differs',
    ],
    [
      'captured too late is rejected',
      purchase,
      { sentAtMs: purchase.capturedAt - validForMs - 1 },
      'authorization_expired',
    ],
    [
      'above the amount is rejected',
      { ...purchase, amount: money(bam, 10_001) },
      {},
      'amount_exceeds_authorization',
    ],
    [
      'above what a part reversal left is rejected',
      purchase,
      { remainingMinor: 9999n },
      'amount_exceeds_authorization',
    ],
    ['a refund of what was presented is accepted', refund, presented, 'accepted'],
    ['a refund without its purchase is rejected', refund, {}, 'purchase_not_presented'],
    [
      'a refund above the purchase is rejected',
      refund,
      { ...presented, refundedMinor: 6001n },
      'refund_exceeds_purchase',
    ],
    [
      'a refund of an unknown purchase is rejected',
      { ...refund, originalRrn: '1' },
      presented,
      'authorization_unknown',
    ],
  ];
  test.each(table)('%s', (_, item, known, expected) => {
    expect(decide([item], known)).toEqual([expected]);
  });

  test('that came before is a duplicate, by its RRN or by its ARN', () => {
    expect(decide([purchase], presented, [`D${purchase.rrn}/1`])).toEqual(['duplicate']);
    expect(decide([purchase], presented, [purchase.arn])).toEqual(['duplicate']);
  });

  const part = (number: number, minor: number, isLast = false): Presentment => ({
    ...purchase,
    sequence: number,
    arn: `${purchase.arn.slice(0, 21)}${String(number).padStart(2, '0')}`,
    amount: money(bam, minor),
    clearing: { number, count: isLast ? number : null },
  });
  const parts: readonly (readonly [string, readonly Presentment[], string])[] = [
    ['up to the whole', [part(1, 6000), part(2, 4000)], 'accepted accepted'],
    [
      'not above it',
      [part(1, 6000), part(2, 4001), part(3, 4000)],
      'accepted amount_exceeds_authorization accepted',
    ],
    ['each once', [part(1, 1000), { ...part(1, 1000), arn: '1'.repeat(23) }], 'accepted duplicate'],
    [
      'none after the last',
      [part(1, 1000), part(2, 1000, true), part(3, 1000)],
      'accepted accepted amount_exceeds_authorization',
    ],
    [
      'none after an only one',
      [{ ...purchase, amount: money(bam, 1000) }, part(2, 1000)],
      'accepted amount_exceeds_authorization',
    ],
  ];
  test.each(parts)('in parts: %s', (_, items, expected) => {
    expect(decide(items, {}).join(' ')).toBe(expected);
  });

  test('the items of one file see one another', () => {
    const again = { ...purchase, sequence: 2 };
    const otherArn = { ...again, arn: '0'.repeat(23) };
    const items = [purchase, again, otherArn, { ...refund, sequence: 4 }];
    expect(decide(items, {})).toEqual(['accepted', 'duplicate', 'duplicate', 'accepted']);
  });
});
