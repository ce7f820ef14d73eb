// The usual five operations on a kind of record: create, retrieve, update, list, delete, each with
// its event. A family of resources says what it takes and shows; everything else is here once.

import type { Unit } from '@kassa/database';
import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Cause } from '../../payments/ports.ts';
import {
  type Along,
  changeRecord,
  makeRecord,
  type RecordRefusal,
} from '../../records/change-record.ts';
import { madeRecord, type RecordKind, type RecordOf } from '../../records/record.ts';
import { listRecords, loadRecord, loadRecords, type RecordFilter } from '../../records/store.ts';
import type { EventType } from '../../webhooks/event-types.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import type { Json, Resource } from '../to-stripe/shape.ts';
import { type Answer, type ApiError, busy, invalid, keyInUse, missing } from './api-error.ts';
import { addEndpoint, type Call } from './kernel.ts';
import { listAnswer, type PageInput, pageOf } from './lists.ts';
import { type CreatedInput, createdRange, expansion } from './parameters.ts';
import { changedFrom } from './previous-attributes.ts';
import type { Reader } from './resources.ts';

/** What all five share. */
export type RecordResource<Data extends object> = {
  readonly kind: RecordKind<Data>;
  /** `product`: the `object` of the answer, and its word in "No such product". */
  readonly object: string;
  /** `products`, as the official client names it. */
  readonly name: string;
  /** For a part of another resource: `BalanceTransaction` of `customers.listBalanceTransactions`. */
  readonly part?: string;
  /** `/v1/products`; for what belongs to another record, with its `:parent` in it. */
  readonly url: string;
  /** The param that names the id in errors; `id` when left out. */
  readonly param?: string;
  readonly show: (record: RecordOf<Data>) => Resource & { readonly id: string };
  /** Types of event; what is left out is told to nobody. */
  readonly events?: Partial<Record<'created' | 'updated' | 'deleted', EventType>>;
  /** What else the commit of a change does: a search document. */
  readonly along?: Along<Data>;
  /** For a record of another record: is that one there? */
  readonly parent?: (call: Call<unknown>) => Promise<Result<string, ApiError>>;
};

export type Made<Data> = {
  readonly data: Data;
  readonly id?: string;
  readonly parent?: string;
  /** What else the commit does: an own-made card becomes the customer's. */
  readonly also?: (record: RecordOf<Data>) => Unit;
};

export type Change<Data> = { readonly data: Data; readonly also?: Unit };

export function addRetrieve<Data extends object>(api: Api, of: RecordResource<Data>): void {
  addEndpoint(api, {
    name: nameOf(of, 'retrieve'),
    method: 'GET',
    url: `${of.url}/:id`,
    summary: `One ${of.object}; of a deleted one, that it is deleted.`,
    answers: of.object,
    input: z.strictObject(expansion),
    run: async (call) => {
      const record = await find(api, of, call);
      return record.ok ? ok({ status: 200, body: shown(of, record.value) }) : record;
    },
  });
}

export function addCreate<Data extends object, Schema extends z.ZodType>(
  api: Api,
  of: RecordResource<Data>,
  create: {
    readonly input: Schema;
    readonly make: (
      call: Call<z.output<Schema>>,
    ) => Promise<Result<Made<Data>, ApiError>> | Result<Made<Data>, ApiError>;
  },
): void {
  const { db, clock, makeId } = api.means;
  addEndpoint(api, {
    name: nameOf(of, 'create'),
    method: 'POST',
    url: of.url,
    summary: `Makes a ${of.object}.`,
    answers: of.object,
    input: create.input,
    run: async (call) => {
      const parent = await parentOf(of, call);
      if (!parent.ok) return parent;
      const made = await create.make(call);
      if (!made.ok) return made;
      const record = madeRecord({
        accountId: call.accountId,
        id: made.value.id ?? makeId(of.kind.prefix),
        parent: made.value.parent ?? parent.value,
        createdAtMs: clock.nowMs(),
        data: made.value.data,
      });
      const along = alongOf(api, of, call);
      const { also } = made.value;
      const done = await makeRecord(db, of.kind, {
        record,
        along: (after, before) => unit(along(after, before), also?.(record) ?? {}),
      });
      return answer(of, done);
    },
  });
}

