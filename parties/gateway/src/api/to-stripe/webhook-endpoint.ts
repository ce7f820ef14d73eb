import type { Endpoint } from '../../webhooks/endpoints/endpoint.ts';
import { type Resource, seconds } from './shape.ts';

/** `secret` is said once, to who makes the endpoint; what is stored of the answer lacks it. */
export function webhookEndpointToStripe(
  endpoint: Endpoint,
  secret?: string,
): Resource & { readonly id: string } {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    api_version: endpoint.apiVersion,
    application: null,
    created: seconds(endpoint.createdAtMs),
    description: endpoint.description,
    enabled_events: [...endpoint.enabledEvents],
    livemode: false,
    metadata: endpoint.metadata,
    ...(secret === undefined ? {} : { secret }),
    status: endpoint.status,
    url: endpoint.url,
  };
}
