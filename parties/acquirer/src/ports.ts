// What the capabilities of the acquirer need from outside them.

import type { Database } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import type { Message } from '@kassa/iso8583';
import type { Log } from '@kassa/log';
import type { Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { CardSafe } from './cards/card-safe.ts';
import type { Contracts } from './merchants/contract.ts';

export type Ports = {
  readonly db: Database;
  readonly clock: Clock;
  readonly makeId: IdMaker;
  readonly log: Log;
  readonly contracts: Contracts;
  readonly cards: CardSafe;
  readonly network: NetworkLine;
  readonly bank: BankFacts;
};

/** Who we are on the wires. */
export type BankFacts = {
  readonly name: string;
  /** Whose midnight ends a month. */
  readonly zone: string;
  readonly institutionId: string;
  readonly countryCode: string;
  readonly referenceBin: string;
  readonly memberCode: string;
  readonly settlementAccount: string;
};

export type NetworkLine = {
  /** The next system trace audit number of the line. */
  nextStan(): string;
  /** `not_sent` is certain; after `no_answer` nobody knows what the network did. */
  exchange(message: Message): Promise<Result<Message, { readonly code: 'not_sent' | 'no_answer' }>>;
  isConnected(): boolean;
};

/** The network's clearing: a file in, its answer out. */
export type PresentFile = (file: string) => Promise<Result<string, { readonly detail: string }>>;

/** The clearing house's credit transfers. */
export type SendTransfer = (message: string) => Promise<
  Result<
    void,
    /** `refused` is final; everything else is tried again with the same message. */
    { readonly code: 'refused' | 'not_funded' | 'no_answer'; readonly detail: string }
  >
>;
