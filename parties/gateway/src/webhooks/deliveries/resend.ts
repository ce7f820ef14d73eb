// An event sent again because somebody asked: to any endpoint of theirs, also one that it was not told
// to. The job and the caller's idempotency record are one commit.

import { type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import type { EndpointKey } from '../endpoints/endpoint.ts';
import type { StoredEvent } from '../read.ts';

export function resend(event: StoredEvent, endpoint: EndpointKey, nowMs: number): Unit {
  const key = { accountId: endpoint.accountId, endpointId: endpoint.id, eventId: event.id };
  // If there is none yet: not delivered, and not to be tried by itself.
  const row = {
    account_id: endpoint.accountId,
    event_id: event.id,
    endpoint_id: endpoint.id,
    event_account_id: event.accountId,
    object_id: event.objectId,
    state: 'failed',
    tries: 0,
    created_at: nowMs,
  };
  return unit(
    { inserts: [{ table: 'webhook_delivery', rows: [row], onConflict: 'nothing' }] },
    addJob('resend-webhook', key, { jobKey: `resend:${endpoint.id}:${event.id}` }),
  );
}
