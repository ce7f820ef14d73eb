// The gateway asks what became of a request that it had no answer to. Answered from our own record; no
// money moves, and the network is not asked. What never came is refused if it still comes.

import {
  buildAnswer,
  buildInquiryAnswer,
  type InquiryAnswer,
  inquiredStan,
  type Message,
} from '@kassa/iso8583';
import { assert, unreachable } from '@kassa/result';
import type { Ports } from '../ports.ts';
import { passedBack } from './answer.ts';
import type { Authorization } from './authorization.ts';
import { readAmount, readNames } from './request.ts';
import { findAuthorization, recordNeverArrived } from './store.ts';

export async function inquire(ports: Ports, message: Message): Promise<Message> {
  const amount = readAmount(message);
  const stan = inquiredStan(message);
  if (!amount.ok) return buildAnswer(message, { responseCode: amount.error });
  if (stan === undefined) return buildAnswer(message, { responseCode: '30' });
  const { mid, rrn, tid } = readNames(message);
  const known = await findAuthorization(ports.db, { mid, rrn });
  if (known !== undefined) return answerFrom(message, known, stan);
  const about = { mid, rrn, tid, stan, amount: amount.value, atMs: ports.clock.nowMs() };
  const recorded = await ports.db.commit(recordNeverArrived(about));
  if (recorded.ok) return buildInquiryAnswer(message, { kind: 'never_arrived' });
  // It has come this very moment.
  const come = await findAuthorization(ports.db, { mid, rrn });
  assert(come, `authorization ${rrn} conflicts and is not there`);
  return answerFrom(message, come, stan);
}

function answerFrom(message: Message, known: Authorization, stan: string): Message {
  // Another request bears this name: of the one that is asked for, nothing was done.
  if (known.stan !== stan) return buildInquiryAnswer(message, { kind: 'never_arrived' });
  return buildInquiryAnswer(message, becameOf(known));
}

function becameOf(known: Authorization): InquiryAnswer {
  const { state, responseCode, authorizationCode, answerData } = known;
  switch (state) {
    case 'sent':
      return { kind: 'under_way' };
    case 'never_arrived':
      return { kind: 'never_arrived' };
    case 'reversed':
      return { kind: 'answered', responseCode: '12' };
    case 'approved':
    case 'declined':
    case 'not_sent':
    case 'unknown': {
      const additionalData = passedBack(answerData ?? undefined);
      return {
        kind: 'answered',
        responseCode: responseCode ?? '91',
        ...(authorizationCode === null ? {} : { authorizationCode }),
        ...(additionalData && { additionalData }),
      };
    }
    default:
      return unreachable(state, 'the state of an authorization');
  }
}
