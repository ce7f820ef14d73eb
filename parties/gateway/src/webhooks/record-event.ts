// An event and its deliveries, as units: they go into the commit of what they tell about.

import { type Unit, unit, type Value } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import type { AccountId, EventId, IdMaker } from '../ids.ts';
import type { Cause } from '../payments/ports.ts';
import type { Endpoints } from './endpoints.ts';

export type RecordMeans = { readonly makeId: IdMaker; readonly endpoints: Endpoints };

export type NewEvent = {
  readonly accountId: AccountId;
  readonly type: string;
  readonly objectId: string;
  /** The object as the API shows it at this moment. */
  readonly object: Value;
  readonly cause: Cause | null;
  readonly atMs: number;
};

export function recordEvent({ makeId, endpoints }: RecordMeans, event: NewEvent): Unit {
  const { accountId, type, objectId, object, cause, atMs } = event;
  const id: EventId = makeId('evt');
  const row = {
    account_id: accountId,
    id,
    type,
    object_id: objectId,
    data: { object },
    request_id: cause?.requestId ?? null,
    idempotency_key: cause?.idempotencyKey ?? null,
    created_at: atMs,
  };
  const wishing = endpoints.wishing(accountId, type);
  const deliveries = wishing.map((endpoint) => ({
    account_id: accountId,
    event_id: id,
    endpoint_id: endpoint.id,
    state: 'waiting',
    tries: 0,
    created_at: atMs,
  }));
  return unit(
    { inserts: [{ table: 'event', rows: [row] }] },
    deliveries.length === 0 ? {} : { inserts: [{ table: 'webhook_delivery', rows: deliveries }] },
    ...wishing.map((endpoint) => deliveryJob({ accountId, endpointId: endpoint.id, objectId })),
  );
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
