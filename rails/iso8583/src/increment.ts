// Incremental authorization: a 0100 that asks for more on top of an approved one. It has a STAN and
// an RRN of its own, so that it can be reversed alone; field 4 is the difference; the mark in tag 62
// says what it is (as Visa's authorization characteristics "I" do), tag 64 and field 90 say of what.

import {
  type AdditionalData,
  decodeAdditionalData,
  additionalDataTags as tags,
} from './additional-data.ts';
import type { Message } from './message.ts';
import { decodeOriginalData, type OriginalData } from './original-data.ts';

const mark = 'I';

export type Incremented = {
  /** The RRN of the authorization that shall grow. */
  readonly rrn: string;
  readonly original: OriginalData;
};

/** The subelements that make a 0100 an incremental one; field 90 belongs to it. */
export function incrementData(originalRrn: string): AdditionalData {
  return { [tags.purpose]: mark, [tags.originalRrn]: originalRrn };
}

export function isIncrement(message: Message): boolean {
  if (message.mti !== '0100' && message.mti !== '0101') return false;
  const data = decodeAdditionalData(message.fields[48] ?? '');
  return data.ok && data.value[tags.purpose] === mark;
}

/** What an incremental authorization grows; undefined if it does not say so in whole. */
export function incrementedIn(message: Message): Incremented | undefined {
  const data = decodeAdditionalData(message.fields[48] ?? '');
  const rrn = data.ok ? data.value[tags.originalRrn] : undefined;
  const original = decodeOriginalData(message.fields[90] ?? '');
  return rrn !== undefined && original !== undefined ? { rrn, original } : undefined;
}
