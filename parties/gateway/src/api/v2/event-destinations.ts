// Event destinations: the endpoints of the second interface. Endpoints that were made by the first
// stand here too, since both are the same thing.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  changeEndpoint,
  configuredEndpoint,
  makeEndpoint,
} from '../../webhooks/endpoints/change-endpoint.ts';
import { type Endpoint, newEndpoint } from '../../webhooks/endpoints/endpoint.ts';
import { firstSecret, madeWith } from '../../webhooks/endpoints/secrets.ts';
import { listEndpoints, loadEndpoint } from '../../webhooks/endpoints/store.ts';
import type { Api } from '../api.ts';
import { endpointRefused, endpointUrl } from '../events/endpoint-errors.ts';
import type { Answer, ApiError } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';
import { eventDestinationToStripe, type Included } from '../to-stripe/event-destination.ts';
import {
  createInput,
  listInput,
  mergedPieces,
  readInput,
  typesOf,
  unknownDestination as unknown,
  updateInput,
  wantsSecret,
  wantsUrl,
} from './event-destination-input.ts';
import { ping } from './ping.ts';
import { v2ListAnswer, v2PageOf } from './v2-lists.ts';

const url = '/v2/core/event_destinations';
const one = `${url}/:id`;
const answers = 'v2.core.event_destination';

export function addEventDestinations(api: Api): void {
  const { means } = api;
  const name = (method: string) => `v2.core.eventDestinations.${method}`;
  addEndpoint(api, {
    ...{ name: name('create'), method: 'POST', url, answers, input: createInput },
    summary:
      'Makes a destination. Its secret is in this answer if it is asked for, and in no other.',
    run: (call) => create(means, call),
    repeat: (kept, call) => withSecret(means, call, kept),
  });
  addEndpoint(api, {
    ...{ name: name('retrieve'), method: 'GET', url: one, answers, input: readInput },
    summary: 'One destination.',
    run: async ({ accountId, id, input }) => {
      const found = await loadEndpoint(means.db, accountId, id);
      if (found === undefined || found.deletedAtMs !== null) return err(unknown(id));
      return ok(shown({ url: wantsUrl(input) })(found));
    },
  });
  addEndpoint(api, {
    ...{ name: name('update'), method: 'POST', url: one, answers, input: updateInput },
    summary: 'Changes a destination; what is not given stays.',
    run: (call) => update(means, call),
  });
  addEndpoint(api, {
    ...{ name: name('list'), method: 'GET', url, input: listInput },
    summary: 'All destinations, newest first.',
    answers: `list of ${answers}`,
    run: async ({ accountId, input }) => {
      const page = v2PageOf(input);
      if (!page.ok) return page;
      const found = await listEndpoints(means.db, accountId, page.value);
      const included = { url: wantsUrl(input) };
      const query = included.url ? { 'include[0]': 'webhook_endpoint.url' } : {};
      const listing = { url, query, input, page: page.value };
      return ok(
        v2ListAnswer(
          listing,
          found.map((endpoint) => eventDestinationToStripe(endpoint, included)),
        ),
      );
    },
  });
  addEndpoint(api, {
    ...{ name: name('del'), method: 'DELETE', url: one, input: z.strictObject({}) },
    summary: 'Deletes a destination. What still waits for it is sent to nobody.',
    answers: `deleted ${answers}`,
    run: (call) => del(means, call),
  });
  for (const status of ['enabled', 'disabled'] as const) {
    const verb = status === 'enabled' ? 'enable' : 'disable';
    addEndpoint(api, {
      ...{ name: name(verb), method: 'POST', url: `${one}/${verb}`, answers, input: readInput },
      summary:
        status === 'enabled'
          ? 'Opens it: it is told of what happens from now on.'
          : 'Closes it: it is told nothing.',
      run: (call) => change(means, call, (before) => ok({ ...before, status })),
    });
  }
  addEndpoint(api, {
    ...{ name: name('ping'), method: 'POST', url: `${one}/ping`, input: z.strictObject({}) },
    summary: 'Sends it an event that says nothing, to see whether it answers.',
    answers: 'v2.core.event',
    run: (call) => ping(api, call),
  });
}

const shown =
  (included: Included) =>
  (endpoint: Endpoint): Answer => ({
    status: 200,
    body: eventDestinationToStripe(endpoint, included),
  });

