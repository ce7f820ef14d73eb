// Transfers from a platform to its accounts, and their reversals.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import { describeReversal, describeTransfer } from '../../splits/describe.ts';
import { makeTransfer } from '../../splits/make-transfer.ts';
import { reverseTransfer } from '../../splits/reverse-transfer.ts';
import { findTransfer, listReversals, listTransfers } from '../../splits/store.ts';
import type { Transfer, TransferReversal } from '../../splits/transfer.ts';
import type { Api } from '../api.ts';
import { type Answer, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  amount,
  created,
  createdRange,
  currencyCode,
  expansion,
  flag,
  mergeMetadata,
  metadata,
  page,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { reversalToStripe, transferToStripe } from '../to-stripe/split.ts';
import { splitMeans } from './split-means.ts';
import { splitToApi } from './split-refusal.ts';

const url = '/v1/transfers';
const one = `${url}/:id`;
const reversals = `${url}/:transfer/reversals`;

const createInput = z.strictObject({
  ...expansion,
  amount: amount.optional(),
  currency: currencyCode,
  description: unsettable(text(1000)).optional(),
  destination: text(100),
  metadata: metadata.optional(),
  source_transaction: text(100).optional(),
  source_type: z.literal('card', 'all balances are of card payments here').optional(),
  transfer_group: text(500).optional(),
});

const reverseInput = z.strictObject({
  ...expansion,
  amount: amount.optional(),
  description: unsettable(text(1000)).optional(),
  metadata: metadata.optional(),
  refund_application_fee: flag.optional(),
});

export function addTransfers(api: Api): void {
  const { means, resources } = api;
  const { db } = means;
  resources.addReader('tr', async (accountId, ids) =>
    byId((await listTransfers(db, accountId, { ids, limit: ids.length })).map(transferToStripe)),
  );
  resources.addReader('trr', async (accountId, ids) =>
    byId((await listReversals(db, accountId, { ids, limit: ids.length })).map(reversalToStripe)),
  );
  addEndpoint(api, {
    name: 'transfers.create',
    method: 'POST',
    url,
    summary: 'Gives money to a connected account: of what is available, or of a charge.',
    answers: 'transfer',
    input: createInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'transfers.list',
    method: 'GET',
    url,
    summary: 'Transfers, newest first.',
    answers: 'list of transfer',
    input: z.strictObject({
      ...page,
      ...created,
      destination: text(100).optional(),
      transfer_group: text(500).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { destination, transfer_group: group } = input;
      const filter = { ...pageOf(input), ...createdRange(input.created), destination, group };
      const found = await listTransfers(db, accountId, filter);
      return ok(listAnswer(url, input, found.map(transferToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'transfers.retrieve',
    method: 'GET',
    url: one,
    summary: 'One transfer.',
    answers: 'transfer',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findTransfer(db, accountId, id);
      return found === undefined ? err(missing('transfer', id)) : ok(transferAnswer(found));
    },
  });
  addEndpoint(api, {
    name: 'transfers.update',
    method: 'POST',
    url: one,
    summary: 'Changes what is noted of a transfer.',
    answers: 'transfer',
    input: z.strictObject({
      ...expansion,
      description: unsettable(text(1000)).optional(),
      metadata: metadata.optional(),
    }),
    run: async ({ accountId, id, input, cause, once }) => {
      const done = await describeTransfer(splitMeans(means), {
        ...{ accountId, id, cause, once: once(transferAnswer), description: input.description },
        metadata: (old) => mergeMetadata(old, input.metadata),
      });
      return done.ok ? ok(transferAnswer(done.value)) : err(splitToApi(done.error));
    },
  });
  addReversals(api);
}

function addReversals(api: Api): void {
  const { means } = api;
  const { db } = means;
  addEndpoint(api, {
    name: 'transfers.createReversal',
    method: 'POST',
    url: reversals,
    summary: 'Takes a transfer back, all or part of it.',
    answers: 'transfer_reversal',
    input: reverseInput,
    run: (call) => reverse(means, call),
  });
  addEndpoint(api, {
    name: 'transfers.listReversals',
    method: 'GET',
    url: reversals,
    summary: 'What was taken back of a transfer, newest first.',
    answers: 'list of transfer_reversal',
    input: z.strictObject(page),
    run: async ({ accountId, ids, input }) => {
      const id = ids['transfer'] ?? '';
      if ((await findTransfer(db, accountId, id)) === undefined)
        return err(missing('transfer', id));
      const found = await listReversals(db, accountId, { ...pageOf(input), transfer: id });
      const at = reversals.replace(':transfer', id);
      return ok(listAnswer(at, input, found.map(reversalToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'transfers.retrieveReversal',
    method: 'GET',
    url: `${reversals}/:id`,
    summary: 'One reversal.',
    answers: 'transfer_reversal',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, ids }) => {
      const of = { ids: [id], transfer: ids['transfer'], limit: 1 };
      const [found] = await listReversals(db, accountId, of);
      return found === undefined
        ? err(missing('transfer reversal', id))
        : ok(reversalAnswer(found));
    },
  });
  addEndpoint(api, {
    name: 'transfers.updateReversal',
    method: 'POST',
    url: `${reversals}/:id`,
    summary: 'Changes what is noted of a reversal.',
    answers: 'transfer_reversal',
    input: z.strictObject({ ...expansion, metadata: metadata.optional() }),
    run: async ({ accountId, id, ids, input, cause, once }) => {
      const done = await describeReversal(splitMeans(means), {
        ...{ accountId, id, cause, once: once(reversalAnswer), of: ids['transfer'] ?? '' },
        metadata: (old) => mergeMetadata(old, input.metadata),
      });
      return done.ok ? ok(reversalAnswer(done.value)) : err(splitToApi(done.error));
    },
  });
}

const transferAnswer = (transfer: Transfer): Answer => ({
  status: 200,
  body: transferToStripe(transfer),
});

const reversalAnswer = (reversal: TransferReversal): Answer => ({
  status: 200,
  body: reversalToStripe(reversal),
});

async function create(means: ApiMeans, call: Call<z.output<typeof createInput>>) {
  const { accountId: platform, input, cause, once } = call;
  const made = await makeTransfer(splitMeans(means), {
    platform,
    destination: input.destination,
    currency: input.currency,
    minor: input.amount === undefined ? null : BigInt(input.amount),
    sourceCharge: input.source_transaction ?? null,
    group: input.transfer_group ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    cause,
    once: once(transferAnswer),
  });
  return made.ok ? ok(transferAnswer(made.value)) : err(splitToApi(made.error));
}

async function reverse(means: ApiMeans, call: Call<z.output<typeof reverseInput>>) {
  const { accountId: platform, ids, input, cause, once } = call;
  const made = await reverseTransfer(splitMeans(means), {
    platform,
    transferId: ids['transfer'] ?? '',
    minor: input.amount === undefined ? null : BigInt(input.amount),
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    refundsFee: input.refund_application_fee === true,
    cause,
    once: once(reversalAnswer),
  });
  return made.ok ? ok(reversalAnswer(made.value)) : err(splitToApi(made.error));
}
