import { encodeOriginalData, encodeReplacementAmount, type Message } from '@kassa/iso8583';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { authorizationRequest } from '../testing/messages.ts';
import {
  type Directory,
  decideIncrement,
  decideReversal,
  fitsRequest,
  type GrownFacts,
  type ReversedFacts,
  route,
} from './decide.ts';
import { responseOf } from './errors.ts';

const directory: Directory = {
  members: [
    {
      id: '70001',
      party: 'acquirer-zelena',
      name: 'Zelena banka',
      country: 'BA',
      clearingCode: 'ZELENA',
      acquirer: { key: new Secret('a'), signOnKey: new Secret('s') },
    },
    {
      id: '70002',
      party: 'issuer-plava',
      name: 'Plava banka',
      country: 'BA',
      clearingCode: 'PLAVA',
      issuer: {
        host: 'h',
        port: 1,
        url: 'http://h',
        key: new Secret('k'),
        signOnKey: new Secret('s'),
      },
    },
  ],
  ranges: [
    {
      prefix: '400000',
      issuerId: '70002',
      product: 'consumer_debit',
      country: 'BA',
      isEnrolled: true,
    },
  ],
};

describe('routing an authorization', () => {
  const request = authorizationRequest();
  const { 49: _currency, ...withoutCurrency } = request.fields;
  const table: readonly (readonly [string, Message['fields'], string])[] = [
    ['without its currency is a format error', withoutCurrency, '30'],
    ['of an unknown acquirer is invalid', { ...request.fields, 32: '99' }, '12'],
    ['of an issuer as acquirer is invalid', { ...request.fields, 32: '70002' }, '12'],
    ['in a currency nobody knows is invalid', { ...request.fields, 49: '000' }, '12'],
    ['of nothing has an invalid amount', { ...request.fields, 4: '000000000000' }, '13'],
    [
      'of a card that fails its check digit is refused',
      { ...request.fields, 2: '4000000000009996' },
      '14',
    ],
    ['of a range nobody issued is refused', { ...request.fields, 2: '5555555555554444' }, '14'],
    ['of something that says it asks for nothing', { ...request.fields, 25: '51' }, '13'],
    ['a missing field counts before an unknown card', { ...withoutCurrency, 2: '1' }, '30'],
  ];
  test.each(table)('one %s', (_, fields, code) => {
    const routed = route({ mti: '0100', fields }, directory);
    expect(routed.ok || responseOf[routed.error]).toBe(code);
  });

  test('a good one goes to the issuer of the card, with zeros before the acquirer or not', () => {
    const padded = { ...request, fields: { ...request.fields, 32: '00000070001' } };
    for (const message of [request, padded]) {
      const routed = route(message, directory);
      expect(routed).toMatchObject({ ok: true, value: { issuer: { id: '70002' } } });
    }
  });
});

describe('an increment', () => {
  const bam = unwrap(currencyOf('BAM'));
  const facts: GrownFacts = {
    status: 'approved',
    remainingMinor: 10_000n,
    presentedMinor: 0n,
    cardFingerprint: 'card',
    currency: 'BAM',
  };
  const table: readonly (readonly [string, GrownFacts | undefined, string])[] = [
    ['of an approval passes', facts, 'passes'],
    ['of nothing known is refused', undefined, '25'],
    ['of another card’s payment is refused', { ...facts, cardFingerprint: 'other' }, '25'],
    ['of what was reversed is refused', { ...facts, status: 'reversed' }, '12'],
    ['of what was declined is refused', { ...facts, status: 'declined' }, '12'],
    ['of what is presented is refused', { ...facts, presentedMinor: 1n }, '12'],
    ['in another currency is refused', { ...facts, currency: 'EUR' }, '12'],
  ];
  test.each(table)('%s', (_, known, expected) => {
    const decided = decideIncrement({ amount: money(bam, 5_000) }, 'card', known);
    expect(decided.ok ? 'passes' : responseOf[decided.error]).toBe(expected);
  });
});

describe('an answer is believed', () => {
  const request = authorizationRequest();
  const answer: Message = { mti: '0110', fields: { ...request.fields, 39: '00' } };
  test.each([
    ['when it repeats what identifies the request', answer.fields, true],
    ['not with another amount', { ...answer.fields, 4: '000000000001' }, false],
    ['not with another RRN', { ...answer.fields, 37: '000000000000' }, false],
    ['not without a response code', { ...request.fields }, false],
  ])('%s', (_, fields, expected) => {
    expect(fitsRequest({ mti: '0110', fields }, request)).toBe(expected);
  });
});

describe('a reversal', () => {
  const fields = { ...authorizationRequest().fields, 90: encodeOriginalData(original()) };
  const whole: Message = { mti: '0420', fields };
  const partial: Message = {
    mti: '0400',
    fields: { ...fields, 95: encodeReplacementAmount(4000n) },
  };
  const facts = (more: Partial<ReversedFacts> = {}): ReversedFacts => ({
    status: 'approved',
    remainingMinor: 10_000n,
    presentedMinor: 0n,
    ...more,
  });
  const table: readonly (readonly [string, Message, ReversedFacts | undefined, unknown])[] = [
    [
      'of an approval releases all of it',
      whole,
      facts(),
      { status: 'reversed', remainingMinor: 0n },
    ],
    [
      'of what never came is remembered',
      whole,
      undefined,
      { status: 'reversed', remainingMinor: 0n },
    ],
    [
      'of a refusal changes nothing',
      whole,
      facts({ status: 'declined', remainingMinor: 0n }),
      { status: 'declined', remainingMinor: 0n },
    ],
    [
      'of a request under way stops it',
      whole,
      facts({ status: 'sent', remainingMinor: 0n }),
      { status: 'reversed', remainingMinor: 0n },
    ],
    ['in part leaves the rest', partial, facts(), { status: 'approved', remainingMinor: 4000n }],
    [
      'in part never raises what remains',
      partial,
      facts({ remainingMinor: 1000n }),
      { status: 'approved', remainingMinor: 1000n },
    ],
    [
      'of what was presented is not taken',
      whole,
      facts({ presentedMinor: 10_000n }),
      'presented_already',
    ],
    [
      'in part below what was presented is not taken',
      partial,
      facts({ presentedMinor: 4001n }),
      'presented_already',
    ],
  ];
  test.each(table)('%s', (_, message, known, expected) => {
    const decided = decideReversal(message, known);
    expect(decided.ok ? decided.value : decided.error).toEqual(expected);
  });
});

function original() {
  return {
    mti: '0100',
    stan: '000042',
    transmittedAt: '1120130501',
    acquirerId: '70001',
    forwarderId: '',
  };
}
