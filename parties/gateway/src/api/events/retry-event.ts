// Sends an event again to one endpoint: what the official command line asks for by `events resend`.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { resend } from '../../webhooks/deliveries/resend.ts';
import type { Endpoint } from '../../webhooks/endpoints/endpoint.ts';
import { loadEndpoint } from '../../webhooks/endpoints/store.ts';
import { eventsShownMs, listEvents, type StoredEvent } from '../../webhooks/read.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, keyInUse, missing } from '../kernel/api-error.ts';
import { accountFor } from '../kernel/authenticate.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { expansion, flag, text } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { eventToStripe } from '../to-stripe/event.ts';

const input = z.strictObject({
  ...expansion,
  webhook_endpoint: text(255).optional(),
  for_stripecli: flag.optional(),
  account: text(255).optional(),
});

export function addRetryEvent(api: Api): void {
  addEndpoint(api, {
    name: 'events.retry',
    method: 'POST',
    url: '/v1/events/:id/retry',
    summary: 'Sends an event again to one endpoint, at once and once.',
    answers: 'event',
    input,
    run: (call) => retry(api.means, call),
  });
}

async function retry(
  means: ApiMeans,
  call: Call<z.output<typeof input>>,
): Promise<Result<Answer, ApiError>> {
  const { id, once } = call;
  const { webhook_endpoint: endpointId, account } = call.input;
  const whose = await accountFor(means.directory, call.caller, account ?? call.accountId);
  if (!whose.ok) return whose;
  if (endpointId === undefined) return err(nobodyListens(call.input.for_stripecli === true));
  const endpoint = await openEndpoint(means, call.accountId, endpointId);
  if (!endpoint.ok) return endpoint;
  const nowMs = means.clock.nowMs();
  const [event] = await listEvents(means.db, whose.value.accountId, {
    ids: [id],
    limit: 1,
    createdFromMs: nowMs - eventsShownMs,
    isFirstInterface: true,
  });
  if (event === undefined) return err(missing('event', id));
  const answer = (of: StoredEvent): Answer => ({ status: 200, body: eventToStripe(of) });
  const committed = await means.db.commit(
    unit(resend(event, endpoint.value, nowMs), once(answer).settle(event, event.id)),
  );
  return committed.ok ? ok(answer(event)) : err(keyInUse);
}

async function openEndpoint(
  { db }: ApiMeans,
  accountId: Endpoint['accountId'],
  id: string,
): Promise<Result<Endpoint, ApiError>> {
  const param = 'webhook_endpoint';
  const endpoint = await loadEndpoint(db, accountId, id);
  if (endpoint === undefined || endpoint.deletedAtMs !== null) {
    return err(missing('webhook endpoint', id, param, 400));
  }
  if (endpoint.status === 'enabled') return ok(endpoint);
  return err(invalid('This webhook endpoint is disabled. Enable it first.', { param }));
}

function nobodyListens(isForCli: boolean): ApiError {
  const param = isForCli ? 'for_stripecli' : 'webhook_endpoint';
  const message =
    'No command line listens here: "listen" is not there. Name the endpoint that is to get the event, with webhook_endpoint.';
  return invalid(message, { param, ...(isForCli ? {} : { code: 'parameter_missing' }) });
}
