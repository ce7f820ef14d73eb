// Builds the error message: names the transaction as far as the received message tells it.

import { type ErrorCode, errorDescriptions } from './error-codes.ts';
import { fits, uuid } from './format.ts';
import { type Component, isMessageType, isVersion } from './kinds.ts';
import type { Erro } from './messages.ts';

const transactionIds = ['threeDSServerTransID', 'acsTransID', 'dsTransID', 'sdkTransID'] as const;

export type ErroAbout = {
  /** The component that found the fault. */
  readonly component: Component;
  /** The message at fault; only its ids, version and type are taken over. */
  readonly received?: object;
};

/** `detail` names the elements at fault, or says what was wrong; never a value of a card. */
export function erro(code: ErrorCode, detail: string, about: ErroAbout): Erro {
  const received = new Map<string, unknown>(Object.entries(about.received ?? {}));
  const version = received.get('messageVersion');
  const type = received.get('messageType');
  return {
    messageType: 'Erro',
    messageVersion: isVersion(version) ? version : '2.2.0',
    ...idsIn(received),
    errorCode: code,
    errorComponent: about.component,
    errorDescription: errorDescriptions[code],
    errorDetail: detail.slice(0, 2048),
    ...(isMessageType(type) ? { errorMessageType: type } : {}),
  };
}

function idsIn(received: ReadonlyMap<string, unknown>) {
  const ids: { [Name in (typeof transactionIds)[number]]?: string } = {};
  for (const name of transactionIds) {
    const id = received.get(name);
    if (typeof id === 'string' && fits(uuid, id)) ids[name] = id;
  }
  return ids;
}
