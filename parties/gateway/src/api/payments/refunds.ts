import { err, map, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { findRefundShown, findRefunds, listRefunds } from '../../payments/list-charges.ts';
import { type Refunded, refundCharge } from '../../payments/refund-charge.ts';
import { splitRefund } from '../../splits/split-refund.ts';
import type { Api } from '../api.ts';
import { splitMeans } from '../connect/split-means.ts';
import { type Answer, type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  amount,
  expansion,
  flag,
  mergeMetadata,
  metadata,
  page,
  text,
} from '../kernel/parameters.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { refundToStripe } from '../to-stripe/refund.ts';

const createInput = z.strictObject({
  ...expansion,
  amount: amount.optional(),
  charge: text(100).optional(),
  payment_intent: text(100).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
  refund_application_fee: flag.optional(),
  reverse_transfer: flag.optional(),
});

export function addRefunds(api: Api): void {
  const { means, resources } = api;
  resources.addReader('re', async (accountId, ids) => {
    const found = await findRefunds(means.db, accountId, ids);
    return byId(
      found.map((one) => refundToStripe(one.refund, one.balanceTransaction, one.reversal)),
    );
  });
  resources.addPart('charge', 'refunds', async (accountId, { id }) => {
    const charge = String(id);
    const found = await listRefunds(means.db, accountId, { charge, limit: 11 });
    const shown = found.map((one) =>
      refundToStripe(one.refund, one.balanceTransaction, one.reversal),
    );
    return listAnswer(`/v1/charges/${charge}/refunds`, {}, shown).body;
  });
  addEndpoint(api, {
    name: 'refunds.create',
    method: 'POST',
    url: '/v1/refunds',
    summary: 'Gives captured money back, all or part of it.',
    answers: 'refund',
    input: createInput,
    run: (call) => create(means, call),
  });

  addEndpoint(api, {
    name: 'refunds.list',
    method: 'GET',
    url: '/v1/refunds',
    summary: 'Refunds, newest first.',
    answers: 'list of refund',
    input: z.strictObject({
      ...page,
      charge: text(100).optional(),
      payment_intent: text(100).optional(),
    }),
    run: async ({ accountId, input }) => {
      const { charge, payment_intent: intent } = input;
      const found = await listRefunds(means.db, accountId, { ...pageOf(input), charge, intent });
      const shown = found.map((one) =>
        refundToStripe(one.refund, one.balanceTransaction, one.reversal),
      );
      return ok(listAnswer('/v1/refunds', input, shown));
    },
  });

  addEndpoint(api, {
    name: 'refunds.retrieve',
    method: 'GET',
    url: '/v1/refunds/:id',
    summary: 'One refund.',
    answers: 'refund',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await findRefundShown(means.db, accountId, id);
      if (found === undefined) return err(missing('refund', id));
      return ok({
        status: 200,
        body: refundToStripe(found.refund, found.balanceTransaction, found.reversal),
      });
    },
  });
}

async function create(
  means: ApiMeans,
  { accountId, input, cause, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const { charge, payment_intent: intent } = input;
  const of = intent !== undefined ? { intent } : charge !== undefined ? { charge } : undefined;
  if (of === undefined) {
    const message =
      'One of the following params should be provided for this request: payment_intent or charge.';
    return err(invalid(message, { code: 'parameter_missing', param: 'payment_intent' }));
  }
  let reversal: string | null = null;
  const answer = ({ refund }: Refunded) => ({
    status: 200,
    body: refundToStripe(refund, null, reversal),
  });
  const goesBack = {
    transfer: input.reverse_transfer === true,
    fee: input.refund_application_fee === true,
  };
  const refunded = await refundCharge(means.payments, {
    accountId,
    of,
    minor: input.amount === undefined ? null : BigInt(input.amount),
    reason: input.reason ?? null,
    metadata: mergeMetadata({}, input.metadata),
    cause,
    once: once(answer),
    along: async (refunded) => {
      const back = await splitRefund(splitMeans(means), goesBack, { ...refunded, cause });
      if (back.ok) reversal = back.value.reversal;
      return map(back, ({ units }) => units);
    },
  });
  if (refunded.ok) return ok(answer(refunded.value));
  const idParam = 'intent' in of ? 'payment_intent' : 'charge';
  return err(refusalToApi(refunded.error, { idParam }));
}
