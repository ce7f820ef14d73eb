// What has become of a message that was not answered: 0600, answered by 0610. It asks, and moves no
// money. Field 39 answers the question; what the original was answered stands in field 44.

import { type AdditionalData, decodeAdditionalData } from './additional-data.ts';
import { buildAnswer } from './answer.ts';
import type { Message } from './message.ts';
import { encodeTransmissionTime } from './moment.ts';
import { decodeOriginalData, encodeOriginalData, originalDataOf } from './original-data.ts';

export type InquiryName = {
  /** The inquiry's own STAN, six digits. */
  readonly stan: string;
  /** When it is sent, milliseconds since 1970. */
  readonly atMs: number;
};

/** Asks for the message of this RRN, STAN and time, from this terminal. */
export function buildInquiry(original: Message, { stan, atMs }: InquiryName): Message {
  const fields: Record<number, string> = {
    7: encodeTransmissionTime(atMs),
    11: stan,
    90: encodeOriginalData(originalDataOf(original)),
  };
  for (const number of [4, 32, 37, 41, 42, 49]) {
    const text = original.fields[number];
    if (text !== undefined) fields[number] = text;
  }
  return { mti: '0600', fields };
}

/** The STAN of the message that an inquiry asks for; undefined if it does not say. */
export function inquiredStan(inquiry: Message): string | undefined {
  return decodeOriginalData(inquiry.fields[90] ?? '')?.stan;
}

export type InquiryAnswer =
  /** As the original was answered, or would have been. */
  | {
      readonly kind: 'answered';
      readonly responseCode: string;
      readonly authorizationCode?: string;
      /** Field 48 of that answer. */
      readonly additionalData?: AdditionalData;
    }
  /** It is not here, and will be refused if it still comes. */
  | { readonly kind: 'never_arrived' }
  /** It is being worked on: to be asked again. */
  | { readonly kind: 'under_way' };

const codes = { answered: '00', never_arrived: '25', under_way: '09' } as const;

export function buildInquiryAnswer(inquiry: Message, answer: InquiryAnswer): Message {
  if (answer.kind !== 'answered') {
    return buildAnswer(inquiry, { responseCode: codes[answer.kind] });
  }
  const { responseCode, ...found } = answer;
  const { mti, fields } = buildAnswer(inquiry, { ...found, responseCode: codes.answered });
  return { mti, fields: { ...fields, 44: responseCode } };
}

/** Undefined: it has not answered the question, whatever else it says. */
export function readInquiryAnswer({ mti, fields }: Message): InquiryAnswer | undefined {
  if (mti !== '0610') return undefined;
  const { 38: authorizationCode, 39: code, 44: responseCode } = fields;
  if (code === codes.never_arrived) return { kind: 'never_arrived' };
  if (code === codes.under_way) return { kind: 'under_way' };
  if (code !== codes.answered || responseCode === undefined) return undefined;
  const data = decodeAdditionalData(fields[48] ?? '');
  return {
    kind: 'answered',
    responseCode: responseCode.trimEnd(),
    ...(authorizationCode === undefined ? {} : { authorizationCode }),
    ...(data.ok ? { additionalData: data.value } : {}),
  };
}
