// Payouts: what the acquirer pays to bank accounts, by itself or as it is told.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { listPayouts } from '../../settlement/read.ts';
import type { Api } from '../api.ts';
import { missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  type CreatedInput,
  created,
  createdRange,
  expansion,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { payoutToStripe } from '../to-stripe/money.ts';

const url = '/v1/payouts';

export function addPayouts(api: Api): void {
  const { db } = api.means;
  api.resources.addReader('po', async (accountId, ids) => {
    const found = await listPayouts(db, accountId, { ids, limit: ids.length });
    return byId(found.map(payoutToStripe));
  });
  addEndpoint(api, {
    name: 'payouts.list',
    method: 'GET',
    url,
    summary: 'Payouts, newest first.',
    answers: 'list of payout',
    input: z.strictObject({
      ...page,
      ...created,
      arrival_date: created.created,
      destination: text(100).optional(),
      status: text(20).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { status, destination } = input;
      const found = await listPayouts(db, accountId, {
        ...pageOf(input),
        ...createdRange(input.created),
        ...arrivalRange(input.arrival_date),
        ...{ status, destination },
      });
      return ok(listAnswer(url, input, found.map(payoutToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'payouts.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One payout.',
    answers: 'payout',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const [found] = await listPayouts(db, accountId, { ids: [id], limit: 1 });
      if (found === undefined) return err(missing('payout', id));
      return ok({ status: 200, body: payoutToStripe(found) });
    },
  });
}

/** Value dates are days: the first and the last whose midnight lies within. */
function arrivalRange(given: CreatedInput | undefined) {
  const { createdFromMs: from, createdToMs: to } = createdRange(given);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return {
    ...(from === undefined ? {} : { arrivesFrom: day(from + 86_400_000 - 1) }),
    ...(to === undefined ? {} : { arrivesTo: day(to - 1) }),
  };
}
