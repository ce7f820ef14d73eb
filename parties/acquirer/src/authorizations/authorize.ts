// The gateway asks, the network answers. What is under way is written down before it leaves, and
// its outcome before the gateway hears of it; the network call is between the two commits.

import { unit } from '@kassa/database';
import {
  buildAnswer,
  incrementedIn,
  isIncrement,
  type Message,
  type ResponseCode,
} from '@kassa/iso8583';
import { assert, err, ok, type Result } from '@kassa/result';
import { lineName, toNetwork, upstreamName, withoutProof } from '../network-line/to-network.ts';
import type { Ports } from '../ports.ts';
import { ownReversal } from '../reversals/own-reversal.ts';
import { answerAgain, answerOf } from './answer.ts';
import type { Authorization, AuthorizationKey } from './authorization.ts';
import { decideAuthorization, decideIncrement, refusalCodes } from './decide.ts';
import { type AuthorizationRequest, readRequest } from './request.ts';
import {
  findAuthorization,
  type Outcome,
  recordOutcome,
  recordRaised,
  recordSent,
} from './store.ts';

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
  const grown = await findGrown(ports, message, request.value);
  if (!grown.ok) return refuse(grown.error);
  const original = grown.value;
  const name = lineName(ports.network.nextStan(), receivedAtMs);
  const names = { name, original: original && upstreamName(original) };
  const upstream = toNetwork(message, decided.value, ports.bank, names);
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
      incrementOf: original?.rrn ?? null,
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
  const asked: Asked = { key: { mid, rrn }, minor: amount.minor, upstream, original };
  const outcome = await close(ports, asked, outcomeOf(answer));
  // A reversal of the gateway came in between; it has been sent on, and nobody waits here.
  return outcome ? answerOf(message, outcome) : refuse('12');
}

/** What an incremental authorization grows; undefined for any other. */
async function findGrown(
  ports: Ports,
  message: Message,
  { mid, amount, pan }: AuthorizationRequest,
): Promise<Result<Authorization | undefined, ResponseCode>> {
  if (!isIncrement(message)) return ok(undefined);
  const incremented = incrementedIn(message);
  if (!incremented) return err('30');
  const original = await findAuthorization(ports.db, { mid, rrn: incremented.rrn });
  const cardFingerprint = ports.cards.fingerprint(pan);
  const facts = { amount, cardFingerprint, nowMs: ports.clock.nowMs() };
  const decided = decideIncrement(facts, original);
  return decided.ok ? ok(original) : err(refusalCodes[decided.error]);
}

type Asked = {
  readonly key: AuthorizationKey;
  readonly minor: bigint;
  readonly upstream: Message;
  readonly original: Authorization | undefined;
};

const nobodyKnows: Outcome = { state: 'unknown', responseCode: '91' };

/** The second commit, and what it says; undefined if the gateway has taken the request back. */
async function close(
  ports: Ports & { readonly wakeReversals: () => void },
  asked: Asked,
  outcome: Outcome,
): Promise<Outcome | undefined> {
  const { key, minor, upstream, original } = asked;
  const atMs = ports.clock.nowMs();
  const isUnknown = outcome.state === 'unknown';
  const isRaise = original !== undefined && outcome.state === 'approved';
  const closed = await ports.db.commit(
    unit(
      recordOutcome(key, outcome, atMs),
      isUnknown ? ownReversal(ports, key, upstream, 'no_answer', atMs) : {},
      isRaise ? recordRaised(original, minor) : {},
    ),
  );
  if (isUnknown) ports.wakeReversals();
  if (closed.ok) return outcome;
  // The original is not there any more to be captured for more: the increment is undone.
  const isLate = closed.error.code === 'guard' && closed.error.guard === 'original_open';
  return isLate ? close(ports, asked, nobodyKnows) : undefined;
}

export function requestContext(mid: string, rrn: string): string {
  return `authorization ${mid} ${rrn}`;
}

function outcomeOf(answer: Awaited<ReturnType<Ports['network']['exchange']>>): Outcome {
  if (!answer.ok) {
    return answer.error.code === 'not_sent'
      ? { state: 'not_sent', responseCode: '91' }
      : nobodyKnows;
  }
  const { 38: authorizationCode, 39: responseCode, 48: answerData } = answer.value.fields;
  // An answer without its code says nothing.
  if (responseCode === undefined) return nobodyKnows;
  const data = answerData === undefined ? {} : { answerData };
  if (responseCode !== '00') return { state: 'declined', responseCode, ...data };
  if (authorizationCode === undefined) return nobodyKnows;
  return { state: 'approved', responseCode, authorizationCode, ...data };
}
