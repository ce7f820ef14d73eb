// The sign-on of a connection: 0800 with a code in field 96 that only somebody who holds the two
// peers' shared secret can compute. Before it a listener does nothing for whoever is connected.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@kassa/secret';
import { buildAnswer } from './answer.ts';
import type { Message } from './message.ts';
import { answerMti } from './mti.ts';
import {
  buildNetworkAnswer,
  buildNetworkRequest,
  type NetworkManagementDetails,
  networkManagementCodes,
} from './network-management.ts';

const refused = '63';

export function buildSignOn(details: NetworkManagementDetails, secret: Secret<string>): Message {
  const message = buildNetworkRequest(networkManagementCodes.signOn, details);
  return { ...message, fields: { ...message.fields, 96: signOnCode(secret, message) } };
}

/** Field 96: the first eight bytes of an HMAC-SHA-256 over time, STAN and institution. */
export function signOnCode(secret: Secret<string>, { fields }: Message): string {
  const text = `${fields[7] ?? ''}|${fields[11] ?? ''}|${fields[33] ?? fields[32] ?? ''}`;
  const code = createHmac('sha256', secret.reveal()).update(text).digest('hex');
  return code.slice(0, 16).toUpperCase();
}

export type Admission =
  /** Of a connection that has signed on: to be worked on. */
  | { readonly kind: 'pass' }
  /** It signs on with the right code. */
  | { readonly kind: 'signed_on'; readonly answer: Message }
  /** To be answered, if it can be, and closed. */
  | { readonly kind: 'refused'; readonly answer?: Message };

/**
 * What a listener does with a message. `secret` is the one shared with whoever the message says it
 * comes from; undefined if nobody of that name is known. The time in field 7 is not judged: a
 * world's clock is moved party by party, and a line must come back in between.
 */
export function admit(
  message: Message,
  isSignedOn: boolean,
  secret: Secret<string> | undefined,
): Admission {
  const isSignOn = message.mti === '0800' && message.fields[70] === networkManagementCodes.signOn;
  if (!isSignOn && isSignedOn) return { kind: 'pass' };
  if (isSignOn && secret && fits(message, secret)) {
    return { kind: 'signed_on', answer: buildNetworkAnswer(message) };
  }
  if (answerMti(message.mti) === undefined) return { kind: 'refused' };
  return { kind: 'refused', answer: buildAnswer(message, { responseCode: refused }) };
}

function fits(message: Message, secret: Secret<string>): boolean {
  const given = Buffer.from(message.fields[96] ?? '');
  const right = Buffer.from(signOnCode(secret, message));
  return given.byteLength === right.byteLength && timingSafeEqual(given, right);
}