export function addUpdate<Data extends object, Schema extends z.ZodType>(
  api: Api,
  of: RecordResource<Data>,
  update: {
    readonly input: Schema;
    /** Made anew when another writer came first. */
    readonly change: (
      before: RecordOf<Data>,
      call: Call<z.output<Schema>>,
    ) => Promise<Result<Change<Data>, ApiError>> | Result<Change<Data>, ApiError>;
  },
): void {
  addEndpoint(api, {
    name: nameOf(of, 'update'),
    method: 'POST',
    url: `${of.url}/:id`,
    summary: `Changes a ${of.object}; what is not given stays.`,
    answers: of.object,
    input: update.input,
    run: async (call) => {
      const parent = await parentOf(of, call);
      if (!parent.ok) return parent;
      const { accountId, id } = call;
      const done = await changeRecord(api.means.db, of.kind, {
        accountId,
        id,
        change: async (before) => {
          if (isForeign(before, parent.value)) return err(unknown(of, id));
          const changed = await update.change(before, call);
          if (!changed.ok) return changed;
          const { data, also = {} } = changed.value;
          return ok({ record: { ...before, data }, also });
        },
        along: alongOf(api, of, call),
      });
      return answer(of, done);
    },
  });
}

export function addDelete<Data extends object>(
  api: Api,
  of: RecordResource<Data>,
  /** Why it must stay: a product that has prices. */
  keep?: (record: RecordOf<Data>) => Promise<ApiError | undefined>,
): void {
  const { db, clock } = api.means;
  addEndpoint(api, {
    name: nameOf(of, 'del'),
    method: 'DELETE',
    url: `${of.url}/:id`,
    summary: `Deletes a ${of.object}. It cannot be undone.`,
    answers: `deleted ${of.object}`,
    input: z.strictObject(expansion),
    run: async (call) => {
      const parent = await parentOf(of, call);
      if (!parent.ok) return parent;
      const { accountId, id } = call;
      const done = await changeRecord(db, of.kind, {
        accountId,
        id,
        change: async (before) => {
          if (isForeign(before, parent.value)) return err(unknown(of, id));
          const kept = await keep?.(before);
          if (kept !== undefined) return err(kept);
          return ok({ record: { ...before, deletedAtMs: clock.nowMs() } });
        },
        along: alongOf(api, of, call),
      });
      return answer(of, done);
    },
  });
}

/** What every list may be asked: `z.strictObject({ ...page, ...created, … })`. */
type ListInput = PageInput & { readonly created?: CreatedInput | undefined };

export function addList<Data extends object, Schema extends z.ZodType<ListInput>>(
  api: Api,
  of: RecordResource<Data>,
  list: {
    readonly input: Schema;
    readonly filter: (input: z.output<Schema>) => Partial<RecordFilter>;
  },
): void {
  addEndpoint(api, {
    name: nameOf(of, 'list'),
    method: 'GET',
    url: of.url,
    summary: 'All of them, newest first.',
    answers: `list of ${of.object}`,
    input: list.input,
    run: async (call) => {
      const parent = await parentOf(of, call);
      if (!parent.ok) return parent;
      const { accountId, ids, input } = call;
      const found = await listRecords(api.means.db, of.kind, accountId, {
        ...pageOf(input),
        ...createdRange(input.created),
        ...(parent.value === null ? {} : { parent: parent.value }),
        ...list.filter(input),
      });
      const url = of.url.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
      return ok(listAnswer(url, input, found.map(of.show)));
    },
  });
}

/** Makes the kind known to `expand`; the reader serves its search too. */
export function addRecordReader<Data extends object>(
  { resources, means }: Api,
  of: RecordResource<Data>,
  fields: readonly string[] = [],
): Reader {
  const read: Reader = async (accountId, ids) => {
    const records = await loadRecords(means.db, of.kind, accountId, ids);
    return new Map<string, Json>(records.map((record) => [record.id, shown(of, record)]));
  };
  resources.addReader(of.kind.prefix, read, fields);
  return read;
}

type Of<Data extends object> = RecordResource<Data>;

type Verb = 'create' | 'retrieve' | 'update' | 'list' | 'del';

/** As the official client says it: `products.list`, `customers.listTaxIds`, `customers.deleteTaxId`. */
function nameOf({ name, part }: { readonly name: string; readonly part?: string }, verb: Verb) {
  if (part === undefined) return `${name}.${verb}`;
  if (verb === 'list') return `${name}.list${part}s`;
  return `${name}.${verb === 'del' ? 'delete' : verb}${part}`;
}

