// What payouts need of the other rooms.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import type { Calendar, Clock } from '@kassa/time';
import type { Desk } from '../connectors/acquirers.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';

/** When the acquirers are told, on banking days. */
export type PayoutHour = {
  readonly at: string;
  readonly zone: string;
  readonly calendar: Calendar;
};

export type PayoutMeans = RecordMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly directory: MerchantDirectory;
  readonly payoutHour: PayoutHour;
};

/** With the way to the acquirers. */
export type SendingMeans = PayoutMeans & {
  readonly log: Log;
  readonly http: HttpClient;
  readonly desks: Desk;
};
