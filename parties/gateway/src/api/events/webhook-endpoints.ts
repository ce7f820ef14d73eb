// Webhook endpoints: where a merchant's own programs are told of events, with the whole object inside.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  changeEndpoint,
  configuredEndpoint,
  makeEndpoint,
  unknownEndpoint,
} from '../../webhooks/endpoints/change-endpoint.ts';
import { type Endpoint, endpointsMax, newEndpoint } from '../../webhooks/endpoints/endpoint.ts';
import { firstSecret, madeWith } from '../../webhooks/endpoints/secrets.ts';
import { listEndpoints, loadEndpoint } from '../../webhooks/endpoints/store.ts';
import { snapshotTypes } from '../../webhooks/known-event-types.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  expansion,
  flag,
  list,
  mergeMetadata,
  metadata,
  page,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { webhookEndpointToStripe } from '../to-stripe/webhook-endpoint.ts';
import { knownVersions } from '../versions/known-versions.ts';
import { endpointRefused, endpointUrl } from './endpoint-errors.ts';

const eventType = z
  .string()
  .refine((type) => type === '*' || snapshotTypes.has(type), 'there is no such type of event');
const eventTypes = list(eventType, 300).refine((types) => types.length > 0, 'give one at least');

const fields = {
  ...expansion,
  description: unsettable(text(5000)).optional(),
  metadata: metadata.optional(),
};
const createInput = z.strictObject({
  ...fields,
  url: text(2000),
  enabled_events: eventTypes,
  api_version: z.enum(knownVersions).optional(),
  connect: flag.optional(),
});
const updateInput = z.strictObject({
  ...fields,
  url: text(2000).optional(),
  enabled_events: eventTypes.optional(),
  disabled: flag.optional(),
});
const nothing = z.strictObject(expansion);

const of = {
  name: 'webhook_endpoints',
  url: '/v1/webhook_endpoints',
  one: '/v1/webhook_endpoints/:id',
} as const;

export function addWebhookEndpoints(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'webhookEndpoints.create',
    method: 'POST',
    url: of.url,
    summary: 'Makes an endpoint. Its secret is in this answer, and in no other.',
    answers: 'webhook_endpoint',
    input: createInput,
    run: (call) => create(means, call),
    repeat: (kept, { accountId }) => withSecret(means, accountId, kept),
  });
  addEndpoint(api, {
    name: 'webhookEndpoints.retrieve',
    method: 'GET',
    url: of.one,
    summary: 'One endpoint.',
    answers: 'webhook_endpoint',
    input: nothing,
    run: async ({ accountId, id }) => {
      const endpoint = await loadEndpoint(means.db, accountId, id);
      return endpoint === undefined || !isShown(endpoint) ? err(unknown(id)) : ok(shown(endpoint));
    },
  });
  addEndpoint(api, {
    name: 'webhookEndpoints.update',
    method: 'POST',
    url: of.one,
    summary: 'Changes an endpoint, closes it or opens it again.',
    answers: 'webhook_endpoint',
    input: updateInput,
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    name: 'webhookEndpoints.list',
    method: 'GET',
    url: of.url,
    summary: 'All of them, newest first.',
    answers: 'list of webhook_endpoint',
    input: z.strictObject(page),
    run: async ({ accountId, input }) => {
      const found = await listEndpoints(means.db, accountId, {
        ...pageOf(input),
        payload: 'snapshot',
      });
      const endpoints = found.map((endpoint) => webhookEndpointToStripe(endpoint));
      return ok(listAnswer(of.url, input, endpoints));
    },
  });
  addEndpoint(api, {
    name: 'webhookEndpoints.del',
    method: 'DELETE',
    url: of.one,
    summary: 'Deletes an endpoint. What still waits for it is sent to nobody.',
    answers: 'deleted webhook_endpoint',
    input: nothing,
    run: (call) => del(means, call),
  });
  api.resources.addReader('we', async (accountId, ids) => {
    const found = await listEndpoints(means.db, accountId, { limit: endpointsMax });
    const wanted = found.filter(({ id }) => ids.includes(id));
    return byId(wanted.map((endpoint) => webhookEndpointToStripe(endpoint)));
  });
}