/** The record of the address; of another's parent it is as unknown as one that never was. */
async function find<Data extends object>(
  api: Api,
  of: Of<Data>,
  call: Call<unknown>,
): Promise<Result<RecordOf<Data>, ApiError>> {
  const parent = await parentOf(of, call);
  if (!parent.ok) return parent;
  const record = await loadRecord(api.means.db, of.kind, call.accountId, call.id);
  if (record === undefined || isForeign(record, parent.value)) return err(unknown(of, call.id));
  return ok(record);
}

async function parentOf<Data extends object>(
  of: Of<Data>,
  call: Call<unknown>,
): Promise<Result<string | null, ApiError>> {
  return of.parent === undefined ? ok(null) : of.parent(call);
}

const isForeign = (record: RecordOf<object>, parent: string | null) =>
  parent !== null && record.parent !== parent;

const unknown = (of: { readonly object: string; readonly param?: string }, id: string) =>
  missing(of.object, id, of.param);

/** A deleted object shows nothing but that it is. */
function shown<Data extends object>(of: Of<Data>, record: RecordOf<Data>): Json {
  if (record.deletedAtMs === null) return of.show(record);
  return { id: record.id, object: of.object, deleted: true };
}

/** What the commit of a change tells, and the caller's idempotency record. */
function alongOf<Data extends object>(
  api: Api,
  of: Of<Data>,
  { once, cause }: Pick<Call<unknown>, 'once' | 'cause'>,
): Along<Data> {
  return (after, before) =>
    unit(
      tellRecord(api, of, { after, before, cause }),
      once<RecordOf<Data>>((record) => ({ status: 200, body: shown(of, record) })).settle(
        after,
        after.id,
      ),
    );
}

type Changed<Data> = {
  readonly after: RecordOf<Data>;
  readonly before: RecordOf<Data> | null;
  readonly cause: Cause;
};

/** The event of an update that another route makes than the usual ones. */
export function updatedEvent<Data extends object>(
  api: Api,
  changed: Changed<Data>,
  { type, show }: { readonly type: EventType; readonly show: Of<Data>['show'] },
): Unit {
  return eventOf(api, { show, events: { updated: type } }, changed);
}

/** The event of a change, and whatever else the kind brings along. */
export function tellRecord<Data extends object>(
  api: Api,
  of: RecordResource<Data>,
  changed: Changed<Data>,
): Unit {
  const { after, before } = changed;
  return unit(eventOf(api, of, changed), of.along?.(after, before) ?? {});
}

function eventOf<Data extends object>(
  { means }: Api,
  of: Pick<Of<Data>, 'show' | 'events'>,
  { after, before, cause }: Changed<Data>,
): Unit {
  const isDeleted = after.deletedAtMs !== null;
  const what = before === null ? 'created' : isDeleted ? 'deleted' : 'updated';
  const type = of.events?.[what];
  if (type === undefined) return {};
  const object = of.show(after);
  const previous =
    what === 'updated' && before !== null ? changedFrom(of.show(before), object) : {};
  const about = { accountId: after.accountId, objectId: after.id, cause };
  const atMs = means.clock.nowMs();
  return recordEvents(means.recording, [
    { ...about, type, object, atMs, ...(what === 'updated' ? { previous } : {}) },
  ]);
}

function answer<Data extends object>(
  of: Of<Data>,
  done: Result<RecordOf<Data>, ApiError | RecordRefusal>,
): Result<Answer, ApiError> {
  if (done.ok) return ok({ status: 200, body: shown(of, done.value) });
  return err(recordError(of, done.error));
}

/** What a route says of a refusal of the record room, or of its own. */
export function recordError(
  of: { readonly object: string; readonly param?: string },
  error: ApiError | RecordRefusal,
): ApiError {
  return 'status' in error ? error : refusedRecord(of, error);
}

export function refusedRecord(
  of: { readonly object: string; readonly param?: string },
  refusal: RecordRefusal,
) {
  switch (refusal.code) {
    case 'record_unknown':
      return unknown(of, refusal.id);
    case 'record_taken': {
      const message =
        refusal.what === 'id'
          ? `There is a ${of.object} with this id already. Give another id, or update that one.`
          : `Another ${of.object} has this key already. Give another, or free it there first.`;
      return invalid(message, {
        code: 'resource_already_exists',
        param: refusal.what === 'id' ? 'id' : 'lookup_key',
      });
    }
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}
