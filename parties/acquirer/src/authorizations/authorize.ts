// The gateway asks, the network answers. What is under way is written down before it leaves, and
// its outcome before the gateway hears of it; the network call is between the two commits.

import { unit } from '@kassa/database';
import {
  type AdditionalData,
  additionalDataTags,
  buildAnswer,
  decodeAdditionalData,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { assert } from '@kassa/result';
import { lineName, toNetwork, withoutProof } from '../network-line/to-network.ts';
import type { Ports } from '../ports.ts';
import { ownReversal } from '../reversals/own-reversal.ts';
import type { Authorization } from './authorization.ts';
import { decideAuthorization, refusalCodes } from './decide.ts';
import { readRequest } from './request.ts';
import { findAuthorization, type Outcome, recordOutcome, recordSent } from './store.ts';

/** The answer for the gateway; none while the same request is still under way. */
export async function authorize(
  ports: Ports & { readonly wakeReversals: () => void },
  message: Message,
): Promise<Message | undefined> {
  const refuse = (responseCode: ResponseCode) => buildAnswer(message, { responseCode });
  const request = readRequest(message);
  if (!request.ok) return refuse(request.error);
  const decided = decideAuthorization(request.value, ports.contracts);
  if (!decided.ok) return refuse(refusalCodes[decided.error]);

  const { mid, rrn, tid, stan, pan, amount, eci } = request.value;
  const receivedAtMs = ports.clock.nowMs();
  const name = lineName(ports.network.nextStan(), receivedAtMs);
  const upstream = toNetwork(message, decided.value, ports.bank, name);
  const kept = JSON.stringify(withoutProof(upstream));
  const recorded = await ports.db.commit(
    recordSent({
      mid,
      rrn,
      tid,
      stan,
      amount,
      eci,
      cardFingerprint: ports.cards.fingerprint(pan),
      cardMasked: pan.masked,
      upstreamStan: name.stan,
      upstreamTransmittedAt: name.transmittedAt,
      sealedRequest: ports.cards.seal(kept, requestContext(mid, rrn)),
      receivedAtMs,
    }),
  );
  if (!recorded.ok) {
    // The gateway gave it up before it arrived: it must not reach the issuer any more.
    if (recorded.error.code === 'guard') return refuse('12');
    assert(
      recorded.error.code === 'conflict' && recorded.error.constraint === 'card_authorization_pk',
      `an authorization was refused by the database: ${JSON.stringify(recorded.error)}`,
    );
    return answerAgain(ports, message, { mid, rrn, stan, amount });
  }

  const answer = await ports.network.exchange(upstream);
  const outcome = outcomeOf(answer);
  const atMs = ports.clock.nowMs();
  const key = { mid, rrn };
  const isUnknown = outcome.state === 'unknown';
  const closed = await ports.db.commit(
    isUnknown
      ? unit(
          recordOutcome(key, outcome, atMs),
          ownReversal(ports, key, upstream, 'no_answer', atMs),
        )
      : recordOutcome(key, outcome, atMs),
  );
  if (isUnknown) ports.wakeReversals();
  // A reversal of the gateway came in between; it has been sent on, and nobody waits here.
  if (!closed.ok) return refuse('12');
  return answerOf(message, outcome);
}

export function requestContext(mid: string, rrn: string): string {
  return `authorization ${mid} ${rrn}`;
}

function outcomeOf(answer: Awaited<ReturnType<Ports['network']['exchange']>>): Outcome {
  if (!answer.ok) {
    const state = answer.error.code === 'not_sent' ? 'not_sent' : 'unknown';
    return { state, responseCode: '91' };
  }
  const { 38: authorizationCode, 39: responseCode, 48: answerData } = answer.value.fields;
  // An answer without its code says nothing.
  if (responseCode === undefined) return { state: 'unknown', responseCode: '91' };
  const data = answerData === undefined ? {} : { answerData };
  if (responseCode !== '00') return { state: 'declined', responseCode, ...data };
  if (authorizationCode === undefined) return { state: 'unknown', responseCode: '91' };
  return { state: 'approved', responseCode, authorizationCode, ...data };
}

type Answered = Pick<Outcome, 'responseCode' | 'authorizationCode' | 'answerData'>;

function answerOf(message: Message, outcome: Answered): Message {
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
async function answerAgain(
  ports: Ports,
  message: Message,
  request: Pick<Authorization, 'mid' | 'rrn' | 'stan' | 'amount'>,
): Promise<Message | undefined> {
  const known = await findAuthorization(ports.db, request);
  assert(known, `authorization ${request.rrn} conflicts and is not there`);
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
