// What the gateway is answered: of the issuer's words only what is meant for it, and the same again
// when it asks again.

import {
  type AdditionalData,
  additionalDataTags,
  buildAnswer,
  decodeAdditionalData,
  type Message,
} from '@kassa/iso8583';
import { assert } from '@kassa/result';
import type { Ports } from '../ports.ts';
import type { Authorization } from './authorization.ts';
import { findAuthorization, type Outcome } from './store.ts';

type Answered = Pick<Outcome, 'responseCode' | 'authorizationCode' | 'answerData'>;

export function answerOf(message: Message, outcome: Answered): Message {
  const { responseCode, authorizationCode, answerData } = outcome;
  const additionalData = passedBack(answerData);
  return buildAnswer(message, {
    responseCode,
    ...(authorizationCode !== undefined && { authorizationCode }),
    ...(additionalData && { additionalData }),
  });
}

const tagsBack = [additionalDataTags.cvcResult, additionalDataTags.issuerTraceId];

/** Of the issuer's answer only what is meant for the gateway. */
export function passedBack(answerData: string | undefined): AdditionalData | undefined {
  const decoded = decodeAdditionalData(answerData ?? '');
  if (!decoded.ok) return undefined;
  const back: Record<string, string> = {};
  for (const tag of tagsBack) {
    const value = decoded.value[tag];
    if (value !== undefined) back[tag] = value;
  }
  return Object.keys(back).length === 0 ? undefined : back;
}

/** The same request once more gets the same answer; another one under its name gets 94. */
export async function answerAgain(
  ports: Ports,
  message: Message,
  request: Pick<Authorization, 'mid' | 'rrn' | 'stan' | 'amount'>,
): Promise<Message | undefined> {
  const known = await findAuthorization(ports.db, request);
  assert(known, `authorization ${request.rrn} conflicts and is not there`);
  if (known.state === 'never_arrived') return buildAnswer(message, { responseCode: '12' });
  const isSame =
    known.stan === request.stan &&
    known.amount.minor === request.amount.minor &&
    known.amount.currency === request.amount.currency;
  if (!isSame) return buildAnswer(message, { responseCode: '94' });
  if (known.state === 'sent') return undefined;
  if (known.state === 'reversed') return buildAnswer(message, { responseCode: '12' });
  return answerOf(message, {
    responseCode: known.responseCode ?? '91',
    ...(known.authorizationCode !== null && { authorizationCode: known.authorizationCode }),
    ...(known.answerData !== null && { answerData: known.answerData }),
  });
}
