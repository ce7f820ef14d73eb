// Delivers what waits for one endpoint about one object, oldest first, each until it is taken (2xx).
// After three days of trying it is shown as failed; the events themselves stay.

import type { Envelope } from '@kassa/crypto';
import { column, type Database, type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import { assert } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { sign } from '@kassa/webhook-signature';
import { eventToStripe } from '../api/to-stripe/event.ts';
import type { Endpoint, Endpoints } from './endpoints.ts';
import type { StoredEvent } from './read.ts';
import { type DeliveryOf, deliveryJob } from './record-event.ts';

export type DeliveryMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly http: HttpClient;
  readonly envelope: Envelope;
  readonly endpoints: Endpoints;
};

/** Seconds before the next try: quickly at first, then half-daily for three days. */
const waitsSeconds = [
  5, 30, 120, 600, 3_600, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200,
];

export async function deliverEvents(means: DeliveryMeans, of: DeliveryOf): Promise<void> {
  const endpoint = means.endpoints.byId(of.accountId, of.endpointId);
  if (endpoint === undefined) return;
  for (const waiting of await loadWaiting(means.db, of)) {
    const outcome = await send(means, endpoint, waiting.event);
    await record(means, of, waiting, outcome);
    if (!outcome.isTaken) return;
  }
}

type Waiting = { readonly event: StoredEvent; readonly tries: number };

type Outcome = {
  readonly isTaken: boolean;
  readonly status: number | null;
  readonly failure: string | null;
  /** The beginning of what the merchant's server said. */
  readonly answer: string | null;
};

async function send(
  means: DeliveryMeans,
  endpoint: Endpoint,
  event: StoredEvent,
): Promise<Outcome> {
  const body = JSON.stringify(eventToStripe(event));
  const secret = means.envelope.open(
    endpoint.secretSealed,
    `webhook_endpoint|${endpoint.accountId}|${endpoint.id}`,
  );
  assert(secret.ok, 'a webhook secret opens under the key it was sealed with');
  const key = Buffer.from(secret.value).toString('utf8');
  const signature = sign(body, key, Math.floor(means.clock.nowMs() / 1000));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': signature,
    'user-agent': 'Kassa/1.0',
  };
  const answer = await means.http.postText(endpoint.url, body, { headers });
  if (!answer.ok) {
    return { isTaken: false, status: null, failure: answer.error.code, answer: null };
  }
  const { status, body: said } = answer.value;
  const isTaken = status >= 200 && status < 300;
  return { isTaken, status, failure: null, answer: said.slice(0, 500) };
}

async function record(
  means: DeliveryMeans,
  of: DeliveryOf,
  { event, tries }: Waiting,
  outcome: Outcome,
): Promise<void> {
  const nowMs = means.clock.nowMs();
  const { status, failure, answer, isTaken } = outcome;
  const waitSeconds = waitsSeconds[tries];
  const isGivenUp = !isTaken && waitSeconds === undefined;
  const key = { account_id: of.accountId, event_id: event.id, endpoint_id: of.endpointId };
  const update: Unit = {
    updates: [
      {
        as: 'webhook_delivery',
        table: 'webhook_delivery',
        key,
        set: {
          state: isTaken ? 'delivered' : isGivenUp ? 'failed' : 'waiting',
          tries: tries + 1,
          last_status: status,
          last_failure: failure,
          last_tried_at: nowMs,
        },
      },
    ],
    inserts: [
      {
        table: 'webhook_try',
        rows: [{ ...key, number: tries + 1, at: nowMs, status, failure, answer }],
        onConflict: 'nothing',
      },
    ],
  };
  // What was given up is passed over; what is not taken holds the later ones back until its time.
  const again = isTaken ? {} : deliveryJob(of, nowMs + (waitSeconds ?? 0) * 1000);
  const committed = await means.db.commit(unit(update, again));
  assert(committed.ok, 'a delivery is recorded');
  if (!isTaken) {
    const { type } = event;
    means.log.info({ event: event.id, type, status, failure, tries: tries + 1 }, 'not taken');
  }
}

async function loadWaiting(db: Database, of: DeliveryOf): Promise<Waiting[]> {
  const text = `
    select e.id, e.type, e.data, e.request_id, e.idempotency_key, e.created_at, d.tries
    from webhook_delivery d
    join event e on e.account_id = d.account_id and e.id = d.event_id
    where d.account_id = $1 and d.endpoint_id = $2 and d.state = 'waiting' and e.object_id = $3
    order by e.id limit 100`;
  const values = [of.accountId, of.endpointId, of.objectId];
  return db.query({ name: 'webhooks_waiting', text, values }, (row) => ({
    event: {
      id: column.text(row, 'id'),
      type: column.text(row, 'type'),
      data: column.json(row, 'data'),
      requestId: column.textOrNull(row, 'request_id'),
      idempotencyKey: column.textOrNull(row, 'idempotency_key'),
      createdAtMs: column.integer(row, 'created_at'),
      pendingDeliveries: 1,
    },
    tries: column.integer(row, 'tries'),
  }));
}
