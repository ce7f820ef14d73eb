import { createHmac } from 'node:crypto';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { expect, test } from 'vitest';
import {
  admit,
  asciiDialect,
  binaryDialect,
  buildEcho,
  buildNetworkAnswer,
  buildSignOn,
  decode,
  encode,
  print,
  signOnCode,
} from './index.ts';

const secret = new Secret('shared by two');
const details = {
  stan: '000007',
  atMs: Date.parse('2026-11-20T13:00:00Z'),
  institutionId: '70001',
};
const signOn = buildSignOn(details, secret);

test('the code is the beginning of an HMAC over time, STAN and institution', () => {
  const whole = createHmac('sha256', 'shared by two').update('1120130000|000007|70001');
  expect(signOn.fields[96]).toBe(whole.digest('hex').slice(0, 16).toUpperCase());
  expect(signOnCode(secret, { ...signOn, fields: { ...signOn.fields, 33: '9' } })).not.toBe(
    signOn.fields[96],
  );
  expect(print(signOn)).not.toContain(signOn.fields[96]);
});

test.each([asciiDialect, binaryDialect])(
  'a right code opens the line, in each dialect',
  (dialect) => {
    const arrived = unwrap(decode(unwrap(encode(signOn, dialect)), dialect));
    const admission = admit(arrived, false, secret);
    expect(admission).toMatchObject({ kind: 'signed_on', answer: { fields: { 39: '00' } } });
  },
);

test('whoever cannot show the code is refused, also with a second sign-on', () => {
  const { 96: _, ...without } = signOn.fields;
  const strangers = [
    buildSignOn(details, new Secret('guessed')),
    { ...signOn, fields: without },
    { ...signOn, fields: { ...signOn.fields, 11: '000008' } },
    { ...signOn, fields: { ...signOn.fields, 96: '00' } },
  ];
  const refusal = { kind: 'refused', answer: { mti: '0810', fields: { 39: '63' } } };
  for (const isSignedOn of [false, true]) {
    for (const stranger of strangers) {
      expect(admit(stranger, isSignedOn, secret)).toMatchObject(refusal);
    }
    expect(admit(signOn, isSignedOn, undefined)).toMatchObject(refusal);
  }
});

test('everything else waits for the sign-on', () => {
  const echo = buildEcho(details);
  expect(admit(echo, true, undefined)).toEqual({ kind: 'pass' });
  expect(admit(echo, false, secret)).toMatchObject({
    kind: 'refused',
    answer: { fields: { 39: '63' } },
  });
  expect(admit(buildNetworkAnswer(echo), false, secret)).toEqual({ kind: 'refused' });
});
