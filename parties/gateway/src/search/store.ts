// The index in the database. Every question is cut out by account and kind, and answered by an
// index: never by reading the table.

import { column, type Database, type Queries, type RawRow, type Unit } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import type { Condition, Range } from './condition.ts';
import { documentOf } from './document.ts';
import type { FieldsOf, SearchKind } from './fields.ts';
import type { Joiner } from './query.ts';

/** Which object; `createdAtMs` never changes. */
export type Indexed<Kind extends SearchKind = SearchKind> = {
  readonly accountId: AccountId;
  readonly kind: Kind;
  readonly id: string;
  readonly createdAtMs: number;
};

/** For the commit of the object's change, whether it is new or not. */
export function indexDocument<Kind extends SearchKind>(
  object: Indexed<Kind> & { readonly fields: FieldsOf<Kind> },
): Unit {
  const { terms, amount, texts } = documentOf(object.kind, object.fields);
  const document = { ...keyOf(object), terms, amount, texts };
  return { calls: [{ fn: 'search_index', arg: [document] }] };
}

/** Kinds without texts: all that is known of them is in their terms. */
type Changeable = 'charge' | 'payment_intent';

/**
 * For those who know some fields only, as they were and as they are: nothing if they are the same,
 * and the fields they do not name stay. The document must be there.
 */
export function changeDocument<Kind extends Changeable>(
  object: Indexed<Kind> & {
    readonly before: Partial<FieldsOf<Kind>>;
    readonly after: Partial<FieldsOf<Kind>>;
  },
): Unit {
  const before = documentOf(object.kind, object.before);
  const { terms, amount } = documentOf(object.kind, object.after);
  const gone = before.terms.filter((term) => !terms.includes(term));
  const come = terms.filter((term) => !before.terms.includes(term));
  const isSame = gone.length === 0 && come.length === 0 && amount === before.amount;
  if (isSame) return {};
  return { calls: [{ fn: 'search_change', arg: [{ ...keyOf(object), gone, come, amount }] }] };
}

/** For the commit that ends the object. */
export function forgetDocument(object: Indexed): Unit {
  return { calls: [{ fn: 'search_forget', arg: [keyOf(object)] }] };
}

const keyOf = ({ accountId, kind, id, createdAtMs }: Indexed) => ({
  account_id: accountId,
  kind,
  created_at: createdAtMs,
  object_id: id,
});

/**
 * New terms wait in a list until there are some megabytes of them, and the commit that fills it
 * brings them all into the tree: a tenth of a second that one payment would pay for all. So the
 * gateway does it by itself, before the list is long.
 */
export async function gatherTerms(db: Database): Promise<void> {
  await db.exec("select gin_clean_pending_list('search_document_terms')");
}

/** True too for a merchant without payments. */
export async function isOldestIndexed(db: Database, accountId: AccountId): Promise<boolean> {
  const text = `
    select d.object_id is not null as is_indexed
    from (
      select account_id, id, created_at from payment_intent
      where account_id = $1 and not is_behind_charge order by id limit 1
    ) i
    left join search_document d
      on d.account_id = i.account_id and d.kind = 'payment_intent'
      and d.created_at = i.created_at and d.object_id = i.id`;
  const read = (row: RawRow) => column.bool(row, 'is_indexed');
  return (await db.one({ text, values: [accountId] }, read)) ?? true;
}

export type Place = { readonly createdAtMs: number; readonly id: string };

export type Wanted = {
  readonly accountId: AccountId;
  readonly kind: SearchKind;
  readonly joined: Joiner;
  readonly conditions: readonly Condition[];
};

export type WantedPage = Wanted & {
  readonly limit: number;
  /** The last of the page before. */
  readonly after: Place | null;
};

/** Newest first. */
export async function findPlaces(db: Database, wanted: WantedPage): Promise<Place[]> {
  return withoutScans(db, (tx) =>
    tx.query(placesStatement(wanted), (row) => ({
      createdAtMs: column.integer(row, 'created_at'),
      id: column.text(row, 'object_id'),
    })),
  );
}

/** How many there are; counting ends at `max`. */
export async function countDocuments(db: Database, wanted: Wanted, max: number): Promise<number> {
  const draft = draftOf(wanted);
  const text = `
    select count(*) as number
    from (select 1 from search_document d where ${draft.where} limit ${draft.parameter(max)}) t`;
  const [number = 0] = await withoutScans(db, (tx) =>
    tx.query({ text, values: draft.values }, (row) => column.integer(row, 'number')),
  );
  return number;
}

/**
 * A merchant that owns most of the table would be read by a scan of it if a rare thing is asked
 * for in a way that no term cuts; by the merchant's own part of an index it costs the same.
 */
export function withoutScans<T>(db: Database, work: (tx: Queries) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.exec('set local enable_seqscan = off');
    return work(tx);
  });
}

export function placesStatement(wanted: WantedPage) {
  const { after, limit } = wanted;
  const draft = draftOf(wanted);
  const isAfter =
    after === null
      ? ''
      : `and (d.created_at, d.object_id)
        < (${draft.parameter(after.createdAtMs)}::bigint, ${draft.parameter(after.id)}::text)`;
  const text = `
    select d.created_at, d.object_id
    from search_document d
    where ${draft.where} ${isAfter}
    order by d.created_at desc, d.object_id desc
    limit ${draft.parameter(limit)}`;
  return { text, values: draft.values };
}

/** Unnamed statements are planned with their values: how rare a term is decides the way. */
function draftOf({ accountId, kind, joined, conditions }: Wanted) {
  const values: unknown[] = [accountId, kind];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const clauses = conditions.map((condition) => {
    const holds = sqlOf(condition, parameter);
    return condition.isNegated ? `not (${holds})` : `(${holds})`;
  });
  const where = `d.account_id = $1 and d.kind = $2 and (${clauses.join(` ${joined} `)})`;
  return { where, values, parameter };
}

function sqlOf(condition: Condition, parameter: (value: unknown) => string): string {
  switch (condition.kind) {
    case 'never':
      return 'false';
    case 'range':
      return rangeSql(`d.${condition.column}`, condition.range, parameter);
    case 'terms': {
      const terms = condition.terms.map((term) => `search_term($1, $2, ${parameter(term)})`);
      const stands = `d.terms @> array[${terms.join(', ')}]`;
      if (condition.within === null) return stands;
      const { key, text } = condition.within;
      const inside = `d.texts ->> ${parameter(key)}`;
      return `${stands} and strpos(coalesce(${inside}, ''), ${parameter(text)}) > 0`;
    }
  }
}

function rangeSql(name: string, { from, to }: Range, parameter: (value: unknown) => string) {
  const ends = [
    ...(from === null ? [] : [`${name} >= ${parameter(from)}::bigint`]),
    ...(to === null ? [] : [`${name} <= ${parameter(to)}::bigint`]),
  ];
  return ends.join(' and ');
}
