import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerMti,
  asciiDialect,
  asRepeat,
  binaryDialect,
  buildAnswer,
  buildEcho,
  buildNetworkAnswer,
  buildReversalAdvice,
  buildSignOn,
  checkRequired,
  decodeAdditionalData,
  decodeAmount,
  decodeCardAcceptor,
  decodeClearingSequence,
  decodeOriginalData,
  decodeReplacementAmount,
  decodeTransmissionTime,
  encode,
  encodeAdditionalData,
  encodeAmount,
  encodeCardAcceptor,
  encodeClearingSequence,
  encodeOriginalData,
  encodeReplacementAmount,
  encodeTransmissionTime,
  frameKeys,
  incrementData,
  incrementedIn,
  isIncrement,
  isLastClearing,
  isMti,
  keyOfAnswer,
  keyOfRequest,
  mtis,
  originalDataOf,
  print,
  responseMeaning,
  sameInstitution,
  specification1987,
  stanOf,
} from './index.ts';
import { arbitraryMessage, authorization } from './testing/messages.ts';

describe('message types', () => {
  test.each([
    ['0100', '0110'],
    ['0120', '0130'],
    ['0121', '0130'],
    ['0200', '0210'],
    ['0220', '0230'],
    ['0221', '0230'],
    ['0400', '0410'],
    ['0420', '0430'],
    ['0421', '0430'],
    ['0800', '0810'],
    ['0110', undefined],
  ] as const)('%s is answered by %s', (mti, answer) => {
    expect(answerMti(mti)).toBe(answer);
  });

  test('every required field is in the table of fields', () => {
    for (const { required } of Object.values(mtis)) {
      for (const field of required) expect(specification1987[field]).toBeDefined();
    }
  });

  test('an authorization without its currency lacks field 49', () => {
    const { 49: _currency, ...fields } = authorization.fields;
    expect(checkRequired(authorization).ok).toBe(true);
    expect(checkRequired({ mti: '0100', fields })).toMatchObject({
      error: { code: 'missing_field', field: 49 },
    });
  });

  test('a word of the prototype is no MTI', () => {
    expect(isMti('constructor')).toBe(false);
  });
});

