// 0800 and 0810: sign-on, sign-off and echo of a connection (field 70).

import { buildAnswer } from './answer.ts';
import type { Message } from './message.ts';
import { encodeTransmissionTime } from './moment.ts';

export const networkManagementCodes = { signOn: '001', signOff: '002', echo: '301' } as const;

export type NetworkManagementDetails = {
  readonly stan: string;
  readonly atMs: number;
  /** The institution that signs on (field 32). */
  readonly institutionId?: string;
};

export function buildSignOn(details: NetworkManagementDetails): Message {
  return build(networkManagementCodes.signOn, details);
}

export function buildSignOff(details: NetworkManagementDetails): Message {
  return build(networkManagementCodes.signOff, details);
}

export function buildEcho(details: NetworkManagementDetails): Message {
  return build(networkManagementCodes.echo, details);
}

/** 0810; `00` unless the request could not be honoured. */
export function buildNetworkAnswer(request: Message, responseCode = '00'): Message {
  return buildAnswer(request, { responseCode });
}

function build(code: string, details: NetworkManagementDetails): Message {
  const fields: Record<number, string> = {
    7: encodeTransmissionTime(details.atMs),
    11: details.stan,
    70: code,
  };
  if (details.institutionId !== undefined) fields[32] = details.institutionId;
  return { mti: '0800', fields };
}
