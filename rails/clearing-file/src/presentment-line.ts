// One presentment as one ISO 8583 message 0220 of the clearing dialect, and back.

import {
  clearingDialect,
  decode,
  decodeAdditionalData,
  decodeAmount,
  decodeCardAcceptor,
  decodeClearingSequence,
  decodeTransmissionTime,
  encode,
  encodeAdditionalData,
  encodeAmount,
  encodeCardAcceptor,
  encodeClearingSequence,
  encodeTransmissionTime,
  type Fields,
  type Message,
  additionalDataTags as tags,
} from '@kassa/iso8583';
import { currencyFromNumeric, money, numericOf } from '@kassa/money';
import { assert, err, ok, type Result, unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { decodeFees, encodeFees } from './fees.ts';
import type { Presentment } from './presentment.ts';

const purchase = '000000';
const refund = '200000';

/** A presentment that does not fit its fields is a bug of the writer. */
export function encodePresentment(item: Presentment): string {
  const captured = encodeTransmissionTime(item.capturedAt);
  const additionalData = encodeAdditionalData({
    ...(item.eci !== undefined && { [tags.eci]: item.eci }),
    ...(item.originalRrn !== undefined && { [tags.originalRrn]: item.originalRrn }),
    ...(item.clearing && { [tags.clearingSequence]: encodeClearingSequence(item.clearing) }),
  });
  const fees = encodeFees(item.fees ?? {});
  const fields: Fields = {
    2: item.pan.reveal(),
    3: item.isCredit ? refund : purchase,
    4: encodeAmount(item.amount.minor),
    // The capture, in UTC; 12 and 13 repeat it in the form the table asks for.
    7: captured,
    11: String(item.sequence).padStart(6, '0'),
    12: captured.slice(4),
    13: captured.slice(0, 4),
    18: item.mcc,
    19: item.acquirerCountry,
    22: item.entryMode,
    25: '59',
    31: item.arn,
    32: item.acquirerId,
    37: item.rrn,
    38: item.authorizationCode.padEnd(6, ' '),
    41: item.tid.padEnd(8, ' '),
    42: item.mid.padEnd(15, ' '),
    43: encodeCardAcceptor({
      name: item.merchantName,
      city: item.merchantCity,
      country: item.merchantCountry,
    }),
    ...(fees !== '' && { 46: fees }),
    48: unwrap(additionalData),
    49: numericOf(item.amount.currency),
  };
  const bytes = encode({ mti: '0220', fields }, clearingDialect);
  assert(bytes.ok, `presentment ${item.sequence} does not fit: ${!bytes.ok && bytes.error.reason}`);
  return String.fromCharCode(...bytes.value);
}

/** `nearMs` is the file's own moment: field 7 carries no year. The error is words for people. */
export function decodePresentment(line: string, nearMs: number): Result<Presentment, string> {
  const bytes = Uint8Array.from(line, (letter) => letter.charCodeAt(0));
  const message = decode(bytes, clearingDialect);
  if (!message.ok) {
    const { field, offset, reason } = message.error;
    return err(`field ${field} at byte ${offset}: ${reason}`);
  }
  return read(message.value, nearMs);
}

const required = [2, 3, 4, 7, 11, 18, 19, 22, 31, 32, 37, 38, 41, 42, 43, 48, 49];

function read(message: Message, nearMs: number): Result<Presentment, string> {
  const { fields } = message;
  if (message.mti !== '0220') return err('a clearing line is a financial advice (0220)');
  const missing = required.find((number) => fields[number] === undefined);
  if (missing !== undefined) return err(`field ${missing} is missing`);
  const pan = Pan.parse(fields[2] ?? '');
  if (!pan.ok) return err('field 2 is no card number');
  if (fields[3] !== purchase && fields[3] !== refund) return err('field 3 is no known processing');
  const currency = currencyFromNumeric(fields[49] ?? '');
  if (!currency.ok) return err('field 49 is no known currency');
  const capturedAt = decodeTransmissionTime(fields[7] ?? '', nearMs);
  if (capturedAt === undefined) return err('field 7 is no moment of this year');
  const arn = fields[31] ?? '';
  if (!/^\d{23}$/.test(arn)) return err('field 31 is no acquirer reference of 23 digits');
  const additionalData = decodeAdditionalData(fields[48] ?? '');
  if (!additionalData.ok) return err('field 48 cannot be read');
  const fees = decodeFees(fields[46] ?? '');
  if (!fees) return err('field 46 cannot be read');
  const {
    [tags.eci]: eci,
    [tags.originalRrn]: originalRrn,
    [tags.clearingSequence]: sequence,
  } = additionalData.value;
  const clearing = sequence === undefined ? undefined : decodeClearingSequence(sequence);
  if (sequence !== undefined && !clearing)
    return err('field 48 has no clearing sequence in tag 65');
  return ok({
    ...textsOf(fields),
    pan: pan.value,
    amount: money(currency.value, decodeAmount(fields[4]) ?? 0n),
    isCredit: fields[3] === refund,
    capturedAt,
    arn,
    ...(originalRrn !== undefined && { originalRrn }),
    ...(clearing && { clearing }),
    ...(eci !== undefined && { eci }),
    ...(fields[46] !== undefined && { fees }),
  });
}

function textsOf(fields: Fields) {
  const acceptor = decodeCardAcceptor(fields[43] ?? '');
  return {
    sequence: Number(fields[11]),
    rrn: fields[37] ?? '',
    authorizationCode: (fields[38] ?? '').trimEnd(),
    acquirerId: fields[32] ?? '',
    acquirerCountry: fields[19] ?? '',
    mid: (fields[42] ?? '').trimEnd(),
    tid: (fields[41] ?? '').trimEnd(),
    mcc: fields[18] ?? '',
    merchantName: acceptor.name,
    merchantCity: acceptor.city,
    merchantCountry: acceptor.country,
    entryMode: fields[22] ?? '',
  };
}
