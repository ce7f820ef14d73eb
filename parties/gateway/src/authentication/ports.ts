// What the 3-D Secure server needs of the other rooms.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { AccountId, IdMaker } from '../ids.ts';
import type { Continuing } from '../payments/continue-confirm.ts';
import type { PaymentRefusal } from '../payments/errors.ts';
import type { PaymentView } from '../payments/ports.ts';
import type { CardFor } from '../vault/ports.ts';
import type { ThreeDsServer } from './to-areq.ts';

export type AuthenticationMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly makeId: IdMaker;
  readonly makeUuid: () => string;
  readonly http: HttpClient;
  readonly cardFor: CardFor;
  readonly envelope: Envelope;
  /** The directory server's base address. */
  readonly dsUrl: string;
  /** What we show to the directory server, and it to us. */
  readonly dsKey: Secret<string>;
  readonly timeoutMs: number;

  readonly server: ThreeDsServer;
};

/** What the rooms that receive messages need besides. */
export type ContinuationMeans = AuthenticationMeans & {
  readonly continueConfirm: (
    continuing: Continuing,
  ) => Promise<Result<PaymentView, PaymentRefusal>>;
  readonly loadPayment: (
    accountId: AccountId,
    intentId: string,
  ) => Promise<PaymentView | undefined>;
  readonly results: ResultBoard;
};

/** Tells a waiting return that its result has come, within this process. */
export type ResultBoard = {
  post(serverTransId: string): void;
  /** Resolves when posted, or after the time. */
  wait(serverTransId: string, timeoutMs: number): Promise<void>;
};

export function openResultBoard(): ResultBoard {
  const waiting = new Map<string, Set<() => void>>();
  return {
    post(serverTransId) {
      for (const wake of waiting.get(serverTransId) ?? []) wake();
    },
    wait: (serverTransId, timeoutMs) =>
      new Promise((resolve) => {
        const wakers = waiting.get(serverTransId) ?? new Set();
        const wake = () => {
          clearTimeout(timer);
          wakers.delete(wake);
          if (wakers.size === 0) waiting.delete(serverTransId);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        wakers.add(wake);
        waiting.set(serverTransId, wakers);
      }),
  };
}
