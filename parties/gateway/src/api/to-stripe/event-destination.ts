import type { Endpoint } from '../../webhooks/endpoints/endpoint.ts';
import { currentVersion } from '../versions/known-versions.ts';
import type { Resource } from './shape.ts';

/** What is shown only when it is asked for; the secret once, to who makes the destination. */
export type Included = { readonly url: boolean; readonly secret?: string | undefined };

export function eventDestinationToStripe(
  endpoint: Endpoint,
  { url, secret }: Included,
): Resource & { readonly id: string } {
  const { status, payload } = endpoint;
  return {
    id: endpoint.id,
    object: 'v2.core.event_destination',
    created: new Date(endpoint.createdAtMs).toISOString(),
    description: endpoint.description ?? '',
    enabled_events: [...endpoint.enabledEvents],
    event_payload: payload,
    events_from: [...endpoint.eventsFrom],
    livemode: false,
    metadata: endpoint.metadata,
    name: endpoint.name,
    ...(payload === 'snapshot'
      ? { snapshot_api_version: endpoint.apiVersion ?? currentVersion }
      : {}),
    status,
    ...(status === 'disabled' ? { status_details: { disabled: { reason: 'user' } } } : {}),
    type: 'webhook_endpoint',
    updated: new Date(endpoint.updatedAtMs).toISOString(),
    webhook_endpoint: {
      ...(url ? { url: endpoint.url } : {}),
      ...(secret === undefined ? {} : { signing_secret: secret }),
    },
  };
}
