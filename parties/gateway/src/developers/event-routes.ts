import { parseInput, redirect, sendPage } from '@kassa/http';
import { assert } from '@kassa/result';
import { z } from 'zod';
import { eventToStripe } from '../api/to-stripe/event.ts';
import type { AccountId } from '../ids.ts';
import { listDeliveries } from '../webhooks/deliveries/read.ts';
import { resend } from '../webhooks/deliveries/resend.ts';
import { endpointsMax } from '../webhooks/endpoints/endpoint.ts';
import { listEndpoints } from '../webhooks/endpoints/store.ts';
import { eventTypes } from '../webhooks/event-types.ts';
import { eventsShownMs, listEvents } from '../webhooks/read.ts';
import { sendAgain } from './delivery-routes.ts';
import { eventPage, eventsPage } from './events-pages.tsx';
import { notFoundPage } from './frame.tsx';
import type { DeveloperMeans } from './ports.ts';
import { texts } from './texts.ts';
import type { Room, Visit } from './visit.ts';

const path = '/developers/events';
const shownAtOnce = 50;

const query = z.object({
  type: z.string().max(100).catch(''),
  before: z.string().max(100).optional().catch(undefined),
});
const sending = z.object({ endpoint: z.string().max(255) });

export function addEventPages(room: Room, means: DeveloperMeans): void {
  room.look(path, (visit) => showEvents(means, visit));
  room.look(`${path}/:id`, (visit) => showEvent(means, visit));
  room.act(`${path}/:id/send`, (visit) => sendEvent(means, visit));
}

async function showEvents(
  { db, clock }: DeveloperMeans,
  { request, reply, merchant, page }: Visit,
) {
  const { type, before } = parseInput(query, request.query);
  const found = await listEvents(db, merchant.accountId, {
    limit: shownAtOnce + 1,
    before,
    types: type.trim() === '' ? undefined : [type.trim()],
    createdFromMs: clock.nowMs() - eventsShownMs,
  });
  const events = found.slice(0, shownAtOnce);
  const paging = {
    path,
    query: { type },
    next: found.length > shownAtOnce ? events.at(-1)?.id : undefined,
    isFirst: before === undefined,
  };
  return sendPage(reply, eventsPage(page, { events, type, types: eventTypes, paging }));
}

async function showEvent({ db, ...means }: DeveloperMeans, { reply, merchant, page, at }: Visit) {
  const { accountId } = merchant;
  const event = await loadEvent({ db, ...means }, accountId, at['id'] ?? '');
  if (event === undefined) {
    return sendPage(reply, notFoundPage(page, texts(page.lang)('eventUnknown')), 404);
  }
  const deliveries = await listDeliveries(db, accountId, {
    eventId: event.id,
    limit: endpointsMax,
  });
  const endpoints = await listEndpoints(db, accountId, { limit: endpointsMax });
  const shown = {
    event,
    json: JSON.stringify(eventToStripe(event), null, 2),
    deliveries,
    endpoints: endpoints.filter(({ status }) => status === 'enabled'),
  };
  return sendPage(reply, eventPage(page, shown));
}

/** Also to an endpoint that it was not told to: one that was made later, say. */
async function sendEvent(means: DeveloperMeans, { request, reply, merchant, page, at }: Visit) {
  const { accountId } = merchant;
  const { endpoint: endpointId } = parseInput(sending, request.body);
  const event = await loadEvent(means, accountId, at['id'] ?? '');
  const endpoints = await listEndpoints(means.db, accountId, { limit: endpointsMax });
  const endpoint = endpoints.find(({ id }) => id === endpointId);
  if (event === undefined || endpoint === undefined) {
    const why = event === undefined ? 'eventUnknown' : 'endpointUnknown';
    return sendPage(reply, notFoundPage(page, texts(page.lang)(why)), 404);
  }
  const committed = await means.db.commit(resend(event, endpoint, means.clock.nowMs()));
  assert(committed.ok, 'a delivery is made, or is there');
  return redirect(reply, await sendAgain(means, { accountId, endpointId, eventId: event.id }));
}

async function loadEvent({ db, clock }: DeveloperMeans, accountId: AccountId, id: string) {
  const createdFromMs = clock.nowMs() - eventsShownMs;
  const [event] = await listEvents(db, accountId, { ids: [id], limit: 1, createdFromMs });
  return event;
}
