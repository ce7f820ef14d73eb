// The connector to an acquirer that speaks ISO 8583: builds, sends, reads.

import { unreachable } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { AdviceEnd, Connector } from '../connector.ts';
import type { ConnectorMeans } from '../means.ts';
import { nameMessage } from '../name-message.ts';
import {
  adviceEnd,
  authorizationEnd,
  inquiryEnd,
  lateApproval,
  verificationEnd,
} from './from-iso8583.ts';
import { type LinkFailure, openLink } from './link.ts';
import {
  adviceMessage,
  authorization,
  type Institution,
  incrementMessage,
  inquiryMessage,
  verification,
} from './to-iso8583.ts';

export type Iso8583Options = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly signOnKey: Secret<string>;
  readonly institution: Institution;
  readonly timeoutMs: number;
  readonly inquiryTimeoutMs: number;
};

export type Iso8583Means = Omit<ConnectorMeans, 'db'>;

export function connectIso8583(options: Iso8583Options, means: Iso8583Means): Connector {
  const { name, institution, timeoutMs, inquiryTimeoutMs } = options;
  const { cardFor, clock, log } = means;
  const link = openLink({
    host: options.host,
    port: options.port,
    signOnKey: options.signOnKey,
    institutionId: institution.id,
    clock,
    log,
    onUp: means.onUp,
    onPassage: means.onPassage,
    onUnmatched: (message) => {
      const late = lateApproval(name, message);
      if (late !== undefined) means.onLateApproval(late);
      else log.info({ mti: message.mti, stan: message.fields[11] }, 'an answer nobody waits for');
    },
  });
  return {
    name,
    async nameMessage(merchant) {
      return nameMessage(merchant, await means.stans.next(), clock.nowMs());
    },
    async authorize(request) {
      const card = cardFor(request.card);
      if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
      const message = authorization(request, card.value, institution);
      const answer = await link.exchange(message, timeoutMs);
      return answer.ok ? authorizationEnd(answer.value) : failureEnd(answer.error);
    },
    async increment(request) {
      const card = cardFor(request.card);
      if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
      const message = incrementMessage(request, card.value, institution);
      const answer = await link.exchange(message, timeoutMs);
      return answer.ok ? authorizationEnd(answer.value) : failureEnd(answer.error);
    },
    async verify(request) {
      const card = cardFor(request.card);
      if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
      const message = verification(request, card.value, institution);
      const answer = await link.exchange(message, timeoutMs);
      return answer.ok ? verificationEnd(answer.value) : failureEnd(answer.error);
    },
    async inquire(request) {
      const message = inquiryMessage(request, institution);
      const answer = await link.exchange(message, inquiryTimeoutMs);
      return answer.ok
        ? inquiryEnd(answer.value)
        : { kind: 'unknown', why: failureEnd(answer.error).why };
    },
    async tell(advice) {
      const card = cardFor(advice.card);
      if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
      const message = adviceMessage(advice, card.value, institution);
      const answer = await link.exchange(message, timeoutMs);
      return answer.ok ? adviceEnd(answer.value) : failureEnd(answer.error);
    },
    isConnected: link.isConnected,
    close: link.close,
  };
}

function failureEnd(failure: LinkFailure): AdviceEnd & { kind: 'not_attempted' | 'unknown' } {
  switch (failure.code) {
    case 'not_sent':
      return { kind: 'not_attempted', why: failure.why };
    case 'no_answer':
      return { kind: 'unknown', why: failure.why };
    default:
      return unreachable(failure.code, 'a failure of the line');
  }
}
