// What a platform keeps of its accounts' charges, and what it gives back.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import type { FeeRefund } from '../../splits/application-fee.ts';
import { describeFeeRefund } from '../../splits/describe.ts';
import { refundFee } from '../../splits/refund-fee.ts';
import { findFee, listFeeRefunds, listFees } from '../../splits/store.ts';
import type { Api } from '../api.ts';
import { type Answer, missing } from '../kernel/api-error.ts';
import { addEndpoint } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  amount,
  created,
  createdRange,
  expansion,
  mergeMetadata,
  metadata,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import { feeRefundToStripe, feeToStripe } from '../to-stripe/split.ts';
import { splitMeans } from './split-means.ts';
import { splitToApi } from './split-refusal.ts';

const url = '/v1/application_fees';
const refunds = `${url}/:fee/refunds`;

export function addApplicationFees(api: Api): void {
  const { means, resources } = api;
  const { db } = means;
  resources.addReader('fee', async (accountId, ids) =>
    byId((await listFees(db, accountId, { ids, limit: ids.length })).map(feeToStripe)),
  );
  resources.addReader('fr', async (accountId, ids) =>
    byId((await listFeeRefunds(db, accountId, { ids, limit: ids.length })).map(feeRefundToStripe)),
  );
  addEndpoint(api, {
    name: 'applicationFees.list',
    method: 'GET',
    url,
    summary: 'Application fees, newest first.',
    answers: 'list of application_fee',
    input: z.strictObject({ ...page, ...created, charge: text(100).optional() }),
    run: async ({ accountId, input }) => {
      const { charge } = input;
      const filter = { ...pageOf(input), ...createdRange(input.created), charge };
      const found = await listFees(db, accountId, filter);
      return ok(listAnswer(url, input, found.map(feeToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'applicationFees.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One application fee.',
    answers: 'application_fee',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findFee(db, accountId, id);
      if (found === undefined) return err(missing('application fee', id));
      return ok({ status: 200, body: feeToStripe(found) });
    },
  });
  addRefunds(api);
}

function addRefunds(api: Api): void {
  const { means } = api;
  const { db } = means;
  addEndpoint(api, {
    name: 'applicationFees.createRefund',
    method: 'POST',
    url: refunds,
    summary: 'Gives an application fee back, all or part of it.',
    answers: 'fee_refund',
    input: z.strictObject({
      ...expansion,
      amount: amount.optional(),
      metadata: metadata.optional(),
    }),
    run: async ({ accountId: platform, ids, input, cause, once }) => {
      const made = await refundFee(splitMeans(means), {
        platform,
        feeId: ids['fee'] ?? '',
        minor: input.amount === undefined ? null : BigInt(input.amount),
        metadata: mergeMetadata({}, input.metadata),
        cause,
        once: once(answer),
      });
      return made.ok ? ok(answer(made.value)) : err(splitToApi(made.error));
    },
  });
  addEndpoint(api, {
    name: 'applicationFees.listRefunds',
    method: 'GET',
    url: refunds,
    summary: 'What was given back of a fee, newest first.',
    answers: 'list of fee_refund',
    input: z.strictObject(page),
    run: async ({ accountId, ids, input }) => {
      const fee = ids['fee'] ?? '';
      if ((await findFee(db, accountId, fee)) === undefined) {
        return err(missing('application fee', fee));
      }
      const found = await listFeeRefunds(db, accountId, { ...pageOf(input), fee });
      const at = refunds.replace(':fee', fee);
      return ok(listAnswer(at, input, found.map(feeRefundToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'applicationFees.retrieveRefund',
    method: 'GET',
    url: `${refunds}/:id`,
    summary: 'One refund of a fee.',
    answers: 'fee_refund',
    input: z.strictObject(expansion),
    run: async ({ accountId, id, ids }) => {
      const of = { ids: [id], fee: ids['fee'], limit: 1 };
      const [found] = await listFeeRefunds(db, accountId, of);
      return found === undefined ? err(missing('fee refund', id)) : ok(answer(found));
    },
  });
  addEndpoint(api, {
    name: 'applicationFees.updateRefund',
    method: 'POST',
    url: `${refunds}/:id`,
    summary: 'Changes what is noted of a fee’s refund.',
    answers: 'fee_refund',
    input: z.strictObject({ ...expansion, metadata: metadata.optional() }),
    run: async ({ accountId, id, ids, input, cause, once }) => {
      const done = await describeFeeRefund(splitMeans(means), {
        ...{ accountId, id, cause, once: once(answer), of: ids['fee'] ?? '' },
        metadata: (old) => mergeMetadata(old, input.metadata),
      });
      return done.ok ? ok(answer(done.value)) : err(splitToApi(done.error));
    },
  });
}

const answer = (refund: FeeRefund): Answer => ({ status: 200, body: feeRefundToStripe(refund) });
