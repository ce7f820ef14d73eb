// What goes amiss with an endpoint, for both interfaces.

import { err, type Result } from '@kassa/result';
import type { EndpointRefusal } from '../../webhooks/endpoints/change-endpoint.ts';
import { checkUrl } from '../../webhooks/endpoints/check-url.ts';
import { endpointsMax } from '../../webhooks/endpoints/endpoint.ts';
import { type ApiError, busy, invalid, keyInUse } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';

/** `unknown` is how the interface says that there is no such endpoint. */
export function endpointRefused(
  refusal: EndpointRefusal | ApiError,
  unknown: (id: string) => ApiError,
): ApiError {
  return 'status' in refusal ? refusal : errorOf(refusal, unknown);
}

function errorOf(refusal: EndpointRefusal, unknown: (id: string) => ApiError): ApiError {
  switch (refusal.code) {
    case 'endpoint_unknown':
      return unknown(refusal.id);
    case 'too_many_endpoints':
      return invalid(
        `You have reached the maximum of ${endpointsMax} webhook endpoints. Delete one that you no longer need.`,
      );
    case 'endpoint_configured':
      return invalid(
        'This endpoint is given by the configuration of the gateway: it can be closed and opened here, but address, types and existence are changed there.',
      );
    case 'busy':
      return busy;
    case 'key_used':
      return keyInUse;
  }
}

export function endpointUrl(
  { webhooks }: ApiMeans,
  url: string,
  param: string,
): Result<string, ApiError> {
  const checked = checkUrl(url, { allowPrivate: webhooks.allowPrivate });
  if (checked.ok) return checked;
  return err(invalid(`${param}: ${checked.error.message}`, { code: 'url_invalid', param }));
}
