// A record: what a merchant keeps with us and what has no life of its own. It is made, changed,
// deleted; nothing else ever happens to it. What moves money or has states is no record.

import type { Unit } from '@kassa/database';
import type { AccountId } from '../ids.ts';

export type RecordOf<Data> = {
  readonly accountId: AccountId;
  readonly id: string;
  /** Whose it is within the account: the customer of a tax id. */
  readonly parent: string | null;
  /** A change names the version it was made from, so that of two writers one wins. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly deletedAtMs: number | null;
  readonly data: Data;
};

/** One kind of record: how its data are read back, and what they can be found by. */
export type RecordKind<Data extends object> = {
  readonly kind: string;
  /** Of the ids we make; merchants may give some kinds an id of their own. */
  readonly prefix: string;
  /** Stored JSON, checked by a schema. */
  readonly read: (json: unknown) => Data;
  /** What lists may be narrowed by: a customer's e-mail. */
  readonly lookup?: (data: Data) => string | null;
  /** What only one record of the kind may have at a time. */
  readonly unique?: (data: Data) => string | null;
  /** For kinds that can be searched: goes with every change, so that none is forgotten. */
  readonly index?: (record: RecordOf<Data>) => Unit;
};

export type NewRecordOf<Data> = Omit<RecordOf<Data>, 'version' | 'deletedAtMs'>;

export function madeRecord<Data>(made: NewRecordOf<Data>): RecordOf<Data> {
  return { ...made, version: 1, deletedAtMs: null };
}
