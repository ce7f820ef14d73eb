import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { listEvents } from '../../webhooks/read.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, page, text } from '../kernel/parameters.ts';
import { eventToStripe } from '../to-stripe/event.ts';

export function addEvents(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'events.list',
    method: 'GET',
    url: '/v1/events',
    summary: 'Events, newest first.',
    answers: 'list of event',
    input: z.strictObject({ ...page, type: text(100).optional() }),
    run: async ({ accountId, input }) => {
      const filter = { ...pageOf(input), type: input.type };
      const found = await listEvents(means.db, accountId, filter);
      return ok(listAnswer('/v1/events', input, found.map(eventToStripe)));
    },
  });

  addEndpoint(api, {
    name: 'events.retrieve',
    method: 'GET',
    url: '/v1/events/:id',
    summary: 'One event.',
    answers: 'event',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listEvents(means.db, accountId, { id, limit: 1 });
      if (found === undefined) return err(missing('event', id));
      return ok({ status: 200, body: eventToStripe(found) });
    },
  });
}
