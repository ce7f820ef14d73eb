import { testDatabase } from '@kassa/database';
import {
  asciiDialect,
  checkRequired,
  decodeAdditionalData,
  decodeOriginalData,
  decodeReplacementAmount,
  encode,
  incrementedIn,
  type Message,
} from '@kassa/iso8583';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan, Secret } from '@kassa/secret';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../migrations.ts';
import type { Advice, AdviceKind } from '../connector.ts';
import { adviceEnd, authorizationEnd, lateApproval, verificationEnd } from './from-iso8583.ts';
import { openStans } from './stans.ts';
import { adviceMessage, authorization, incrementMessage, verification } from './to-iso8583.ts';

const bam = unwrap(currencyOf('BAM'));
const merchant = {
  accountId: 'acct_diva' as const,
  name: 'Diva shop',
  country: 'BA',
  city: 'Sarajevo',
  url: 'https://diva.example',
  mcc: '5977',
  currency: 'BAM',
  timeZone: 'Europe/Sarajevo',
  language: 'bs',
  brand: {
    name: 'Diva',
    colour: '#000000',
    accent: '#000000',
    radius: 'soft' as const,
    font: 'plain' as const,
    logo: '',
    icon: '',
  },
  acquirer: {
    provider: 'zelena',
    merchantId: 'DIVA00000000001',
    terminalId: 'DIVA0001',
    payouts: 'daily' as const,
  },
  otherAcquirers: [],
  platform: null,
};
const wire = {
  rrn: '632612000007',
  stan: '000007',
  terminalId: 'DIVA0001',
  merchantId: 'DIVA00000000001',
  transmittedAtMs: Date.UTC(2026, 10, 22, 23, 30, 5),
};
const open = {
  pan: unwrap(Pan.parse('4000000700000005')),
  expiry: { month: 3, year: 2029 },
  holder: 'Hana',
  cvc: new Secret('123'),
};
const sealed = {
  accountId: 'acct_diva' as const,
  paymentMethod: 'pm_1' as const,
  sealedPan: '',
  brand: 'visa' as const,
  expiry: open.expiry,
  holder: null,
};
const institution = { id: '10070', countryCode: '070' };
const request = {
  merchant,
  wire,
  amount: money(bam, 10_000),
  card: sealed,
  proof: {
    eci: '05',
    cavv: new Secret(Buffer.alloc(20, 7).toString('base64')),
    version: '2.2.0',
    dsTransId: '6f0d9a2e-6a3c-4a53-9a55-6a1f3c5f8a11',
  },
  initiation: 'cardholder' as const,
};

describe('an authorization', () => {
  const message = authorization(request, open, institution);
  test('carries every field that the standard asks for, and can be sent', () => {
    expect(checkRequired(message).ok).toBe(true);
    expect(encode(message, asciiDialect).ok).toBe(true);
  });

  test('says amount, times, place and names in the standard’s forms', () => {
    expect(message.fields).toMatchObject({
      2: '4000000700000005',
      3: '000000',
      4: '000000010000',
      7: '1122233005',
      // Local: half an hour after midnight in Sarajevo.
      12: '003005',
      13: '1123',
      14: '2903',
      22: '812',
      37: '632612000007',
      43: 'Diva shop                Sarajevo     BA',
      49: '977',
    });
  });

  test('tells how far authentication went, and the CVC once', () => {
    const data = unwrap(decodeAdditionalData(message.fields[48] ?? ''));
    expect(data).toMatchObject({ '42': '05', '61': 'C', '92': '123' });
    expect(data['43']).toHaveLength(28);
    expect(data['66']).toBe(`2.2.0${request.proof.dsTransId}`);
    const bare = authorization({ ...request, proof: null }, { ...open, cvc: null }, institution);
    expect(bare.fields[48]).toBe('6101C');
  });
});

test('an increment asks for the difference, and says on top of what', () => {
  const own = { ...wire, rrn: '632613000008', stan: '000008' };
  const asked = { ...request, wire: own, amount: money(bam, 5_000) };
  const original = { wire, authorizationCode: 'A1B2C3' };
  const message = incrementMessage({ ...asked, original }, { ...open, cvc: null }, institution);
  expect(checkRequired(message).ok).toBe(true);
  expect(encode(message, asciiDialect).ok).toBe(true);
  expect(message.fields).toMatchObject({ 4: '000000005000', 11: '000008', 37: own.rrn });
  expect(incrementedIn(message)).toMatchObject({ rrn: wire.rrn, original: { stan: wire.stan } });
  const data = unwrap(decodeAdditionalData(message.fields[48] ?? ''));
  expect(data).toEqual({ '61': 'M', '62': 'I', '64': wire.rrn });
});

test('an account verification asks for nothing, and says so', () => {
  const message = verification(request, open, institution);
  expect(checkRequired(message).ok).toBe(true);
  expect(encode(message, asciiDialect).ok).toBe(true);
  expect(message).toMatchObject({
    mti: '0100',
    fields: { 3: '000000', 4: '000000000000', 25: '51', 49: '977' },
  });
  const data = unwrap(decodeAdditionalData(message.fields[48] ?? ''));
  expect(data).toMatchObject({ '42': '05', '61': 'C', '92': '123' });
});

