// What passes between the 3-D Secure server, the directory server and the browser, put into the wire
// log. Only the elements of a list are kept: the rest is about the cardholder and their browser.

import { maskPan, maskPansIn } from '@kassa/secret';
import type { Watching } from './watch-iso8583.ts';
import type { WireMessage, WireSubject } from './wire-message.ts';

export type ThreeDsPassage = {
  readonly direction: WireMessage['direction'];
  readonly peer: 'directory-server' | 'browser';
  readonly type: 'AReq' | 'ARes' | 'CReq' | 'RReq' | 'RRes' | 'Erro';
  readonly about: WireSubject;
  readonly message?: object;
  readonly latencyMs?: number;
  readonly failure?: string;
};

export type WatchThreeDs = (passage: ThreeDsPassage) => void;

const keptElements = [
  'messageVersion',
  'threeDSServerTransID',
  'dsTransID',
  'acsTransID',
  'acctNumber',
  'deviceChannel',
  'messageCategory',
  'purchaseAmount',
  'purchaseCurrency',
  'purchaseExponent',
  'merchantName',
  'mcc',
  'acquirerBIN',
  'acquirerMerchantID',
  'threeDSRequestorAuthenticationInd',
  'threeDSRequestorChallengeInd',
  'threeRIInd',
  'transStatus',
  'transStatusReason',
  'eci',
  'acsChallengeMandated',
  'authenticationType',
  'authenticationMethod',
  'interactionCounter',
  'challengeCancel',
  'resultsStatus',
  'errorCode',
  'errorComponent',
  'errorDescription',
];

export function watchThreeDs({ wireLog, clock, makeId }: Watching): WatchThreeDs {
  return ({ direction, peer, type, about, message = {}, latencyMs, failure }) => {
    const fields = keptOf(message);
    wireLog.add({
      ...{ id: makeId('wm'), atMs: clock.nowMs(), protocol: '3ds', direction, peer, type, about },
      ...{ stan: null, rrn: null, isLate: false, fields },
      responseCode: fields['transStatus'] ?? null,
      latencyMs: latencyMs === undefined ? null : Math.round(latencyMs),
      failure: failure ?? null,
    });
  };
}

function keptOf(message: object): Record<string, string> {
  const all = new Map<string, unknown>(Object.entries(message));
  return Object.fromEntries(
    keptElements.flatMap((name) => {
      const value = all.get(name);
      if (typeof value !== 'string') return [];
      const text = name === 'acctNumber' ? maskPan(value) : maskPansIn(value.slice(0, 200));
      return [[name, text]];
    }),
  );
}
