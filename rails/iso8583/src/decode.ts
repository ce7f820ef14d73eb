// Bytes to a message. What the peer sent is never trusted: each field is refused with its number
// and the byte offset where it began, and no input makes this throw.

import { err, ok, type Result } from '@kassa/result';
import { nonConformity, wrongLength } from './alphabet.ts';
import type { Dialect } from './dialect.ts';
import type { CodecError, CodecErrorCode, Message } from './message.ts';
import { isMti } from './mti.ts';
import { type FieldRow, prefixDigits } from './specification.ts';

type Reading = { readonly text: string; readonly next: number };

/** The message in these bytes, all of them. Required fields are another matter: checkRequired. */
export function decode(bytes: Uint8Array, dialect: Dialect): Result<Message, CodecError> {
  const mtiSize = dialect.mti.size(4);
  if (bytes.length < mtiSize) return refuse('truncated', 0, 0, 'the message ends within the MTI');
  const mti = dialect.mti.read(bytes, 0, 4);
  if (mti === undefined || !isMti(mti)) {
    return refuse('unknown_mti', 0, 0, 'the MTI is not in the table');
  }
  const bitmap = readBitmap(bytes, dialect, mtiSize);
  if (!bitmap.ok) return bitmap;
  const fields: Record<number, string> = {};
  let at = bitmap.value.next;
  let last = 1;
  for (const number of numbersIn(bitmap.value.text)) {
    const row = dialect.specification[number];
    if (!row) return refuse('unknown_field', number, at, `field ${number} is not in the table`);
    const reading = readField(bytes, row, dialect, at);
    if (!reading.ok) return reading;
    fields[number] = reading.value.text;
    at = reading.value.next;
    last = number;
  }
  if (at < bytes.length) {
    return refuse('overlong', last, at, `${bytes.length - at} bytes follow the last field`);
  }
  return ok({ mti, fields });
}

function readBitmap(
  bytes: Uint8Array,
  dialect: Dialect,
  start: number,
): Result<Reading, CodecError> {
  const size = dialect.bitmap.size(16);
  const primary = readNibbles(bytes, dialect, start);
  if (!primary.ok) return primary;
  const hasSecond = Number.parseInt(primary.value.charAt(0), 16) >= 8;
  if (!hasSecond) return ok({ text: primary.value, next: start + size });
  const second = readNibbles(bytes, dialect, start + size);
  if (!second.ok) return second;
  return ok({ text: primary.value + second.value, next: start + 2 * size });
}

function readNibbles(bytes: Uint8Array, dialect: Dialect, at: number): Result<string, CodecError> {
  if (bytes.length < at + dialect.bitmap.size(16)) {
    return refuse('truncated', 1, at, 'the message ends within the bitmap');
  }
  const text = dialect.bitmap.read(bytes, at, 16);
  if (text === undefined || !/^[0-9A-F]{16}$/.test(text)) {
    return refuse('non_conforming', 1, at, 'the bitmap is not hexadecimal');
  }
  return ok(text);
}

/** The numbers of the fields present, rising; bit 1 speaks of the bitmap itself. */
function numbersIn(bitmap: string): number[] {
  const numbers: number[] = [];
  for (let number = 2; number <= bitmap.length * 4; number++) {
    const nibble = Number.parseInt(bitmap.charAt(Math.floor((number - 1) / 4)), 16);
    if (nibble & (8 >> ((number - 1) % 4))) numbers.push(number);
  }
  return numbers;
}

function readField(
  bytes: Uint8Array,
  row: FieldRow,
  dialect: Dialect,
  start: number,
): Result<Reading, CodecError> {
  const length = readLength(bytes, row, dialect, start);
  if (!length.ok) return length;
  const at = start + dialect.lengths.size(prefixDigits(row));
  const coding = dialect.contents[row.format];
  const next = at + coding.size(length.value);
  if (bytes.length < next) {
    return refuse('truncated', row.number, start, `the message ends within ${row.name}`);
  }
  const text = coding.read(bytes, at, length.value);
  if (text === undefined) {
    const reason = `${row.name} holds bytes outside format ${row.format}`;
    return refuse('non_conforming', row.number, start, reason);
  }
  const wrong = nonConformity(row, text);
  if (wrong) return refuse('non_conforming', row.number, start, `${row.name} ${wrong}`);
  return ok({ text, next });
}

function readLength(
  bytes: Uint8Array,
  row: FieldRow,
  dialect: Dialect,
  start: number,
): Result<number, CodecError> {
  const digits = prefixDigits(row);
  if (digits === 0) return ok(row.lengthMax);
  if (bytes.length < start + dialect.lengths.size(digits)) {
    return refuse('truncated', row.number, start, `the message ends within ${row.name}`);
  }
  const text = dialect.lengths.read(bytes, start, digits);
  if (text === undefined || !/^[0-9]+$/.test(text)) {
    return refuse('non_conforming', row.number, start, `the length of ${row.name} is no number`);
  }
  if (wrongLength(row, Number(text))) {
    const reason = `${row.name} announces more than ${row.lengthMax} characters`;
    return refuse('overlong', row.number, start, reason);
  }
  return ok(Number(text));
}

function refuse(code: CodecErrorCode, field: number, offset: number, reason: string) {
  return err<CodecError>({ code, field, offset, reason });
}