describe('an advice', () => {
  const advice = (kind: AdviceKind, isRepeat = false, more: Partial<Advice> = {}): Message =>
    adviceMessage(
      {
        kind,
        isRepeat,
        merchant,
        wire: { ...wire, rrn: '632613000008', stan: '000008' },
        amount: money(bam, 4_000),
        card: sealed,
        clearing: null,
        original: { wire, amount: money(bam, 10_000), authorizationCode: 'A1B2C3' },
        ...more,
      },
      open,
      institution,
    );

  test.each<[AdviceKind, boolean, string, string, string, string]>([
    ['capture', false, '0220', '000000', wire.rrn, '000000004000'],
    ['capture', true, '0221', '000000', wire.rrn, '000000004000'],
    ['refund', false, '0220', '200000', '632613000008', '000000004000'],
    ['reversal', false, '0420', '000000', wire.rrn, '000000010000'],
    ['reversal', true, '0421', '000000', wire.rrn, '000000010000'],
    ['void', false, '0400', '000000', wire.rrn, '000000010000'],
    ['void', true, '0401', '000000', wire.rrn, '000000010000'],
    ['release', false, '0400', '000000', wire.rrn, '000000010000'],
  ])('%s (repeat %s) is %s', (kind, isRepeat, mti, code, rrn, amount) => {
    const message = advice(kind, isRepeat);
    expect(checkRequired(message).ok).toBe(true);
    expect(message.mti).toBe(mti);
    expect(message.fields).toMatchObject({ 3: code, 4: amount, 11: '000008', 37: rrn });
    expect(message.fields[38]).toBe('A1B2C3');
    const original = decodeOriginalData(message.fields[90] ?? '');
    expect(original).toMatchObject({ mti: '0100', stan: '000007', transmittedAt: '1122233005' });
  });

  test('of one capture among several says which', () => {
    const tagOf = (count: number | null) => {
      const { fields } = advice('capture', false, { clearing: { number: 2, count } });
      return unwrap(decodeAdditionalData(fields[48] ?? ''))['65'];
    };
    expect([tagOf(null), tagOf(2)]).toEqual(['0200', '0202']);
    expect(advice('capture').fields[48]).toBeUndefined();
  });

  test('that lets a rest go says how much stays', () => {
    expect(decodeReplacementAmount(advice('release').fields[95])).toBe(4_000n);
    expect(advice('void').fields[95]).toBeUndefined();
  });

  test('never carries a CVC', () => {
    for (const kind of ['capture', 'refund', 'void', 'reversal'] as const) {
      const data = unwrap(decodeAdditionalData(advice(kind).fields[48] ?? ''));
      expect(data['92']).toBeUndefined();
    }
    const refund = unwrap(decodeAdditionalData(advice('refund').fields[48] ?? ''));
    expect(refund['64']).toBe(wire.rrn);
  });
});

describe('an answer', () => {
  const answer = (fields: Record<number, string>): Message => ({ mti: '0110', fields });
  test.each([
    [{ 38: 'A1B2C3', 39: '00', 48: '8701M' }, 'approved pass'],
    [{ 38: 'A1B2C3', 39: '00', 48: '8701N' }, 'approved fail'],
    [{ 38: 'A1B2C3', 39: '00' }, 'approved null'],
    [{ 39: '51' }, 'refused 51'],
    [{ 39: 'XX' }, 'refused XX'],
    // What a bank did that says neither yes nor no is not known.
    [{ 39: '00' }, 'unknown approval_without_code'],
    [{}, 'unknown answer_without_code'],
  ])('%j is %s', (fields, expected) => {
    const end = authorizationEnd(answer(fields));
    const detail =
      end.kind === 'approved'
        ? end.approval.cvcCheck
        : end.kind === 'refused'
          ? end.responseCode
          : end.why;
    expect(`${end.kind} ${detail}`).toBe(expected);
  });

  test.each([
    [{ 39: '85', 48: '8701M' }, 'approved pass'],
    [{ 39: '00', 38: 'A1B2C3' }, 'approved null'],
    [{ 39: '54' }, 'refused 54'],
    [{}, 'unknown answer_without_code'],
  ])('to a verification, %j is %s', (fields, expected) => {
    const end = verificationEnd(answer(fields));
    const detail =
      end.kind === 'approved'
        ? end.verification.cvcCheck
        : end.kind === 'refused'
          ? end.responseCode
          : end.why;
    expect(`${end.kind} ${detail}`).toBe(expected);
    // Nobody may take a yes to nothing for a yes to money.
    expect(authorizationEnd(answer({ ...fields, 39: '85' })).kind).toBe('refused');
  });

  test.each([
    ['00', 'acknowledged'],
    ['94', 'acknowledged'],
    ['91', 'unknown'],
    ['96', 'unknown'],
    ['12', 'refused'],
  ])('an advice answered %s is %s', (code, kind) => {
    expect(adviceEnd({ mti: '0230', fields: { 39: code } }).kind).toBe(kind);
  });

  test('only an approval matters when it comes late', () => {
    const names = { 11: '000007', 37: wire.rrn, 41: 'DIVA0001' };
    expect(lateApproval('zelena', answer({ ...names, 39: '00' }))?.rrn).toBe(wire.rrn);
    expect(lateApproval('zelena', answer({ ...names, 39: '51' }))).toBeUndefined();
    expect(lateApproval('zelena', { mti: '0430', fields: { 39: '00' } })).toBeUndefined();
  });
});

test('STANs never repeat, not within a run and not after a restart', async () => {
  await using test = await testDatabase(migrations);
  const seen = new Set<string>();
  for (let start = 0; start < 3; start++) {
    const stans = await openStans(test.db);
    for (let n = 0; n < 700; n++) seen.add(await stans.next());
  }
  expect(seen.size).toBe(2_100);
  expect([...seen].every((stan) => /^\d{6}$/.test(stan) && stan !== '000000')).toBe(true);
});
