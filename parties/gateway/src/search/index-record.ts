// A record in the index: written with whatever changes it, gone with its deletion.

import type { Unit } from '@kassa/database';
import type { RecordOf } from '../records/record.ts';
import type { FieldsOf, SearchKind } from './fields.ts';
import { forgetDocument, indexDocument } from './store.ts';

/** The `index` of a kind of record. */
export function indexRecord<Kind extends SearchKind, Data>(
  kind: Kind,
  fieldsOf: (data: Data) => FieldsOf<Kind>,
): (record: RecordOf<Data>) => Unit {
  return ({ accountId, id, createdAtMs, deletedAtMs, data }) => {
    if (deletedAtMs !== null) return forgetDocument({ accountId, kind, id, createdAtMs });
    return indexDocument({ accountId, kind, id, createdAtMs, fields: fieldsOf(data) });
  };
}
