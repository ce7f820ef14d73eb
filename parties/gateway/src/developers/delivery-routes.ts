import { parseInput, redirect, sendPage } from '@kassa/http';
import { z } from 'zod';
import { deliverByHand } from '../webhooks/deliveries/deliver-events.ts';
import { type DeliveryKey, deliveryStates } from '../webhooks/deliveries/delivery.ts';
import { type DeliveryEdge, listDeliveries, listTries } from '../webhooks/deliveries/read.ts';
import { endpointsMax } from '../webhooks/endpoints/endpoint.ts';
import { listEndpoints } from '../webhooks/endpoints/store.ts';
import {
  addressOfDelivery,
  type DeliveryNews,
  deliveriesPage,
  deliveryNews,
  deliveryPage,
} from './deliveries-pages.tsx';
import { notFoundPage } from './frame.tsx';
import type { DeveloperMeans } from './ports.ts';
import { texts } from './texts.ts';
import type { Room, Visit } from './visit.ts';

const path = '/developers/deliveries';
const shownAtOnce = 50;

const query = z.object({
  state: z.enum(['', ...deliveryStates]).catch(''),
  endpoint: z.string().max(255).catch(''),
  type: z.string().max(100).catch(''),
  before: z
    .string()
    .regex(/^\w+\.\w+$/)
    .optional()
    .catch(undefined),
});
const newsInput = z.object({ news: z.enum(deliveryNews).optional().catch(undefined) });

export function addDeliveryPages(room: Room, means: DeveloperMeans): void {
  room.look(path, (visit) => showDeliveries(means, visit));
  room.look(`${path}/:endpoint/:event`, (visit) => showDelivery(means, visit));
  room.act(`${path}/:endpoint/:event/resend`, async ({ reply, merchant, at }) => {
    const { endpoint: endpointId = '', event: eventId = '' } = at;
    const { accountId } = merchant;
    return redirect(reply, await sendAgain(means, { accountId, endpointId, eventId }));
  });
}

/** Waits for what the endpoint says, and gives the address where that stands. */
export async function sendAgain(means: DeveloperMeans, key: DeliveryKey): Promise<string> {
  const done = await deliverByHand(means.delivery, key);
  const news: DeliveryNews = done === undefined ? 'underWay' : done.isTaken ? 'resent' : 'notTaken';
  return `${addressOfDelivery(key)}?news=${news}`;
}

async function showDeliveries({ db }: DeveloperMeans, { request, reply, merchant, page }: Visit) {
  const { accountId } = merchant;
  const { state, endpoint, type, before } = parseInput(query, request.query);
  const found = await listDeliveries(db, accountId, {
    limit: shownAtOnce + 1,
    state: state === '' ? undefined : state,
    endpointId: endpoint === '' ? undefined : endpoint,
    type: type === '' ? undefined : type,
    before: before === undefined ? undefined : edgeIn(before),
  });
  const deliveries = found.slice(0, shownAtOnce);
  const last = found.length > shownAtOnce ? deliveries.at(-1) : undefined;
  const endpoints = await listEndpoints(db, accountId, { limit: endpointsMax });
  const paging = {
    path,
    query: { state, endpoint, type },
    next: last && `${last.eventId}.${last.endpointId}`,
    isFirst: before === undefined,
  };
  const shown = { deliveries, state, endpoint, type, endpoints, paging };
  return sendPage(reply, deliveriesPage(page, shown));
}

function edgeIn(text: string): DeliveryEdge {
  const [eventId = '', endpointId = ''] = text.split('.');
  return { eventId, endpointId };
}

async function showDelivery({ db }: DeveloperMeans, { request, reply, merchant, page, at }: Visit) {
  const { accountId } = merchant;
  const { endpoint: endpointId = '', event: eventId = '' } = at;
  const [delivery] = await listDeliveries(db, accountId, { eventId, endpointId, limit: 1 });
  if (delivery === undefined) {
    return sendPage(reply, notFoundPage(page, texts(page.lang)('deliveryUnknown')), 404);
  }
  const tries = await listTries(db, accountId, { eventId, endpointId });
  const { news } = parseInput(newsInput, request.query);
  return sendPage(reply, deliveryPage(page, { delivery, tries, news }));
}
