// Messages as an acquirer writes them, for the tests.

import {
  buildReversalAdvice,
  encodeAdditionalData,
  encodeAmount,
  encodeOriginalData,
  encodeTransmissionTime,
  incrementData,
  type Message,
  originalDataOf,
} from '@kassa/iso8583';
import { unwrap } from '@kassa/result';

export type Purchase = {
  readonly pan?: string;
  readonly minor?: bigint;
  readonly stan?: string;
  readonly rrn?: string;
  readonly atMs?: number;
};

const sampleAtMs = Date.parse('2026-11-20T13:05:01Z');

export function authorizationRequest(purchase: Purchase = {}): Message {
  const { pan = '4000000000009995', minor = 10_000n, stan = '000042' } = purchase;
  const sentAt = encodeTransmissionTime(purchase.atMs ?? sampleAtMs);
  return {
    mti: '0100',
    fields: {
      2: pan,
      3: '000000',
      4: encodeAmount(minor),
      7: sentAt,
      11: stan,
      12: sentAt.slice(4),
      13: sentAt.slice(0, 4),
      14: '2912',
      18: '5977',
      19: '070',
      22: '812',
      25: '59',
      32: '70001',
      37: purchase.rrn ?? `632513${stan}`,
      41: 'DIVA0001',
      42: 'DIVA00000000001',
      43: 'Diva shop                Sarajevo     BA',
      48: '4202059203123',
      49: '977',
    },
  };
}

/** Asks for so much more on top of an authorization. */
export function incrementRequest(original: Message, more: Purchase): Message {
  const { fields } = authorizationRequest(more);
  const data = unwrap(encodeAdditionalData(incrementData(original.fields[37] ?? '')));
  return {
    mti: '0100',
    fields: { ...fields, 48: data, 90: encodeOriginalData(originalDataOf(original)) },
  };
}

export function reversalAdvice(original: Message, stan: string): Message {
  return buildReversalAdvice(original, { stan, atMs: sampleAtMs });
}