describe('answers, reversals and keys', () => {
  test('an answer repeats what identifies the request and is found by its key', () => {
    const additionalData = { '87': 'M' };
    const answer = buildAnswer(authorization, {
      responseCode: '00',
      authorizationCode: '123456',
      additionalData,
    });
    expect(answer).toMatchObject({ mti: '0110', fields: { 38: '123456', 39: '00', 48: '8701M' } });
    expect(checkRequired(answer).ok).toBe(true);
    expect(keyOfAnswer(answer)).toBe(keyOfRequest(authorization));
    expect(answer.fields[14]).toBeUndefined();
  });

  test('a reversal advice names its original, conforms, and its repeat has the same key', () => {
    const reversal = buildReversalAdvice(authorization, { stan: '000043', atMs: 0 });
    expect(checkRequired(reversal).ok).toBe(true);
    expect(unwrap(encode(reversal, binaryDialect)).length).toBeGreaterThan(0);
    expect(decodeOriginalData(reversal.fields[90] ?? '')).toEqual({
      mti: '0100',
      stan: '000042',
      transmittedAt: '1120130501',
      acquirerId: '00000070001',
      forwarderId: '00000000000',
    });
    const repeat = asRepeat(asRepeat(reversal));
    expect(repeat.mti).toBe('0421');
    expect(keyOfRequest(repeat)).toBe(keyOfRequest(reversal));
  });

  test('frames are keyed like messages, and garbage has no key', () => {
    const { keyOfRequest: ofRequest, keyOfAnswer: ofAnswer } = frameKeys(binaryDialect);
    const request = unwrap(encode(authorization, binaryDialect));
    const answered = buildAnswer(authorization, { responseCode: '05' });
    const answer = unwrap(encode(answered, binaryDialect));
    expect(ofAnswer(answer)).toBe(ofRequest(request));
    expect(ofAnswer(request)).toBeUndefined();
    expect(ofAnswer(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });

  test('sign-on and echo conform and are answered', () => {
    const details = { stan: stanOf(0), atMs: 0, institutionId: '70001' };
    const signOn = buildSignOn(details, new Secret('shared'));
    expect(signOn.fields).toMatchObject({ 11: '000001', 32: '70001', 70: '001' });
    const echo = buildEcho({ stan: stanOf(999_999), atMs: 0 });
    expect(echo.fields).toMatchObject({ 11: '000001', 70: '301' });
    for (const request of [signOn, echo]) {
      const answer = buildNetworkAnswer(request);
      expect(checkRequired(request).ok && checkRequired(answer).ok).toBe(true);
      expect(answer).toMatchObject({ mti: '0810', fields: { 39: '00' } });
      expect(keyOfAnswer(answer)).toBe(keyOfRequest(request));
    }
  });
});

describe('fields with an inside', () => {
  test('additional data come back as they went', () => {
    const tag = fc.nat(99).map((number) => String(number).padStart(2, '0'));
    const value = fc.string({ unit: fc.constantFrom(...'ABC0129+/= '), maxLength: 40 });
    fc.assert(
      fc.property(fc.dictionary(tag, value, { maxKeys: 20 }), (data) => {
        const text = unwrap(encodeAdditionalData(data));
        expect(unwrap(decodeAdditionalData(text))).toEqual({ ...data });
      }),
    );
  });

  test.each([
    ['4', 'bad_tag', 0],
    ['4x02', 'bad_tag', 0],
    ['42', 'bad_length', 2],
    ['42-105', 'bad_length', 2],
    ['420305', 'truncated', 4],
    ['420205420206', 'repeated', 6],
  ])('additional data %s are refused: %s at %i', (text, code, offset) => {
    expect(decodeAdditionalData(text)).toEqual({ ok: false, error: { code, offset } });
  });

  test.each([
    [{ x: '1' }, 'bad_tag'],
    [{ '01': 'x'.repeat(100) }, 'bad_length'],
    [{ '01': 'č' }, 'bad_value'],
  ])('additional data that cannot be written are refused', (data, code) => {
    expect(encodeAdditionalData(data)).toMatchObject({ ok: false, error: { code } });
  });

  test('eleven full subelements are too many for the field', () => {
    const full = Array.from({ length: 11 }, (_, at) => [String(10 + at), 'x'.repeat(99)]);
    expect(encodeAdditionalData(Object.fromEntries(full))).toMatchObject({
      error: { code: 'overlong' },
    });
  });

  test('amounts are twelve digits', () => {
    expect(encodeAmount(10_000n)).toBe('000000010000');
    expect(decodeAmount('000000010000')).toBe(10_000n);
    expect(decodeAmount('1')).toBeUndefined();
    expect(decodeAmount(undefined)).toBeUndefined();
    expect(() => encodeAmount(-1n)).toThrow(/no sign/);
    expect(encodeReplacementAmount(250n)).toHaveLength(42);
    expect(decodeReplacementAmount(encodeReplacementAmount(250n))).toBe(250n);
    expect(decodeReplacementAmount('x')).toBeUndefined();
  });

  test('institution ids are compared without their leading zeros', () => {
    expect(sameInstitution('70001', '00000070001')).toBe(true);
    expect(sameInstitution('70001', '70010')).toBe(false);
    expect(decodeOriginalData('12')).toBeUndefined();
  });

  test.each([
    ['2026-11-20T13:05:01Z', '1120130501', '2026-11-20T13:06:00Z'],
    ['2025-12-31T23:59:59Z', '1231235959', '2026-01-01T00:00:05Z'],
    ['2027-01-01T00:00:01Z', '0101000001', '2026-12-31T23:59:58Z'],
  ])('%s travels as %s and is understood at %s', (at, text, near) => {
    expect(encodeTransmissionTime(Date.parse(at))).toBe(text);
    expect(decodeTransmissionTime(text, Date.parse(near))).toBe(Date.parse(at));
  });

  test.each(['1', '0230000000', '1301000000', '0101250000'])('%s is no moment', (text) => {
    expect(decodeTransmissionTime(text, Date.parse('2026-06-01T00:00:00Z'))).toBeUndefined();
  });

  test('name and place fit forty ASCII characters', () => {
    const acceptor = { name: 'Ćevabdžinica Đul & Blåbær', city: 'Brčko', country: 'BA' };
    const text = encodeCardAcceptor(acceptor);
    expect(text).toBe('Cevabdzinica Dul & BlabaeBrcko        BA');
    expect(decodeCardAcceptor(text)).toMatchObject({ city: 'Brcko', country: 'BA' });
  });
});

describe('printing', () => {
  test('a card number, a CVC, a CAVV and tracks cannot be read', () => {
    const printed = print({
      mti: '0100',
      fields: {
        ...authorization.fields,
        35: '4242424242424242=29121011234567890',
        45: 'B4242424242424242^HANA^2912',
        48: unwrap(encodeAdditionalData({ '43': 'C'.repeat(28), '92': '987', '42': '05' })),
        52: '0123456789ABCDEF',
        62: 'the card is 4242424242424242 she said',
      },
    });
    expect(printed).not.toContain('4242424242424242');
    expect(printed).not.toMatch(/29121011|987|CCCC|0123456789ABCDEF|HANA/);
    expect(printed).toContain('424242******4242');
    expect(printed).toContain('primary account number (PAN)');
    expect(printed).toMatch(/420205/);
  });

  test('an answer says what its code means', () => {
    const answer = buildAnswer(authorization, { responseCode: '51' });
    expect(print(answer)).toContain('51 insufficient funds');
    expect(responseMeaning('ZZ')).toBe('response code ZZ');
  });

  test('additional data of another make are hidden whole', () => {
    const printed = print({ mti: '0100', fields: { 48: 'free text 92 03 987' } });
    expect(printed).toContain('*'.repeat(19));
  });

  test('no message that the table allows breaks it or shows its card', () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const pan = '4000000000009995';
        const printed = print({ ...message, fields: { ...message.fields, 2: pan } });
        expect(printed).not.toContain(pan);
      }),
    );
  });
});

