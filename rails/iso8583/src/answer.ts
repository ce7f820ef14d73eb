// Messages made from messages: the answer to a request, the reversal of a request, a repeat.

import { assert } from '@kassa/result';
import { type AdditionalData, encodeAdditionalData } from './additional-data.ts';
import type { Message } from './message.ts';
import { encodeTransmissionTime } from './moment.ts';
import { answerMti, repeatMti } from './mti.ts';
import { encodeOriginalData, originalDataOf } from './original-data.ts';

/** Fields that an answer repeats as they came; 70 belongs to network management. */
const echoed = [2, 3, 4, 7, 11, 32, 37, 41, 42, 49, 70, 90, 95];

export type Answer = {
  /** Field 39. */
  readonly responseCode: string;
  /** Field 38, six characters; of an approval. */
  readonly authorizationCode?: string;
  readonly additionalData?: AdditionalData;
};

/** The answer to a request or advice: what must be repeated is, and field 39 says the outcome. */
export function buildAnswer(request: Message, answer: Answer): Message {
  const mti = answerMti(request.mti);
  assert(mti, `a message ${request.mti} is not answered`);
  const fields = pick(request.fields, echoed);
  fields[39] = answer.responseCode;
  if (answer.authorizationCode !== undefined) fields[38] = answer.authorizationCode;
  if (answer.additionalData) {
    const data = encodeAdditionalData(answer.additionalData);
    assert(data.ok, 'the additional data of an answer fit field 48');
    fields[48] = data.value;
  }
  return { mti, fields };
}

export type ReversalDetails = {
  /** The reversal's own STAN, six digits. */
  readonly stan: string;
  /** When the reversal is sent, milliseconds since 1970. */
  readonly atMs: number;
  /** The code of the approval, if it is known. */
  readonly authorizationCode?: string;
};

/** Fields of the original that its reversal repeats. */
const reversed = [2, 3, 4, 12, 13, 14, 18, 19, 22, 25, 32, 33, 37, 41, 42, 43, 49];

/** 0420: undo the original, whether or not it ever arrived. Field 90 says which one. */
export function buildReversalAdvice(original: Message, details: ReversalDetails): Message {
  return buildReversal('0420', original, details);
}

/** 0400: undo an approved original on request of the cardholder or the merchant. */
export function buildReversalRequest(original: Message, details: ReversalDetails): Message {
  return buildReversal('0400', original, details);
}

function buildReversal(mti: '0400' | '0420', original: Message, details: ReversalDetails): Message {
  const fields = pick(original.fields, reversed);
  fields[7] = encodeTransmissionTime(details.atMs);
  fields[11] = details.stan;
  if (details.authorizationCode !== undefined) fields[38] = details.authorizationCode;
  fields[90] = encodeOriginalData(originalDataOf(original));
  return { mti, fields };
}

/** The same message once more: 0420 becomes 0421, a 0421 stays one. Same STAN, same key. */
export function asRepeat(message: Message): Message {
  return { mti: repeatMti(message.mti), fields: message.fields };
}

function pick(fields: Message['fields'], numbers: readonly number[]): Record<number, string> {
  const picked: Record<number, string> = {};
  for (const number of numbers) {
    const text = fields[number];
    if (text !== undefined) picked[number] = text;
  }
  return picked;
}
