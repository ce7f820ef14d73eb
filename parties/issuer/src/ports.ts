// What every capability of the bank works with. wire.ts puts it together.

import type { Envelope } from '@kassa/crypto';
import type { Database } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import type { Log } from '@kassa/log';
import type { Currency } from '@kassa/money';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';

export type Bank = {
  /** The shard of the bank's own book: one constant. */
  readonly book: string;
  readonly name: string;
  /** Who we are in clearing files. */
  readonly institutionId: string;
  /** ISO 3166 alpha-2 and numeric of the country whose shops are domestic. */
  readonly country: string;
  readonly countryNumeric: string;
  /** IANA zone in which a cardholder's day begins. */
  readonly zone: string;
  readonly currency: Currency;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly makeId: IdMaker;
  readonly keys: Keys;
};

/** All of them live in files outside the database. */
export type Keys = {
  /** Seals card numbers and messages that wait. */
  readonly envelope: Envelope;
  /** Finds a card by its number. */
  readonly panHash: Secret<Buffer>;
  /** Card verification codes. */
  readonly cvc: Secret<Buffer>;
  /** CAVV, one-time codes and tickets of the ACS. */
  readonly acs: Secret<Buffer>;
  /** Session tokens of the net-bank. */
  readonly session: Secret<Buffer>;
};