async function create(
  means: ApiMeans,
  { accountId, input, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const address = endpointUrl(means, input.webhook_endpoint.url, 'webhook_endpoint[url]');
  if (!address.ok) return address;
  const types = typesOf(input.event_payload, input.enabled_events);
  if (!types.ok) return types;
  const endpoint = newEndpoint({
    accountId,
    id: means.makeId('ed'),
    url: address.value,
    payload: input.event_payload,
    enabledEvents: types.value,
    eventsFrom: input.events_from ?? ['@self'],
    apiVersion: input.snapshot_api_version ?? null,
    name: input.name,
    description: input.description ?? null,
    metadata: input.metadata ?? {},
    createdAtMs: means.clock.nowMs(),
  });
  const { secret, keep } = firstSecret(means.webhooks.envelope, endpoint);
  const included = { url: wantsUrl(input) };
  const made = await makeEndpoint(means.db, {
    endpoint,
    along: (one) => unit(keep, once(shown(included)).settle(one, one.id)),
  });
  if (!made.ok) return err(endpointRefused(made.error, unknown));
  return ok(shown({ ...included, ...(wantsSecret(input) ? { secret } : {}) })(made.value));
}

/** A repeated request gets the secret again, as the first one did: it is kept sealed only. */
async function withSecret(
  { db, webhooks }: ApiMeans,
  { accountId, input }: Call<z.output<typeof createInput>>,
  kept: Answer,
): Promise<Answer> {
  if (!wantsSecret(input)) return kept;
  const id = z.object({ id: z.string() }).safeParse(kept.body).data?.id ?? '';
  const endpoint = await loadEndpoint(db, accountId, id);
  if (endpoint === undefined) return kept;
  const secret = await madeWith({ db, envelope: webhooks.envelope }, endpoint);
  return shown({ url: wantsUrl(input), secret })(endpoint);
}

async function update(
  means: ApiMeans,
  call: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const { input } = call;
  const wished = input.webhook_endpoint?.url;
  const address =
    wished === undefined ? ok(undefined) : endpointUrl(means, wished, 'webhook_endpoint[url]');
  if (!address.ok) return address;
  return change(means, call, (before) => {
    const types = typesOf(before.payload, input.enabled_events ?? before.enabledEvents);
    if (!types.ok) return types;
    const isElsewhere = wished !== undefined || input.enabled_events !== undefined;
    if (before.isSeeded && isElsewhere) return err(endpointRefused(configuredEndpoint, unknown));
    return ok({
      ...before,
      url: address.value ?? before.url,
      enabledEvents: types.value,
      name: input.name ?? before.name,
      description: input.description ?? before.description,
      metadata: mergedPieces(before.metadata, input.metadata ?? {}),
    });
  });
}

/** A merchant's second wish about a destination that is there; other processes may wish too. */
async function change(
  means: ApiMeans,
  { accountId, id, input, once }: Call<z.output<typeof readInput>>,
  changed: (before: Endpoint) => Result<Endpoint, ApiError>,
): Promise<Result<Answer, ApiError>> {
  const answer = shown({ url: wantsUrl(input) });
  const done = await changeEndpoint(means.db, {
    accountId,
    id,
    change: (before) => {
      const after = changed(before);
      return after.ok ? ok({ ...after.value, updatedAtMs: means.clock.nowMs() }) : after;
    },
    along: (after) => once(answer).settle(after, after.id),
  });
  return done.ok ? ok(answer(done.value)) : err(endpointRefused(done.error, unknown));
}

async function del(
  means: ApiMeans,
  { accountId, id, once }: Call<unknown>,
): Promise<Result<Answer, ApiError>> {
  const nowMs = means.clock.nowMs();
  const answer = (): Answer => ({ status: 200, body: { id, object: answers } });
  const done = await changeEndpoint(means.db, {
    accountId,
    id,
    change: (before) =>
      before.isSeeded
        ? err(configuredEndpoint)
        : ok({ ...before, deletedAtMs: nowMs, updatedAtMs: nowMs }),
    along: (after) => once(answer).settle(after, after.id),
  });
  return done.ok ? ok(answer()) : err(endpointRefused(done.error, unknown));
}
