// What the API needs of the other rooms; wire.ts plugs it in.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import type { CheckoutSession } from '../checkout/session/session.ts';
import type { AccountId, IdMaker } from '../ids.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import type { ClientSecrets } from '../payments/client-secret.ts';
import type { Cause, Once, PaymentMeans } from '../payments/ports.ts';
import type { PayoutHour } from '../payouts/ports.ts';
import type { RequestWatch } from '../requests/watch-requests.ts';
import type { SetupMeans } from '../setups/ports.ts';
import type { TestCards } from '../vault/test-cards.ts';
import type { Vault } from '../vault/vault.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';
import type { Operation } from './kernel/operation.ts';
import type { RateLimit } from './kernel/rate-limit.ts';
import type { Resources } from './kernel/resources.ts';

export type ApiMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly owner: string;
  readonly makeId: IdMaker;
  readonly publicUrl: string;
  readonly clientSecrets: ClientSecrets;
  /** Under which the inputs of idempotent requests are hashed. */
  readonly inputKey: Secret<Buffer>;
  readonly directory: MerchantDirectory;
  readonly payoutHour: PayoutHour;
  readonly vault: Vault;
  readonly testCards: TestCards;
  readonly payments: PaymentMeans;
  readonly setups: SetupMeans;
  /** For the events of what is no payment. */
  readonly recording: RecordMeans;
  readonly resources: Resources;
  /** Filled by the routes as they are added. */
  readonly operations: Operation[];
  readonly rateLimit: RateLimit;
  readonly requestWatch: RequestWatch;
  readonly webhooks: {
    readonly envelope: Envelope;
    /** May endpoints lie on this machine and its neighbours? */
    readonly allowPrivate: boolean;
  };
  readonly expireSession: ExpireSession;
  /** Keys of requests that this process is answering; bounded by its connections. */
  readonly keysRunning: Set<string>;
};

export type SessionRefusal = { readonly code: 'session_unknown' | 'session_not_open' };

export type ExpireSession = (asked: {
  readonly accountId: AccountId;
  readonly id: string;
  readonly cause: Cause;
  readonly once: Once<CheckoutSession>;
}) => Promise<Result<CheckoutSession, SessionRefusal>>;
