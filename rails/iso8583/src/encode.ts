// A message to bytes. Every field is checked against its row before a byte is laid.

import { err, ok, type Result } from '@kassa/result';
import { nonConformity, wrongLength } from './alphabet.ts';
import type { Dialect } from './dialect.ts';
import type { CodecError, Message } from './message.ts';
import { isMti } from './mti.ts';
import { type FieldRow, prefixDigits } from './specification.ts';

/** The bytes of the message; `offset` of an error is where the field would have begun. */
export function encode(message: Message, dialect: Dialect): Result<Uint8Array, CodecError> {
  if (!isMti(message.mti)) {
    return err({ code: 'unknown_mti', field: 0, offset: 0, reason: 'the MTI is not in the table' });
  }
  const numbers = Object.keys(message.fields)
    .map(Number)
    .sort((one, other) => one - other);
  const bitmapLength = numbers.some((number) => number > 64) ? 32 : 16;
  const bodyAt = dialect.mti.size(4) + dialect.bitmap.size(bitmapLength);
  let size = bodyAt;
  for (const number of numbers) {
    const row = dialect.specification[number];
    const text = message.fields[number];
    const error = refusal(row, text, number, size);
    if (error) return err(error);
    if (row && text !== undefined) size += fieldSize(row, text, dialect);
  }
  const bytes = new Uint8Array(size);
  dialect.mti.write(message.mti, bytes, 0);
  dialect.bitmap.write(bitmapOf(numbers, bitmapLength), bytes, dialect.mti.size(4));
  let at = bodyAt;
  for (const number of numbers) {
    const row = dialect.specification[number];
    const text = message.fields[number];
    if (row && text !== undefined) at = writeField(row, text, { dialect, bytes, at });
  }
  return ok(bytes);
}

function refusal(
  row: FieldRow | undefined,
  text: string | undefined,
  field: number,
  offset: number,
): CodecError | undefined {
  if (!row) {
    return { code: 'unknown_field', field, offset, reason: `field ${field} is not in the table` };
  }
  if (typeof text !== 'string') {
    return { code: 'non_conforming', field, offset, reason: `${row.name} is not a text` };
  }
  const length = wrongLength(row, text.length);
  if (length) {
    const bound = row.length === 'fixed' ? 'exactly' : 'at most';
    const reason = `${row.name} has ${text.length} characters, ${bound} ${row.lengthMax} are due`;
    return { code: length, field, offset, reason };
  }
  const wrong = nonConformity(row, text);
  if (wrong) return { code: 'non_conforming', field, offset, reason: `${row.name} ${wrong}` };
  return undefined;
}

type Place = { readonly dialect: Dialect; readonly bytes: Uint8Array; readonly at: number };

function writeField(row: FieldRow, text: string, place: Place): number {
  const { dialect, bytes } = place;
  const digits = prefixDigits(row);
  dialect.lengths.write(digits ? String(text.length).padStart(digits, '0') : '', bytes, place.at);
  const at = place.at + (digits ? dialect.lengths.size(digits) : 0);
  dialect.contents[row.format].write(text, bytes, at);
  return at + dialect.contents[row.format].size(text.length);
}

function fieldSize(row: FieldRow, text: string, dialect: Dialect): number {
  return dialect.lengths.size(prefixDigits(row)) + dialect.contents[row.format].size(text.length);
}

/** Sixteen hexadecimal digits, or thirty-two with bit 1 set when a field above 64 is present. */
function bitmapOf(numbers: readonly number[], length: number): string {
  const nibbles = new Array<number>(length).fill(0);
  for (const number of length > 16 ? [1, ...numbers] : numbers) {
    const index = Math.floor((number - 1) / 4);
    nibbles[index] = (nibbles[index] ?? 0) | (8 >> ((number - 1) % 4));
  }
  return nibbles.map((nibble) => nibble.toString(16).toUpperCase()).join('');
}
