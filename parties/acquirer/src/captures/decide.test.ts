import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { atZone } from '@kassa/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Authorization } from '../authorizations/authorization.ts';
import {
  type Contract,
  contractsOf,
  expectedValueDate,
  priceOf,
  releaseDate,
  reservedOf,
  valueDate,
} from '../merchants/contract.ts';
import { type AdviceFacts, captureWithinMs, decideCapture, decideRefund } from './decide.ts';

const bam = unwrap(currencyOf('BAM'));
const eur = unwrap(currencyOf('EUR'));
const contract = only(
  contractsOf([
    {
      mid: 'M1',
      terminals: ['T1'],
      name: 'Diva',
      city: 'Sarajevo',
      country: 'BA',
      mcc: '5977',
      currencies: ['*'],
      fee: { pricing: 'blended', basisPoints: 300, fixed: { EUR: '0.25' } },
      dispute: { days: 20, fee: {}, arbitration: 'merchant' },
      valueDays: 1,
      cutOffAt: '18:00',
      payoutAt: '10:00',
      zone: 'Europe/Sarajevo',
      calendar: 'ba',
      payout: {
        ...{ iban: 'BA391290079401028494', holder: 'Diva', by: 'day' },
        ...{ every: 'day', minimum: {} },
      },
      sellsForOthers: false,
      key: new Secret('k'),
    },
  ]).all,
);
const original: Authorization = {
  mid: 'M1',
  rrn: '1',
  tid: 'T1',
  stan: '1',
  amount: money(bam, 10_000),
  cardFingerprint: 'card',
  cardMasked: '4000*',
  eci: '05',
  upstreamStan: '1',
  upstreamTransmittedAt: '1120140000',
  sealedRequest: null,
  receivedAtMs: 0,
  state: 'approved',
  responseCode: '00',
  authorizationCode: 'A1B2C3',
  answerData: null,
  capturedMinor: 0n,
  refundedMinor: 0n,
  incrementOf: null,
  isCaptureFinal: false,
};
const advice: AdviceFacts = {
  amount: money(bam, 10_000),
  cardFingerprint: 'card',
  authorizationCode: 'A1B2C3',
  nowMs: captureWithinMs,
};

describe('a capture', () => {
  test.each<[string, Partial<AdviceFacts>, Partial<Authorization> | undefined, string]>([
    ['of the whole', {}, {}, 'taken'],
    ['of a part', { amount: money(bam, 1) }, {}, 'taken'],
    ['without the code', { authorizationCode: undefined }, {}, 'taken'],
    ['with a padded code', { authorizationCode: 'A1B2C3 ' }, {}, 'taken'],
    ['of nothing', { amount: money(bam, 0) }, {}, 'amount_zero'],
    ['of what nobody knows', {}, undefined, 'original_unknown'],
    ['with another card', { cardFingerprint: 'x' }, {}, 'card_differs'],
    ['of a refusal', {}, { state: 'declined' }, 'not_approved'],
    ['of a reversal', {}, { state: 'reversed' }, 'not_approved'],
    ['of a time-out', {}, { state: 'unknown' }, 'not_approved'],
    ['with another code', { authorizationCode: 'ZZZZZZ' }, {}, 'code_differs'],
    ['in another currency', { amount: money(eur, 1) }, {}, 'currency_differs'],
    ['for the second time', {}, { capturedMinor: 1n }, 'captured_before'],
    ['under the name of an increment', {}, { incrementOf: '2' }, 'original_unknown'],
    [
      'as a second of several',
      { amount: money(bam, 4_000), clearing: { number: 2, count: null } },
      { capturedMinor: 6_000n },
      'taken',
    ],
    [
      'as a last, above what is left',
      { amount: money(bam, 4_001), clearing: { number: 2, count: 2 } },
      { capturedMinor: 6_000n },
      'exceeds_authorization',
    ],
    [
      'as one of several, after the last',
      { amount: money(bam, 1), clearing: { number: 3, count: null } },
      { capturedMinor: 6_000n, isCaptureFinal: true },
      'captured_before',
    ],
    ['after seven days', { nowMs: captureWithinMs + 1 }, {}, 'too_late'],
    ['above the authorization', { amount: money(bam, 10_001) }, {}, 'exceeds_authorization'],
    ['wrong in every way', { amount: money(eur, 0) }, undefined, 'amount_zero'],
  ])('%s', (_, change, known, expected) => {
    const decided = decideCapture(
      { ...advice, ...change },
      known && { ...original, ...known },
      contract,
    );
    expect(decided.ok ? 'taken' : decided.error).toBe(expected);
  });
});

