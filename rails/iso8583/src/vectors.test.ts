// Outside evidence: specification and messages published by the moov-io/iso8583 project.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import { asciiDialect, checkRequired, decode, encode, specification1987 } from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { KASSA_VECTORS = `${root}/../shared/vectors` } = process.env;
const folder = `${KASSA_VECTORS}/iso8583`;
const absent = `the published vectors are not here: ${folder}`;
const here = existsSync(folder);
const read = (name: string) => readFileSync(`${folder}/${name}`);

test('the table is the standard’s, but for the rows that practice changed', (context) => {
  context.skip(!here, absent);
  const text = read('moov/specification_ver_1987.json').toString('latin1');
  const published: { elements: Record<string, { Describe: string }> } = JSON.parse(text);
  const differing: Record<string, string> = {};
  for (const [number, row] of Object.entries(published.elements)) {
    const [notation = ''] = row.Describe.split(';');
    const ours = specification1987[Number(number)];
    if (notationOf(ours) !== notation) differing[number] = `${notation} -> ${notationOf(ours)}`;
  }
  expect(differing).toEqual({
    // The bitmap is no field here, and a third bitmap is refused.
    1: 'b 64 -> none',
    65: 'b 1 -> none',
    // References and codes are padded with spaces; additional data carry any printable character.
    37: 'an 12 -> anp 12',
    38: 'an 6 -> anp 6',
    44: 'an..25 -> ans..25',
    45: 'an..76 -> ans..76',
    46: 'an...999 -> ans...999',
    47: 'an...999 -> ans...999',
    48: 'an...999 -> ans...999',
  });
});

function notationOf(row: (typeof specification1987)[number] | undefined): string {
  if (!row) return 'none';
  const length = row.format === 'b' ? row.lengthMax * 4 : row.lengthMax;
  const digits = row.format === 'x+n' ? length - 1 : length;
  const dots = { fixed: ' ', LL: '..', LLL: '...' }[row.length];
  return `${row.format}${dots}${digits}`;
}

describe('published messages', () => {
  for (const name of [
    'financial_transaction_message',
    'financial_transaction_message_response',
    'iso_reversal_message',
    'iso_reversal_repeat_message',
    'iso_reversal_message_advice_missing_field',
    'network_management_message_response',
  ]) {
    test(`${name} is read, and written again byte for byte`, (context) => {
      context.skip(!here, absent);
      const bytes = read(`moov/${name}.dat`);
      const message = unwrap(decode(bytes, asciiDialect));
      expect(Buffer.from(unwrap(encode(message, asciiDialect))).equals(bytes)).toBe(true);
    });
  }

  test('a reversal is read to the fields that its authors published', (context) => {
    context.skip(!here, absent);
    const published = JSON.parse(read('moov/iso_reversal_message.json').toString());
    const { 1: _bitmap, ...fields } = published.elements;
    const message = decode(read('moov/iso_reversal_message.dat'), asciiDialect);
    expect(message).toEqual({ ok: true, value: { mti: published.mti, fields } });
  });

  test('a reversal advice without its card number lacks a required field', (context) => {
    context.skip(!here, absent);
    const bytes = read('moov/iso_reversal_message_advice_missing_field.dat');
    const message = unwrap(decode(bytes, asciiDialect));
    expect(checkRequired(message)).toMatchObject({ error: { code: 'missing_field', field: 2 } });
  });

  for (const [name, error] of [
    ['iso_reversal_message_error_date', { code: 'non_conforming', field: 13, offset: 97 }],
    ['message_with_character_ebcdic_encoding', { code: 'non_conforming', field: 42 }],
    ['message_with_hex_bcd', { code: 'non_conforming', field: 48, offset: 66 }],
    ['message_with_hex_rbcd', { code: 'non_conforming', field: 48, offset: 66 }],
    ['message_with_number_bcd_encoding', { code: 'non_conforming', field: 7, offset: 36 }],
    ['network_management_message_with_track', { code: 'non_conforming', field: 35 }],
  ] as const) {
    test(`${name}, of another dialect or wrong, is refused with its field`, (context) => {
      context.skip(!here, absent);
      const result = decode(read(`moov/${name}.dat`), asciiDialect);
      expect(result).toMatchObject({ ok: false, error });
    });
  }

  test('the common "spec 87 ascii" message with its fields', (context) => {
    context.skip(!here, absent);
    const [sample] = JSON.parse(read('moov-strings.json').toString('utf8'));
    const { 0: mti, ...fields } = sample.fields;
    const bytes = Buffer.from(sample.raw, 'ascii');
    expect(decode(bytes, asciiDialect)).toEqual({ ok: true, value: { mti, fields } });
    expect(Buffer.from(unwrap(encode({ mti, fields }, asciiDialect))).equals(bytes)).toBe(true);
  });
});
