// What the developers' pages need of the other rooms; wire.ts plugs it in.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { Log } from '@kassa/log';
import type { Theme } from '@kassa/pages';
import type { Clock } from '@kassa/time';
import type { Operation } from '../api/kernel/operation.ts';
import type { RateLimit } from '../api/kernel/rate-limit.ts';
import type { IdMaker } from '../ids.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import type { RequestLog } from '../requests/request-log.ts';
import type { DeliveryMeans } from '../webhooks/deliveries/deliver-events.ts';

export type DeveloperMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly directory: MerchantDirectory;
  readonly envelope: Envelope;
  readonly requestLog: RequestLog;
  readonly delivery: DeliveryMeans;
  readonly theme: Theme;
  /** How often one address may try to log in. */
  readonly logInLimit: RateLimit;
  readonly makeId: IdMaker;
  readonly allowPrivate: boolean;
  /** What a restricted key can be given a right to. */
  readonly operations: readonly Operation[];
  /** Where browsers reach us, maybe through a proxy that speaks https for us. */
  readonly publicUrl: string;
};
