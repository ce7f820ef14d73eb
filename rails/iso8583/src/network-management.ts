// 0800 and 0810: sign-on, sign-off and echo of a connection (field 70). See also sign-on.ts.

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

export function buildSignOff(details: NetworkManagementDetails): Message {
  return buildNetworkRequest(networkManagementCodes.signOff, details);
}

export function buildEcho(details: NetworkManagementDetails): Message {
  return buildNetworkRequest(networkManagementCodes.echo, details);
}

/** 0810; `00` unless the request could not be honoured. */
export function buildNetworkAnswer(request: Message, responseCode = '00'): Message {
  return buildAnswer(request, { responseCode });
}

/** 0800 with any code in field 70. */
export function buildNetworkRequest(code: string, details: NetworkManagementDetails): Message {
  const fields: Record<number, string> = {
    7: encodeTransmissionTime(details.atMs),
    11: details.stan,
    70: code,
  };
  if (details.institutionId !== undefined) fields[32] = details.institutionId;
  return { mti: '0800', fields };
}
