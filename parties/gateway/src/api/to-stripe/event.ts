import type { StoredEvent } from '../../webhooks/read.ts';
import { currentVersion } from '../versions/known-versions.ts';
import { type Json, type Resource, seconds } from './shape.ts';

/** `account` is named to a platform: the connected account whose event it is, and as whom to ask. */
export function eventToStripe(
  event: StoredEvent,
  account?: string,
): Resource & { readonly id: string } {
  const data: Json = JSON.parse(JSON.stringify(event.data));
  return {
    id: event.id,
    object: 'event',
    ...(account === undefined ? {} : { account, context: account }),
    api_version: currentVersion,
    created: seconds(event.createdAtMs),
    data,
    livemode: false,
    pending_webhooks: event.pendingDeliveries,
    request: { id: event.requestId, idempotency_key: event.idempotencyKey },
    type: event.type,
  };
}
