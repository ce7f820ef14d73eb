// What the capabilities of the clearing house need from outside them.

import type { Database } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import type { Log } from '@kassa/log';
import type { Calendar, Clock } from '@kassa/time';
import type { Directory } from './members/directory.ts';

export type Ports = {
  readonly db: Database;
  readonly clock: Clock;
  readonly makeId: IdMaker;
  readonly log: Log;
  readonly members: Directory;
  readonly day: BankingDay;
  /** Who we are in ACH files. */
  readonly ach: { readonly routingNumber: string; readonly name: string };
  /** Tells the deliverer that rows were written. */
  readonly wakeDeliveries: () => void;
  /** Money has come to a member: what waits for money is tried. */
  readonly tryWaiting: () => Promise<void>;
};

/** When this clearing house settles, by the wall clock of its zone. */
export type BankingDay = {
  readonly zone: string;
  readonly calendar: Calendar;
  readonly settleAt: string;
  /** When what is still queued is rejected. */
  readonly rtgsClosesAt: string;
};
