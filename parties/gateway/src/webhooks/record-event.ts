// An event and its deliveries, as units: they go into the commit of what they tell about.

import { type Row, type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import type { AccountId, EventId, IdMaker } from '../ids.ts';
import type { Cause } from '../payments/ports.ts';
import type { Endpoints } from './endpoints.ts';
import type { EventType } from './event-types.ts';

export type RecordMeans = { readonly makeId: IdMaker; readonly endpoints: Endpoints };

export type NewEvent = {
  readonly accountId: AccountId;
  readonly type: EventType;
  readonly objectId: string;
  /** The object as the API shows it at this moment. */
  readonly object: Value;
  /** Of what has changed, what it was before: `previous_attributes` of an update. */
  readonly previous?: Value;
  readonly cause: Cause | null;
  readonly atMs: number;
};

export function recordEvent(means: RecordMeans, event: NewEvent): Unit {
  return recordEvents(means, [event]);
}

/** Several at once cost one statement each of rows, not one each of events. */
export function recordEvents(
  { makeId, endpoints }: RecordMeans,
  events: readonly NewEvent[],
): Unit {
  const rows = events.map((event) => ({ event, id: makeId('evt') }));
  const deliveries = rows.flatMap(({ event, id }) =>
    endpoints
      .wishing(event.accountId, event.type)
      .map((endpoint) => ({ event, id, endpointId: endpoint.id })),
  );
  return unit(
    rows.length === 0 ? {} : { inserts: [{ table: 'event', rows: rows.map(eventRow) }] },
    deliveries.length === 0
      ? {}
      : { inserts: [{ table: 'webhook_delivery', rows: deliveries.map(deliveryRow) }] },
    ...deliveries.map(({ event: { accountId, objectId }, endpointId }) =>
      deliveryJob({ accountId, endpointId, objectId }),
    ),
  );
}

function eventRow({ event, id }: { readonly event: NewEvent; readonly id: EventId }): Row {
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

type NewDelivery = {
  readonly event: NewEvent;
  readonly id: EventId;
  readonly endpointId: string;
};

function deliveryRow({ event, id, endpointId }: NewDelivery): Row {
  return {
    account_id: event.accountId,
    event_id: id,
    endpoint_id: endpointId,
    state: 'waiting',
    tries: 0,
    created_at: event.atMs,
  };
}

export type DeliveryOf = {
  readonly accountId: AccountId;
  readonly endpointId: string;
  readonly objectId: string;
};

/** One job an object and endpoint: what is told of one object is told in its order. */
export function deliveryJob(of: DeliveryOf, runAtMs?: number): Unit {
  const jobKey = `hook:${of.endpointId}:${of.objectId}`;
  return addJob('deliver-webhooks', of, { jobKey, ...(runAtMs !== undefined && { runAtMs }) });
}
