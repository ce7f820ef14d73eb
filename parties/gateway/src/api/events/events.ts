// Events of the last thirty days. They are told once, as they were; each caller reads them at the
// version it speaks.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { snapshotTypes } from '../../webhooks/known-event-types.ts';
import { type EventFilter, eventsShownMs, listEvents } from '../../webhooks/read.ts';
import type { Api } from '../api.ts';
import { invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { created, createdRange, expansion, flag, list, page, text } from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { eventToStripe } from '../to-stripe/event.ts';

const listInput = z.strictObject({
  ...page,
  ...created,
  delivery_success: flag.optional(),
  type: text(100).optional(),
  types: list(text(100), 20).optional(),
});

export function addEvents(api: Api): void {
  const { db, clock } = api.means;
  const shownSince = () => clock.nowMs() - eventsShownMs;
  addEndpoint(api, {
    name: 'events.list',
    method: 'GET',
    url: '/v1/events',
    summary: 'Events of the last 30 days, newest first.',
    answers: 'list of event',
    input: listInput,
    run: async ({ accountId, input }) => {
      if (input.type !== undefined && input.types !== undefined) {
        return err(invalid('You may only specify one of these parameters: type, types.'));
      }
      const { createdFromMs = 0, ...range } = createdRange(input.created);
      const filter: EventFilter = {
        ...pageOf(input),
        ...range,
        createdFromMs: Math.max(createdFromMs, shownSince()),
        isFirstInterface: true,
        types: input.types ?? typesLike(input.type),
        isDelivered: input.delivery_success,
      };
      const found = await listEvents(db, accountId, filter);
      const shown = found.map((event) => eventToStripe(event));
      return ok(listAnswer('/v1/events', input, shown));
    },
  });

  addEndpoint(api, {
    name: 'events.retrieve',
    method: 'GET',
    url: '/v1/events/:id',
    summary: 'One event of the last 30 days.',
    answers: 'event',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const one = { ids: [id], limit: 1, createdFromMs: shownSince(), isFirstInterface: true };
      const [found] = await listEvents(db, accountId, one);
      if (found === undefined) return err(missing('event', id));
      return ok({ status: 200, body: eventToStripe(found) });
    },
  });

  api.resources.addReader('evt', async (accountId, ids) => {
    const some = { ids, limit: ids.length, createdFromMs: shownSince(), isFirstInterface: true };
    const found = await listEvents(db, accountId, some);
    return byId(found.map((event) => eventToStripe(event)));
  });
}

/** `charge.*` is every type that begins so; what nobody tells of finds nothing. */
function typesLike(type: string | undefined): readonly string[] | undefined {
  if (type === undefined || !type.endsWith('*')) return type === undefined ? type : [type];
  const beginning = type.slice(0, -1);
  return [...snapshotTypes].filter((known) => known.startsWith(beginning));
}
