import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildAReq,
  buildCReq,
  buildCRes,
  type Component,
  fieldsOf,
  fromBrowser,
  type MessageType,
  messageTypes,
  parse,
  toBrowser,
} from './index.ts';
import { browserAReq, challengeARes, ids, provenRReq } from './samples.ts';

function verdict(input: unknown, expected: MessageType, from: Component = 'A'): string {
  const read = parse(input, { expect: expected, from });
  return read.ok ? 'ok' : `${read.error.errorCode} ${read.error.errorDetail}`;
}

const without = (message: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name)));

describe('an AReq of a payment in a browser', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ['complete', {}, 'ok'],
    ['of version 2.1.0', { messageVersion: '2.1.0' }, 'ok'],
    ['of version 2.3.1', { messageVersion: '2.3.1' }, '102 2.1.0,2.2.0'],
    ['without a version', { messageVersion: undefined }, '201 messageVersion'],
    ['of another type', { messageType: 'PReq' }, '101 Expected AReq.'],
    ['without card number', { acctNumber: undefined }, '201 acctNumber'],
    ['with an empty card number', { acctNumber: '' }, '201 acctNumber'],
    ['with letters in the card number', { acctNumber: '4000O02760003184' }, '203 acctNumber'],
    ['with an empty optional element', { email: '' }, '203 email'],
    ['without merchant', { merchantName: undefined, mcc: undefined }, '201 mcc,merchantName'],
    ['without amount', { purchaseAmount: undefined }, '201 purchaseAmount'],
    ['with a number for an amount', { purchaseAmount: 10_000 }, '203 purchaseAmount'],
    ['on the 31st of June', { purchaseDate: '20260631101500' }, '203 purchaseDate'],
    ['missing one, malformed another', { mcc: undefined, eci: 5, email: 5 }, '201 mcc'],
    ['without screen, script on', { browserScreenHeight: undefined }, '201 browserScreenHeight'],
    [
      'without screen, script off',
      { browserScreenHeight: undefined, browserJavascriptEnabled: false },
      'ok',
    ],
    ['without screen, 2.1.0', { messageVersion: '2.1.0', browserTZ: undefined }, '201 browserTZ'],
    [
      'recurring without its terms',
      { threeDSRequestorAuthenticationInd: '02' },
      '201 recurringExpiry,recurringFrequency',
    ],
    ['with half a character', { merchantName: 'Diva \ud83d' }, '203 merchantName'],
    ['with half a phone number', { mobilePhone: { cc: '387' } }, '203 mobilePhone'],
    ['with elements that the standard does not know', { favouriteColour: 'plum' }, 'ok'],
    [
      'with a script for an address',
      { notificationURL: 'javascript:alert(1)' },
      '203 notificationURL',
    ],
    [
      'with an extension that must be understood',
      { messageExtension: [{ id: 'A1', name: 'x', criticalityIndicator: true, data: {} }] },
      '202 A1',
    ],
    [
      'with an extension that may be ignored',
      { messageExtension: [{ id: 'A1', name: 'x', criticalityIndicator: false, data: {} }] },
      'ok',
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(verdict(JSON.stringify({ ...browserAReq, ...change }), 'AReq', 'S')).toBe(expected);
  });

  test('from the directory server carries the directory server', () => {
    expect(verdict(browserAReq, 'AReq', 'D')).toBe('201 dsReferenceNumber,dsTransID,dsURL');
    const { dsTransID } = ids;
    const added = { dsTransID, dsReferenceNumber: 'M', dsURL: 'https://mozaik.example/3ds/rreq' };
    expect(verdict({ ...browserAReq, ...added }, 'AReq', 'D')).toBe('ok');
  });

  test('initiated by the requestor needs no browser, but says why', () => {
    const names = Object.keys(browserAReq).filter((name) => name.startsWith('browser'));
    const bare = { ...without(browserAReq, ...names), deviceChannel: '03' };
    expect(verdict(bare, 'AReq', 'S')).toBe('201 threeRIInd');
    expect(verdict({ ...bare, threeRIInd: '01' }, 'AReq', 'S')).toBe('ok');
  });

  test('built without an element that must be there is a bug of ours', () => {
    expect(buildAReq(browserAReq)).toEqual(browserAReq);
    expect(() => buildAReq({ ...browserAReq, mcc: undefined })).toThrow('201 mcc');
  });
});

