// What clearing needs of its surroundings.

import type { Database } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { IdMaker } from '@kassa/ids';
import type { Log } from '@kassa/log';
import type { Secret } from '@kassa/secret';
import type { Calendar } from '@kassa/time';
import type { Cover } from '../switch/cover.ts';
import type { Directory } from '../switch/decide.ts';

export type ClearingPorts = {
  readonly db: Database;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly makeId: IdMaker;
  readonly cover: Cover;
  readonly directory: Directory;
  readonly http: HttpClient;
  readonly institutionId: string;
  readonly zone: string;
  readonly calendar: Calendar;
  readonly clearingHouse: {
    readonly url: string;
    readonly key: Secret<string>;
    /** The network's own member code at the clearing house. */
    readonly settlementAccount: string;
  };
};
