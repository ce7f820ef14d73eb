// What the 3-D Secure server needs of the other rooms.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Money } from '@kassa/money';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { Proof } from '../connectors/connector.ts';
import type { AccountId, AuthenticationId, IdMaker, PaymentMethodId, SubjectId } from '../ids.ts';
import type { PaymentProblem } from '../payments/problem.ts';
import type { CardFor } from '../vault/ports.ts';
import type { WatchThreeDs } from '../wire-log/watch-three-ds.ts';
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
  /** Told of every message, for the log of the wire. */
  readonly watch: WatchThreeDs;
};

/** What the rooms that receive messages need besides. */
export type ContinuationMeans = AuthenticationMeans & {
  /** The room of what the card is authenticated for. */
  readonly subjects: (id: SubjectId) => SubjectRoom;
  readonly results: ResultBoard;
};

/** Payments and setups, as far as authentication has to know them. */
export type SubjectRoom = {
  load(accountId: AccountId, id: SubjectId): Promise<Subject | undefined>;
  /** After the result: what the subject is then. It happens once, whoever asks. */
  goOn(continuing: Continuing): Promise<Subject | undefined>;
};

export type Subject = {
  /** The challenge that it waits for, if it does. */
  readonly awaited: AuthenticationId | null;
  readonly paymentMethod: PaymentMethodId | null;
  /** Shown on the way to the bank; null where a card is only kept. */
  readonly amount: Money | null;
  /** Where the buyer goes from here; null: the merchant has not said. */
  readonly returnUrl: string | null;
  /** How far it has come, for the page of those who go nowhere. */
  readonly progress: 'done' | 'open' | 'under_way';
};

export type Continuing = {
  readonly accountId: AccountId;
  readonly id: SubjectId;
  readonly authenticationId: AuthenticationId;
  readonly result:
    | { readonly kind: 'proceed'; readonly proof: Proof }
    | { readonly kind: 'failed'; readonly problem: PaymentProblem };
};

/** Tells a waiting return that its result has come, to whichever process. */
export type ResultBoard = {
  post(serverTransId: string): void;
  /** Resolves when posted, or after the time. */
  wait(serverTransId: string, timeoutMs: number): Promise<void>;
};

type Others = {
  on(topic: 'result', heard: (serverTransId: string) => void): void;
  tell(topic: 'result', serverTransId: string): void;
};

export function openResultBoard(others: Others): ResultBoard {
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (serverTransId: string) => {
    for (const wake of waiting.get(serverTransId) ?? []) wake();
  };
  others.on('result', wakeAll);
  return {
    post(serverTransId) {
      wakeAll(serverTransId);
      others.tell('result', serverTransId);
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