describe('an incremental authorization', () => {
  const grown = {
    mti: '0100',
    fields: {
      ...authorization.fields,
      48: unwrap(encodeAdditionalData(incrementData('632513000042'))),
      90: encodeOriginalData(originalDataOf(authorization)),
    },
  } as const;

  test('says that it is one, and of what', () => {
    expect(isIncrement(grown)).toBe(true);
    expect(incrementedIn(grown)).toMatchObject({
      rrn: '632513000042',
      original: { mti: '0100', stan: '000042' },
    });
    expect(isIncrement(authorization)).toBe(false);
    expect(isIncrement({ ...grown, mti: '0400' })).toBe(false);
  });

  test('that does not name its original in whole names nothing', () => {
    const { 90: _, ...fields } = grown.fields;
    expect(incrementedIn({ mti: '0100', fields })).toBeUndefined();
    expect(incrementedIn({ mti: '0100', fields: { ...fields, 90: '0'.repeat(42) } })).toBeDefined();
    expect(incrementedIn({ ...grown, fields: { ...grown.fields, 48: '6201I' } })).toBeUndefined();
  });
});

describe('one of several presentments', () => {
  test.each([
    [{ number: 1, count: null }, '0100', false],
    [{ number: 2, count: null }, '0200', false],
    [{ number: 3, count: 3 }, '0303', true],
  ])('%j is %s (the last: %s)', (sequence, text, isLast) => {
    expect(encodeClearingSequence(sequence)).toBe(text);
    expect(decodeClearingSequence(text)).toEqual(sequence);
    expect(isLastClearing(sequence)).toBe(isLast);
  });

  test('is the last, if it says nothing of others', () => {
    expect(isLastClearing(undefined)).toBe(true);
  });

  test.each(['', '0001', '0302', '1', '01 2', '010203'])('%j is none', (text) => {
    expect(decodeClearingSequence(text)).toBeUndefined();
  });
});

test('one message has one form in each dialect', () => {
  const ascii = unwrap(encode(authorization, asciiDialect));
  const binary = unwrap(encode(authorization, binaryDialect));
  expect(binary.length).toBeLessThan(ascii.length);
});
