// Events of the second interface: thin, and of the last thirty days as well.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import { thinTypes } from '../../webhooks/known-event-types.ts';
import { eventsShownMs, listEvents } from '../../webhooks/read.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { createdRange, list, text } from '../kernel/parameters.ts';
import { eventIdIn, eventTypeIn, wholeThinEventToStripe } from '../to-stripe/thin-event.ts';
import { v2ListAnswer, v2Page, v2PageOf } from './v2-lists.ts';

/** Seconds as the client's types have it, or a time as this interface writes them. */
const instant = z.union([
  z
    .string()
    .regex(/^\d{1,11}$/)
    .transform(Number),
  z.iso.datetime({ offset: true }).transform((at) => Math.floor(Date.parse(at) / 1000)),
]);
const thinType = z.string().refine((type) => thinTypes.has(type), 'there is no such type of event');

const listInput = z.strictObject({
  ...v2Page,
  created: z
    .strictObject({
      gt: instant.optional(),
      gte: instant.optional(),
      lt: instant.optional(),
      lte: instant.optional(),
    })
    .optional(),
  object_id: text(255).optional(),
  types: list(thinType, 20).optional(),
});

const url = '/v2/core/events';

export function addV2Events(api: Api): void {
  addEndpoint(api, {
    name: 'v2.core.events.list',
    method: 'GET',
    url,
    summary: 'Thin events of the last 30 days, newest first.',
    answers: 'list of v2.core.event',
    input: listInput,
    run: (call) => listThin(api, call),
  });
  addEndpoint(api, {
    name: 'v2.core.events.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One thin event of the last 30 days.',
    answers: 'v2.core.event',
    input: z.strictObject({}),
    run: async ({ accountId, caller, id }) => {
      const { db, clock } = api.means;
      const createdFromMs = clock.nowMs() - eventsShownMs;
      const ids = [eventIdIn(id) ?? ''];
      const [event] = await listEvents(db, accountId, { ids, limit: 1, createdFromMs });
      if (event === undefined) return err(missing('event', id));
      const around = { operations: api.operations, context: contextOf(accountId, caller) };
      return ok({ status: 200, body: wholeThinEventToStripe(event, around) });
    },
  });
}

async function listThin(
  api: Api,
  { accountId, caller, input }: Call<z.output<typeof listInput>>,
): Promise<Result<Answer, ApiError>> {
  const page = v2PageOf(input);
  if (!page.ok) return page;
  const { db, clock } = api.means;
  const { createdFromMs = 0, ...range } = createdRange(input.created);
  const found = await listEvents(db, accountId, {
    ...page.value,
    ...range,
    before: storedId(page.value.before),
    after: storedId(page.value.after),
    createdFromMs: Math.max(createdFromMs, clock.nowMs() - eventsShownMs),
    objectId: input.object_id,
    types: input.types?.map(eventTypeIn),
  });
  const around = { operations: api.operations, context: contextOf(accountId, caller) };
  const shown = found.map((event) => wholeThinEventToStripe(event, around));
  const query = queryOf(input);
  return ok(v2ListAnswer({ url, query, input, page: page.value }, shown));
}

const storedId = (thinId: string | undefined) =>
  thinId === undefined ? undefined : eventIdIn(thinId);

function contextOf(accountId: AccountId, { merchant }: Call<unknown>['caller']) {
  return merchant.accountId === accountId ? undefined : accountId;
}

/** The filters once more, for the addresses of other pages. */
function queryOf(input: z.output<typeof listInput>): Record<string, string> {
  const { created = {}, object_id: objectId, types = [] } = input;
  return Object.fromEntries([
    ...Object.entries(created).map(([edge, at]) => [`created[${edge}]`, String(at)]),
    ...(objectId === undefined ? [] : [['object_id', objectId]]),
    ...types.map((type, at) => [`types[${at}]`, type]),
  ]);
}
