// The npm package iso_8583 reads what we write and writes what we read. Its wire is ASCII with a
// binary bitmap (always both words) and binary fields: one more dialect composed of our codings.

import { unwrap } from '@kassa/result';
import fc from 'fast-check';
import Iso8583 from 'iso_8583';
import { expect, test } from 'vitest';
import {
  asciiDialect,
  binaryDialect,
  type Dialect,
  decode,
  encode,
  type Message,
  specification1987,
} from './index.ts';
import { arbitraryText, authorization } from './testing/messages.ts';

const theirDialect: Dialect = {
  ...asciiDialect,
  name: 'ascii with binary bitmap',
  bitmap: binaryDialect.bitmap,
};

// Fields where the two tables agree on format and length, and whose alphabets do too.
const shared = [
  2, 3, 4, 11, 18, 19, 22, 23, 25, 32, 33, 37, 39, 41, 42, 43, 44, 48, 49, 54, 60, 70,
];
const rows = shared.flatMap((number) => specification1987[number] ?? []);
const arbitrary = fc
  .tuple(...rows.map((row) => arbitraryText(row).filter((text) => text !== '')))
  .map((texts): Message => {
    const entries = rows.map((row, index) => [row.number, texts[index] ?? ''] as const);
    return { mti: '0100', fields: { ...Object.fromEntries(entries), 7: '1120130501' } };
  });

test('what they write we read', () => {
  fc.assert(
    fc.property(arbitrary, (message) => {
      const written = new Iso8583({ 0: message.mti, ...message.fields }).getRawMessage();
      expect(Buffer.isBuffer(written) || written.error).toBe(true);
      if (Buffer.isBuffer(written)) expect(unwrap(decode(written, theirDialect))).toEqual(message);
    }),
  );
});

test('what we write they read', () => {
  fc.assert(
    fc.property(arbitrary, (message) => {
      const bytes = Buffer.from(unwrap(encode(message, theirDialect)));
      const read = new Iso8583().getIsoJSON(bytes, { lenHeader: false });
      const { 0: mti, 1: _bitmap, ...fields } = read;
      expect({ mti, fields }).toEqual(message);
    }),
  );
});

test('an everyday authorization is the same bytes for both', () => {
  const message = { ...authorization, fields: { ...authorization.fields, 70: '001' } };
  const theirs = new Iso8583({ 0: message.mti, ...message.fields }).getRawMessage();
  expect(Buffer.from(unwrap(encode(message, theirDialect)))).toEqual(theirs);
});