async function create(
  means: ApiMeans,
  { accountId, input, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const url = endpointUrl(means, input.url, 'url');
  if (!url.ok) return url;
  const endpoint = newEndpoint({
    accountId,
    id: means.makeId('we'),
    url: url.value,
    enabledEvents: input.enabled_events,
    eventsFrom: [input.connect === true ? '@accounts' : '@self'],
    apiVersion: input.api_version ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    createdAtMs: means.clock.nowMs(),
  });
  const { secret, keep } = firstSecret(means.webhooks.envelope, endpoint);
  const made = await makeEndpoint(means.db, {
    endpoint,
    along: (made) => unit(keep, once(shown).settle(made, made.id)),
  });
  if (!made.ok) return err(endpointRefused(made.error, unknown));
  return ok({ status: 200, body: webhookEndpointToStripe(made.value, secret) });
}

/** A repeated request gets the secret again, as the first one did: it is kept sealed only. */
async function withSecret(
  { db, webhooks }: ApiMeans,
  accountId: Endpoint['accountId'],
  kept: Answer,
): Promise<Answer> {
  const id = z.object({ id: z.string() }).safeParse(kept.body).data?.id ?? '';
  const endpoint = await loadEndpoint(db, accountId, id);
  if (endpoint === undefined) return kept;
  const secret = await madeWith({ db, envelope: webhooks.envelope }, endpoint);
  if (secret === undefined || typeof kept.body !== 'object') return kept;
  return { ...kept, body: { ...kept.body, secret } };
}

async function update(
  means: ApiMeans,
  { accountId, id, input, once }: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const url = input.url === undefined ? ok(undefined) : endpointUrl(means, input.url, 'url');
  if (!url.ok) return url;
  const done = await changeEndpoint(means.db, {
    accountId,
    id,
    change: (before) => {
      if (!isShown(before)) return err(unknownEndpoint(id));
      const isElsewhere = url.value !== undefined || input.enabled_events !== undefined;
      if (before.isSeeded && isElsewhere) return err(configuredEndpoint);
      const { disabled, description } = input;
      return ok({
        ...before,
        url: url.value ?? before.url,
        enabledEvents: input.enabled_events ?? before.enabledEvents,
        description: description === undefined ? before.description : description,
        metadata: mergeMetadata(before.metadata, input.metadata),
        status: disabled === undefined ? before.status : disabled ? 'disabled' : 'enabled',
        updatedAtMs: means.clock.nowMs(),
      });
    },
    along: (after) => once(shown).settle(after, after.id),
  });
  return done.ok ? ok(shown(done.value)) : err(endpointRefused(done.error, unknown));
}

async function del(
  means: ApiMeans,
  { accountId, id }: Call<unknown>,
): Promise<Result<Answer, ApiError>> {
  const nowMs = means.clock.nowMs();
  const done = await changeEndpoint(means.db, {
    accountId,
    id,
    change: (before) => {
      if (!isShown(before)) return err(unknownEndpoint(id));
      if (before.isSeeded) return err(configuredEndpoint);
      return ok({ ...before, deletedAtMs: nowMs, updatedAtMs: nowMs });
    },
    along: () => ({}),
  });
  if (!done.ok) return err(endpointRefused(done.error, unknown));
  return ok({ status: 200, body: { id, object: 'webhook_endpoint', deleted: true } });
}

/** Thin events are the second interface's. */
const isShown = ({ payload, deletedAtMs }: Endpoint): boolean =>
  payload === 'snapshot' && deletedAtMs === null;

const shown = (endpoint: Endpoint): Answer => ({
  status: 200,
  body: webhookEndpointToStripe(endpoint),
});

const unknown = (id: string) => missing('webhook endpoint', id);
