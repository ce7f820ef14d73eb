// An account verification passes through: no money is asked for, so nothing is written down, and
// nothing has to be undone when no answer comes.

import { buildAnswer, type Message, type ResponseCode } from '@kassa/iso8583';
import { lineName, toNetwork } from '../network-line/to-network.ts';
import type { Ports } from '../ports.ts';
import { passedBack } from './answer.ts';
import { decideVerification, refusalCodes } from './decide.ts';
import { readRequest } from './request.ts';

export async function verify(ports: Ports, message: Message): Promise<Message> {
  const refuse = (responseCode: ResponseCode) => buildAnswer(message, { responseCode });
  const request = readRequest(message);
  if (!request.ok) return refuse(request.error);
  const decided = decideVerification(request.value, ports.contracts);
  if (!decided.ok) return refuse(refusalCodes[decided.error]);
  const name = lineName(ports.network.nextStan(), ports.clock.nowMs());
  const upstream = toNetwork(message, decided.value, ports.bank, { name });
  const answer = await ports.network.exchange(upstream);
  const responseCode = answer.ok ? answer.value.fields[39] : undefined;
  if (!answer.ok || responseCode === undefined) return refuse('91');
  const additionalData = passedBack(answer.value.fields[48]);
  return buildAnswer(message, { responseCode, ...(additionalData && { additionalData }) });
}
