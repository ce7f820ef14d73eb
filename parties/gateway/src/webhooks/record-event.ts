// An event, as a unit: it goes into the commit of what it tells about. Who is told of it is found by
// the database in that same commit.

import { type Row, type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import type { AccountId, EventId, IdMaker } from '../ids.ts';
import type { Cause } from '../payments/ports.ts';
import type { DeliveryOf } from './deliveries/delivery.ts';
import type { EventType } from './event-types.ts';

export type RecordMeans = { readonly makeId: IdMaker };

export type NewEvent = {
  /** Made here when left out. */
  readonly id?: EventId;
  readonly accountId: AccountId;
  readonly type: EventType;
  readonly objectId: string;
  /** The object as the API shows it at this moment. */
  readonly object: Value;
  /** Of what has changed, what it was before: `previous_attributes` of an update. */
  readonly previous?: Value;
  readonly cause: Cause | null;
  readonly atMs: number;
  /** Tells this endpoint alone, whatever it wishes for. */
  readonly toEndpoint?: string;
};

export function recordEvent(means: RecordMeans, event: NewEvent): Unit {
  return recordEvents(means, [event]);
}

/** Several at once cost one statement each of rows, not one each of events. */
export function recordEvents({ makeId }: RecordMeans, events: readonly NewEvent[]): Unit {
  if (events.length === 0) return {};
  const rows = events.map((event) => ({ event, id: event.id ?? makeId('evt') }));
  return unit({
    inserts: [{ table: 'event', rows: rows.map(eventRow) }],
    calls: [{ fn: 'announce_events', arg: rows.map(announced) }],
  });
}

type Named = { readonly event: NewEvent; readonly id: EventId };

function eventRow({ event, id }: Named): Row {
  const { accountId, type, objectId, object, previous, cause, atMs } = event;
  return {
    account_id: accountId,
    id,
    type,
    object_id: objectId,
    data: { object, previous_attributes: previous },
    request_id: cause?.requestId ?? null,
    idempotency_key: cause?.idempotencyKey ?? null,
    created_at: atMs,
  };
}

function announced({ event, id }: Named): Value {
  const { accountId, type, objectId, atMs, toEndpoint } = event;
  return {
    account_id: accountId,
    event_id: id,
    type,
    object_id: objectId,
    at: atMs,
    endpoint_id: toEndpoint,
  };
}

/** One job an object and endpoint: what is told of one object is told in its order. */
export function deliveryJob(of: DeliveryOf, runAtMs?: number): Unit {
  return job(of, `hook:${of.endpointId}:${of.objectId}`, runAtMs);
}

/** Beside that job, which it must not put off: for the case that whoever does it never ends. */
export function watchJob(of: DeliveryOf, runAtMs: number): Unit {
  return job(of, `hook-watch:${of.endpointId}:${of.objectId}`, runAtMs);
}

function job(of: DeliveryOf, jobKey: string, runAtMs: number | undefined): Unit {
  const { accountId, endpointId, objectId } = of;
  const settings = { jobKey, ...(runAtMs !== undefined && { runAtMs }) };
  return addJob('deliver-webhooks', { accountId, endpointId, objectId }, settings);
}
