// Field 90: which message a reversal or an advice speaks of, in 42 digits.

import { assert } from '@kassa/result';
import type { Message } from './message.ts';

export type OriginalData = {
  readonly mti: string;
  readonly stan: string;
  /** Field 7 of the original. */
  readonly transmittedAt: string;
  /** Fields 32 and 33 of the original, eleven digits with zeros in front. */
  readonly acquirerId: string;
  readonly forwarderId: string;
};

/** Shorter institution ids get zeros in front; compare them with sameInstitution. */
export function encodeOriginalData(original: OriginalData): string {
  const text =
    original.mti.padStart(4, '0') +
    original.stan.padStart(6, '0') +
    original.transmittedAt.padStart(10, '0') +
    original.acquirerId.padStart(11, '0') +
    original.forwarderId.padStart(11, '0');
  assert(/^\d{42}$/.test(text), 'original data elements are 42 digits');
  return text;
}

/** Undefined unless it is 42 digits. */
export function decodeOriginalData(text: string): OriginalData | undefined {
  const parts = /^(\d{4})(\d{6})(\d{10})(\d{11})(\d{11})$/.exec(text);
  if (!parts) return undefined;
  const [, mti = '', stan = '', transmittedAt = '', acquirerId = '', forwarderId = ''] = parts;
  return { mti, stan, transmittedAt, acquirerId, forwarderId };
}

/** What a later message must say of this one. */
export function originalDataOf(original: Message): OriginalData {
  const { 11: stan = '', 7: transmittedAt = '', 32: acquirerId = '' } = original.fields;
  const forwarderId = original.fields[33] ?? '';
  return { mti: original.mti, stan, transmittedAt, acquirerId, forwarderId };
}

/** True when two institution ids are the same but for zeros in front. */
export function sameInstitution(one: string, other: string): boolean {
  return one.padStart(11, '0') === other.padStart(11, '0');
}
