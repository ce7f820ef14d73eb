import type { StoredEvent } from '../../webhooks/read.ts';
import { currentVersion } from '../versions/known-versions.ts';
import { type Json, type Resource, seconds } from './shape.ts';

export function eventToStripe(event: StoredEvent): Resource & { readonly id: string } {
  const data: Json = JSON.parse(JSON.stringify(event.data));
  return {
    id: event.id,
    object: 'event',
    api_version: currentVersion,
    created: seconds(event.createdAtMs),
    data,
    livemode: false,
    pending_webhooks: event.pendingDeliveries,
    request: { id: event.requestId, idempotency_key: event.idempotencyKey },
    type: event.type,
  };
}
