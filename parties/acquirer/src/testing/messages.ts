// Messages as the gateway sends them.

import {
  buildInquiry,
  buildReversalAdvice,
  buildReversalRequest,
  type ClearingSequence,
  encodeAdditionalData,
  encodeAmount,
  encodeCardAcceptor,
  encodeClearingSequence,
  encodeOriginalData,
  encodeReplacementAmount,
  encodeTransmissionTime,
  incrementData,
  type Message,
  originalDataOf,
  additionalDataTags as tags,
  verificationCondition,
} from '@kassa/iso8583';
import { unwrap } from '@kassa/result';

export const hanasCard = '4000000700000013';
export const cvc = '737';
export const mid = 'DIVA00000000001';
export const tid = 'DIVA0001';

export type Sale = {
  readonly rrn?: string;
  readonly stan?: string;
  readonly minor?: number;
  readonly currency?: string;
  readonly card?: string;
  readonly merchant?: string;
  readonly terminal?: string;
  readonly atMs: number;
};

export function authorization(sale: Sale): Message {
  return { mti: '0100', fields: { ...common(sale), 48: dataOf({ 42: '05', 61: 'C', 92: cvc }) } };
}

export function verification(sale: Sale): Message {
  const { mti, fields } = authorization({ minor: 0, ...sale });
  return { mti, fields: { ...fields, 25: verificationCondition } };
}

/** Asks for so much more on top of a sale, under a name of its own. */
export function increment(sale: Sale, own: Own, minor: number): Message {
  const { mti, fields } = authorization({ ...sale, ...own, minor });
  const data = dataOf({ 61: 'M', ...incrementData(sale.rrn ?? '632618000001') });
  const original = encodeOriginalData(originalDataOf(authorization(sale)));
  return { mti, fields: { ...fields, 48: data, 90: original } };
}

type Own = { readonly rrn: string; readonly stan: string };

/** One of several captures; with its count, the last. */
export function part(sale: Sale, sequence: ClearingSequence): Message {
  const { mti, fields } = capture(sale);
  const stan = String(Number(fields[11]) + sequence.number).padStart(6, '0');
  const data = dataOf({ [tags.clearingSequence]: encodeClearingSequence(sequence) });
  return { mti, fields: { ...fields, 11: stan, 48: data } };
}

/** What is not captured is let go: so much may be presented in all. */
export function release(sale: Sale, keptMinor: number, stan = '500002'): Message {
  const { mti, fields } = reversalRequest(sale, stan);
  return { mti, fields: { ...fields, 95: encodeReplacementAmount(BigInt(keptMinor)) } };
}

export function capture(sale: Sale, code = 'A1B2C3'): Message {
  const original = encodeOriginalData(originalDataOf(authorization(sale)));
  const stan = String(Number(sale.stan ?? '000001') + 100_000).padStart(6, '0');
  return { mti: '0220', fields: { ...common(sale), 11: stan, 38: code, 90: original } };
}

export function refund(sale: Sale, own: Own, code = 'A1B2C3'): Message {
  const original = encodeOriginalData(originalDataOf(authorization(sale)));
  return {
    mti: '0220',
    fields: {
      ...common(sale),
      3: '200000',
      11: own.stan,
      37: own.rrn,
      38: code,
      48: dataOf({ 64: sale.rrn ?? '632618000001' }),
      90: original,
    },
  };
}

export function reversalAdvice(sale: Sale, stan = '500000'): Message {
  return buildReversalAdvice(authorization(sale), { stan, atMs: sale.atMs });
}

export function inquiry(sale: Sale, stan = '700001'): Message {
  return buildInquiry(authorization(sale), { stan, atMs: sale.atMs });
}

export function reversalRequest(sale: Sale, stan = '500001'): Message {
  return buildReversalRequest(authorization(sale), { stan, atMs: sale.atMs });
}

function common(sale: Sale): Record<number, string> {
  const { rrn = '632618000001', stan = '000001', minor = 10_000, currency = '977' } = sale;
  return {
    2: sale.card ?? hanasCard,
    3: '000000',
    4: encodeAmount(BigInt(minor)),
    7: encodeTransmissionTime(sale.atMs),
    11: stan,
    12: '150000',
    13: '1120',
    14: '2912',
    18: '5977',
    19: '070',
    22: '812',
    25: '59',
    32: '070194',
    37: rrn,
    41: sale.terminal ?? tid,
    42: sale.merchant ?? mid,
    43: encodeCardAcceptor({ name: 'Diva', city: 'Sarajevo', country: 'BA' }),
    49: currency,
  };
}

function dataOf(data: Record<string, string>): string {
  return unwrap(encodeAdditionalData(data));
}
