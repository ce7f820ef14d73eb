// Payouts: what the acquirer pays to bank accounts, by itself or as it is told.

import { money } from '@kassa/money';
import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { cancelPayout, describePayout } from '../../payouts/change-payout.ts';
import { makePayout } from '../../payouts/make-payout.ts';
import type { PayoutMeans } from '../../payouts/ports.ts';
import { listPayouts, type Payout } from '../../settlement/read.ts';
import type { Api } from '../api.ts';
import { type Answer, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  absent,
  type CreatedInput,
  created,
  createdRange,
  currencyCode,
  expansion,
  integer,
  mergeMetadata,
  metadata,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { payoutToStripe } from '../to-stripe/money.ts';
import { payoutToApi } from './payout-refusal.ts';

const url = '/v1/payouts';

const createInput = z.strictObject({
  ...expansion,
  amount: integer(1, 99_999_999_999),
  currency: currencyCode,
  description: text(1000).optional(),
  destination: text(100).optional(),
  metadata: metadata.optional(),
  method: z.literal('standard', 'Kassa has no instant payouts: only "standard"').optional(),
  payout_method: absent('payout methods'),
  source_type: z.literal('card', 'all balances are of card payments here').optional(),
  statement_descriptor: text(22).optional(),
});

export function addPayouts(api: Api): void {
  const { means } = api;
  const { db } = means;
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
      return ok(answer(found));
    },
  });
  addEndpoint(api, {
    name: 'payouts.create',
    method: 'POST',
    url,
    summary: 'Pays available money out to a bank account, at the next payout hour.',
    answers: 'payout',
    input: createInput,
    run: (call) => create(means, call),
  });
  addChanges(api);
}

function addChanges(api: Api): void {
  const { means } = api;
  const one = `${url}/:id`;
  addEndpoint(api, {
    name: 'payouts.update',
    method: 'POST',
    url: one,
    summary: 'Changes what is noted of a payout.',
    answers: 'payout',
    input: z.strictObject({ ...expansion, metadata: metadata.optional() }),
    run: async ({ account: merchant, id, input, cause, once }) => {
      const asked = { merchant, id, cause, once: once(answer) };
      const done = await describePayout(payoutMeans(means), asked, (old) =>
        mergeMetadata(old, input.metadata),
      );
      return done.ok ? ok(answer(done.value)) : err(payoutToApi(done.error));
    },
  });
  addEndpoint(api, {
    name: 'payouts.cancel',
    method: 'POST',
    url: `${one}/cancel`,
    summary: 'Takes a payout back before it is sent.',
    answers: 'payout',
    input: z.strictObject(expansion),
    run: async ({ account: merchant, id, cause, once }) => {
      const asked = { merchant, id, cause, once: once(answer) };
      const done = await cancelPayout(payoutMeans(means), asked);
      return done.ok ? ok(answer(done.value)) : err(payoutToApi(done.error));
    },
  });
  addEndpoint(api, {
    name: 'payouts.reverse',
    method: 'POST',
    url: `${one}/reverse`,
    summary: 'Refused: money that is at a bank cannot be fetched back.',
    answers: 'payout',
    input: z.strictObject({ ...expansion, metadata: metadata.optional() }),
    run: async ({ accountId, id }) => {
      const [found] = await listPayouts(means.db, accountId, { ids: [id], limit: 1 });
      if (found === undefined) return err(missing('payout', id));
      const message =
        'Kassa pays by credit transfer, which does not fetch money back from a bank account: a payout cannot be reversed. One that is pending can be canceled.';
      return err(invalid(message, { code: 'feature_not_available' }));
    },
  });
}

const answer = (payout: Payout): Answer => ({ status: 200, body: payoutToStripe(payout) });

const payoutMeans = (means: ApiMeans): PayoutMeans => ({
  ...means.recording,
  ...{ db: means.db, clock: means.clock, directory: means.directory },
  payoutHour: means.payoutHour,
});

async function create(means: ApiMeans, call: Call<z.output<typeof createInput>>) {
  const { account: merchant, input, cause, once } = call;
  const made = await makePayout(payoutMeans(means), {
    merchant,
    amount: money(input.currency, BigInt(input.amount)),
    isAutomatic: false,
    destination: input.destination ?? null,
    description: input.description ?? null,
    statementDescriptor: input.statement_descriptor ?? null,
    metadata: mergeMetadata({}, input.metadata),
    cause,
    once: once(answer),
  });
  return made.ok ? ok(answer(made.value)) : err(payoutToApi(made.error));
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