describe('a refund', () => {
  const captured = { ...original, capturedMinor: 10_000n };
  test.each<[string, Partial<AdviceFacts>, Partial<Authorization> | undefined, string]>([
    ['of the whole', {}, {}, 'taken'],
    ['of the rest', { amount: money(bam, 1) }, { refundedMinor: 9_999n }, 'taken'],
    ['long after', { nowMs: captureWithinMs * 20 }, {}, 'taken'],
    ['of nothing', { amount: money(bam, 0) }, {}, 'amount_zero'],
    ['of what nobody knows', {}, undefined, 'original_unknown'],
    ['to another card', { cardFingerprint: 'x' }, {}, 'card_differs'],
    ['of what was not captured', {}, { capturedMinor: 0n }, 'not_captured'],
    ['with another code', { authorizationCode: 'ZZZZZZ' }, {}, 'code_differs'],
    ['in another currency', { amount: money(eur, 1) }, {}, 'currency_differs'],
    ['above the capture', {}, { refundedMinor: 1n }, 'exceeds_capture'],
  ])('%s', (_, change, known, expected) => {
    const decided = decideRefund(
      { ...advice, ...change },
      known && { ...captured, ...known },
      contract,
    );
    expect(decided.ok ? 'taken' : decided.error).toBe(expected);
    if (decided.ok) expect(decided.value.fee.minor).toBe(0n);
  });
});

describe('the contract', () => {
  test.each([
    [10_000, bam, 300n],
    [1, bam, 0n],
    [50, bam, 2n],
    [10_000, eur, 325n],
    [10, eur, 10n],
  ])('takes of %s %s a fee of %s', (minor, currency, fee) => {
    expect(priceOf(contract, money(currency, minor)).fee.minor).toBe(fee);
  });

  test('never takes more than the sale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.constantFrom(bam, eur),
        (minor, currency) => {
          const fee = priceOf(contract, money(currency, minor)).fee.minor;
          expect(fee >= 0n && fee <= BigInt(minor)).toBe(true);
        },
      ),
    );
  });

  test('pays on the next banking day', () => {
    expect(valueDate(contract, '2026-11-20')).toBe('2026-11-23');
    expect(valueDate({ ...contract, valueDays: 3 }, '2026-11-23')).toBe('2026-11-27');
  });

  test.each([
    ['2026-11-20', '17:59', '2026-11-23'],
    ['2026-11-20', '18:00', '2026-11-24'],
    // Statehood day, a Wednesday.
    ['2026-11-24', '18:00', '2026-11-27'],
    ['2026-11-28', '09:00', '2026-12-01'],
  ] as const)('says of a sale of %s at %s that it arrives on %s', (date, time, on) => {
    expect(expectedValueDate(contract, atZone(date, time, contract.zone))).toBe(on);
  });

  // Half to even, as every fee is.
  test.each([
    [10_000, 25n, 1_000n],
    [10, 10n, 1n],
    [2_500, 15n, 250n],
    [3_500, 17n, 350n],
    [5, 10n, 0n],
    [15, 10n, 2n],
  ])('interchange-plus and a reserve: of %s it takes %s on top, and holds %s', (minor, ...said) => {
    const plus: Contract = {
      ...{ ...contract, pricing: 'interchange_plus', feeBasisPoints: 20 },
      feeFixed: minor === 10_000 ? [money(bam, 5)] : [money(bam, 10)],
      reserve: { basisPoints: 1_000, days: 180 },
    };
    const sold = money(bam, minor);
    const price = priceOf(plus, sold);
    expect(price.fee.minor).toBe(0n);
    expect([price.margin?.minor, reservedOf(plus, sold).minor]).toEqual(said);
    expect(releaseDate(plus, '2026-11-23')).toBe('2027-05-24');
  });
});

function only(contracts: readonly Contract[]): Contract {
  const [first] = contracts;
  if (!first) throw new Error('no contract');
  return first;
}