describe('the conditional elements of the answers', () => {
  const aresCases: readonly (readonly [string, object, string])[] = [
    ['a challenge', {}, 'ok'],
    ['a challenge without its address', { acsURL: undefined }, '201 acsURL'],
    [
      'a challenge with proof',
      { authenticationValue: provenRReq.authenticationValue },
      '203 authenticationValue',
    ],
    ['an address without challenge', { transStatus: 'N', transStatusReason: '01' }, '203 acsURL'],
    [
      'proof',
      {
        transStatus: 'Y',
        acsURL: undefined,
        eci: '05',
        authenticationValue: provenRReq.authenticationValue,
      },
      'ok',
    ],
    [
      'proof without value and indicator',
      { transStatus: 'Y', acsURL: undefined },
      '201 authenticationValue,eci',
    ],
    ['not enrolled', { transStatus: 'U', acsURL: undefined, transStatusReason: '13' }, 'ok'],
    [
      'not enrolled without reason',
      { transStatus: 'U', acsURL: undefined },
      '201 transStatusReason',
    ],
    [
      'a refusal that claims proof',
      { transStatus: 'N', acsURL: undefined, transStatusReason: '01', eci: '05' },
      '203 eci',
    ],
    ['decoupled in 2.1.0', { messageVersion: '2.1.0', transStatus: 'D' }, '203 acsURL,transStatus'],
  ];
  test.each(aresCases)('ARes: %s', (_, change, expected) => {
    const sorted = verdict(JSON.stringify({ ...challengeARes, ...change }), 'ARes').split(' ');
    expect(`${sorted[0]} ${(sorted[1] ?? '').split(',').sort().join(',')}`.trim()).toBe(expected);
  });

  const rreqCases: readonly (readonly [string, object, string])[] = [
    ['proven', {}, 'ok'],
    ['proven without value', { authenticationValue: undefined }, '201 authenticationValue'],
    [
      'a value of 27 characters',
      { authenticationValue: 'AAABBBCCCDDDEEEFFFGGGHHHIII' },
      '203 authenticationValue',
    ],
    [
      'refused with a value',
      { transStatus: 'N', transStatusReason: '01' },
      '203 authenticationValue,eci',
    ],
    ['without status', { transStatus: undefined }, '201 transStatus'],
  ];
  test.each(rreqCases)('RReq: %s', (_, change, expected) => {
    expect(verdict(JSON.stringify({ ...provenRReq, ...change }), 'RReq')).toBe(expected);
  });
});

describe('the text of a message', () => {
  test('that names an element twice is refused, also inside an object', () => {
    const text = JSON.stringify(browserAReq);
    expect(verdict(text.replace('{', '{"mcc":"5977",'), 'AReq', 'S')).toBe('204 mcc');
    expect(verdict(text.replace('{', '{"homePhone":{"cc":"1","\\u0063c":"2"},'), 'AReq', 'S')).toBe(
      '204 cc',
    );
  });

  test.each([
    ['{', '101 Not a JSON object.'],
    ['null', '101 Not a JSON object.'],
    ['[]', '101 Not a JSON object.'],
    ['"AReq"', '101 Not a JSON object.'],
    ['{}', '101 Expected AReq.'],
    [`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`, '101 Not a JSON object.'],
  ])('%.40s is not a message', (text, expected) => {
    expect(verdict(text, 'AReq', 'S')).toBe(expected);
  });

  test('gives an Erro that names the transaction and the reader, and no card number', () => {
    const read = parse({ ...browserAReq, mcc: '5' }, { expect: 'AReq', from: 'S' });
    expect(read).toEqual({
      ok: false,
      error: {
        messageType: 'Erro',
        messageVersion: '2.2.0',
        threeDSServerTransID: ids.threeDSServerTransID,
        errorCode: '203',
        errorComponent: 'D',
        errorDescription: expect.any(String),
        errorDetail: 'mcc',
        errorMessageType: 'AReq',
      },
    });
    const answered = parse(read.ok ? {} : read.error, { expect: ['ARes', 'Erro'], from: 'D' });
    expect(answered.ok && answered.value.messageType).toBe('Erro');
  });
});

describe('through the browser', () => {
  const { threeDSServerTransID, acsTransID } = ids;
  const creq = buildCReq({
    messageVersion: '2.2.0',
    threeDSServerTransID,
    acsTransID,
    challengeWindowSize: '05',
  });
  test('a CReq and a CRes come back as they were', () => {
    expect(fromBrowser(toBrowser(creq), { expect: 'CReq' })).toEqual({ ok: true, value: creq });
    const cres = buildCRes({
      messageVersion: '2.2.0',
      threeDSServerTransID,
      acsTransID,
      transStatus: 'N',
    });
    expect(fromBrowser(toBrowser(cres), { expect: 'CRes' })).toEqual({ ok: true, value: cres });
    expect(toBrowser(cres)).toMatch(/^[\w-]+$/);
  });

  test.each([undefined, '', 'not base64!', 7, ['a'], 'eyJ9'])('%j is Erro 101', (field) => {
    const read = fromBrowser(field, { expect: 'CReq' });
    expect(read.ok ? 'ok' : read.error.errorCode).toBe('101');
  });
});

describe('no input throws', () => {
  const froms: readonly Component[] = ['C', 'S', 'D', 'A'];
  const tryAll = (input: unknown) => {
    for (const type of messageTypes) {
      for (const from of froms) {
        const read = parse(input, { expect: type, from });
        if (!read.ok) expect(parse(read.error, { expect: 'Erro', from }).ok).toBe(true);
      }
    }
  };
  test('any text, any JSON', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), tryAll), {
      numRuns: 400,
    });
    fc.assert(fc.property(fc.string(), (field) => void fromBrowser(field, { expect: 'CRes' })));
  });

  test('a good message with any elements replaced by anything', () => {
    const names = [
      ...new Set(Object.values(fieldsOf).flatMap((rows) => rows.map((row) => row.name))),
    ];
    const change = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 4 });
    const message = fc.constantFrom<object>(browserAReq, challengeARes, provenRReq);
    fc.assert(
      fc.property(message, change, (base, other) => tryAll(JSON.stringify({ ...base, ...other }))),
      { numRuns: 400 },
    );
  });
});
