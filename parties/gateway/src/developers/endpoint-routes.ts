import { parseInput, redirect, sendPage } from '@kassa/http';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { changeEndpoint, makeEndpoint } from '../webhooks/endpoints/change-endpoint.ts';
import { checkUrl } from '../webhooks/endpoints/check-url.ts';
import { type Endpoint, endpointsMax, newEndpoint } from '../webhooks/endpoints/endpoint.ts';
import { rollSecret } from '../webhooks/endpoints/roll-secret.ts';
import { firstSecret } from '../webhooks/endpoints/secrets.ts';
import { listEndpoints, loadEndpoint, loadSecrets } from '../webhooks/endpoints/store.ts';
import { snapshotTypes } from '../webhooks/known-event-types.ts';
import {
  type EndpointEntry,
  type EndpointNews,
  endpointNews,
  endpointPage,
  endpointsPage,
  secretPage,
} from './endpoints-pages.tsx';
import { notFoundPage } from './frame.tsx';
import type { DeveloperMeans } from './ports.ts';
import { texts } from './texts.ts';
import type { Room, Visit } from './visit.ts';

const path = '/developers/endpoints';
const hourMs = 3_600_000;
const overlaps = { none: 0, hour: hourMs, day: 24 * hourMs } as const;

const newsInput = z.object({ news: z.enum(endpointNews).optional().catch(undefined) });
const making = z.object({ url: z.string().max(2000), types: z.string().max(5000).default('') });
const rolling = z.object({
  overlap: z.enum(['none', 'hour', 'day']),
  number: z.coerce.number().int(),
});
const noEntry: EndpointEntry = { url: '', types: '' };

export function addEndpointPages(room: Room, means: DeveloperMeans): void {
  room.look(path, (visit) => showEndpoints(means, visit, noEntry));
  room.act(path, (visit) => make(means, visit));
  room.look(`${path}/:id`, (visit) => showEndpoint(means, visit));
  room.act(`${path}/:id/close`, (visit) => setStatus(means, visit, 'disabled'));
  room.act(`${path}/:id/open`, (visit) => setStatus(means, visit, 'enabled'));
  room.act(`${path}/:id/roll`, (visit) => roll(means, visit));
}

async function showEndpoints(
  { db }: DeveloperMeans,
  { reply, merchant, page }: Visit,
  entry: EndpointEntry,
) {
  const endpoints = await listEndpoints(db, merchant.accountId, { limit: endpointsMax });
  const status = entry.refusal === undefined ? 200 : 422;
  return sendPage(reply, endpointsPage(page, { endpoints, entry }), status);
}

async function make(means: DeveloperMeans, visit: Visit) {
  const { request, reply, merchant, page } = visit;
  const entry = parseInput(making, request.body);
  const made = await madeEndpoint(means, merchant.accountId, entry);
  if (!made.ok) return showEndpoints(means, visit, { ...entry, refusal: made.error });
  return sendPage(reply, secretPage(page, made.value));
}

type Made = { readonly endpoint: Endpoint; readonly secret: string };

/** A refusal is a sentence of the API's, which has no other language. */
async function madeEndpoint(
  { db, clock, envelope, makeId, allowPrivate }: DeveloperMeans,
  accountId: Endpoint['accountId'],
  entry: EndpointEntry,
): Promise<Result<Made, string>> {
  const url = checkUrl(entry.url.trim(), { allowPrivate });
  if (!url.ok) return err(`url: ${url.error.message}`);
  const types = entry.types.split(/[\s,]+/).filter((type) => type !== '');
  const unknown = types.find((type) => type !== '*' && !snapshotTypes.has(type));
  if (unknown !== undefined)
    return err(`enabled_events: there is no type "${unknown.slice(0, 80)}"`);
  const endpoint = newEndpoint({
    accountId,
    id: makeId('we'),
    url: url.value,
    enabledEvents: types.length === 0 ? ['*'] : types,
    createdAtMs: clock.nowMs(),
  });
  const { secret, keep } = firstSecret(envelope, endpoint);
  const made = await makeEndpoint(db, { endpoint, along: () => keep });
  if (made.ok) return ok({ endpoint, secret });
  return err(`${made.error.code.replaceAll('_', ' ')}: ${endpointsMax} at most`);
}

async function showEndpoint(
  { db, clock }: DeveloperMeans,
  { request, reply, merchant, page, at }: Visit,
) {
  const endpoint = await loadEndpoint(db, merchant.accountId, at['id'] ?? '');
  if (endpoint === undefined || endpoint.deletedAtMs !== null) {
    return sendPage(reply, notFoundPage(page, texts(page.lang)('endpointUnknown')), 404);
  }
  const { news } = parseInput(newsInput, request.query);
  const secrets = await loadSecrets(db, endpoint);
  return sendPage(reply, endpointPage(page, { endpoint, secrets, nowMs: clock.nowMs(), news }));
}

async function setStatus(
  { db, clock }: DeveloperMeans,
  { reply, merchant, at }: Visit,
  status: Endpoint['status'],
) {
  const id = at['id'] ?? '';
  await changeEndpoint(db, {
    accountId: merchant.accountId,
    id,
    change: (before) => ok({ ...before, status, updatedAtMs: clock.nowMs() }),
    along: () => ({}),
  });
  return backTo(reply, id, status === 'enabled' ? 'opened' : 'closedNow');
}

/** The answer to the form itself shows the secret: no address ever leads to it. */
async function roll(means: DeveloperMeans, { request, reply, merchant, page, at }: Visit) {
  const id = at['id'] ?? '';
  const { overlap, number } = parseInput(rolling, request.body);
  const endpoint = await loadEndpoint(means.db, merchant.accountId, id);
  if (endpoint === undefined || endpoint.deletedAtMs !== null) {
    return sendPage(reply, notFoundPage(page, texts(page.lang)('endpointUnknown')), 404);
  }
  const nowMs = means.clock.nowMs();
  const rolled = await rollSecret(means, { endpoint, number, nowMs, overlapMs: overlaps[overlap] });
  if (!rolled.ok) return backTo(reply, id, 'rolledAlready');
  return sendPage(reply, secretPage(page, { endpoint, secret: rolled.value }));
}

const backTo = (reply: Visit['reply'], id: string, news: EndpointNews) =>
  redirect(reply, `${path}/${encodeURIComponent(id)}?news=${news}`);
