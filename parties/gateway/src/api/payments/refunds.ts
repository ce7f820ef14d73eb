// Refunds: captured money goes back to the card it came from.

import { unit } from '@kassa/database';
import { err, map, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type FoundRefund,
  findRefundShown,
  findRefunds,
  listRefunds,
} from '../../payments/list-charges.ts';
import { newestOf } from '../../payments/newest-of.ts';
import { noteRefund } from '../../payments/note-refund.ts';
import { type Refunded, refundCharge } from '../../payments/refund-charge.ts';
import { splitRefund } from '../../splits/split-refund.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { splitMeans } from '../connect/split-means.ts';
import { type Answer, type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import {
  absent,
  amount,
  created,
  createdRange,
  expansion,
  flag,
  mergeMetadata,
  metadata,
  notTaken,
  page,
  text,
} from '../kernel/parameters.ts';
import { changedFrom } from '../kernel/previous-attributes.ts';
import { byId, idOf, type Reader } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { refundedCharge, refundToStripe } from '../to-stripe/refund.ts';
import { checkEdges } from './page-edges.ts';
import { tooManyKeys } from './wish-faults.ts';

const ofBalance = absent('balance of customers to refund from');

const createInput = z.strictObject({
  ...expansion,
  amount: amount.optional(),
  charge: text(100).optional(),
  currency: ofBalance,
  customer: ofBalance,
  instructions_email: notTaken('A card needs no instructions: the money goes back to it'),
  metadata: metadata.optional(),
  origin: ofBalance,
  payment_intent: text(100).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  refund_application_fee: flag.optional(),
  reverse_transfer: flag.optional(),
});

const updateInput = z.strictObject({ ...expansion, metadata: metadata.optional() });

const listInput = z.strictObject({
  ...page,
  ...created,
  charge: text(100).optional(),
  payment_intent: text(100).optional(),
});

const url = '/v1/refunds';

export function addRefunds(api: Api): void {
  const { means, resources } = api;
  const read: Reader = async (accountId, ids) => {
    const found = await findRefunds(means.db, accountId, ids);
    return byId(found.map(refundToStripe));
  };
  resources.addReader('re', read);
  resources.addPart('charge', 'refunds', async (accountId, charges) => {
    const owners = { accountId, ids: charges.map(idOf), limit: 11 };
    const newest = await newestOf(means.db, { table: 'refund', of: 'charge_id' }, owners);
    const found = await inSlices([...newest.values()].flat(), (ids) =>
      findRefunds(means.db, accountId, ids),
    );
    const shown = new Map(found.map((one) => [String(one.refund.id), refundToStripe(one)]));
    return charges.map(idOf).map((id) => {
      const refunds = (newest.get(id) ?? []).flatMap((refund) => shown.get(refund) ?? []);
      return listAnswer(`/v1/charges/${id}/refunds`, {}, refunds).body;
    });
  });
  addEndpoint(api, {
    name: 'refunds.create',
    method: 'POST',
    url,
    summary: 'Gives captured money back, all or part of it.',
    answers: 'refund',
    input: createInput,
    run: (call) => create(means, call),
  });
  addEndpoint(api, {
    name: 'refunds.list',
    method: 'GET',
    url,
    summary: 'Refunds, newest first.',
    answers: 'list of refund',
    input: listInput,
    run: (call) => list(means, call, read),
  });
  addEndpoint(api, {
    name: 'refunds.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One refund.',
    answers: 'refund',
    input: z.strictObject(expansion),
    run: async (call) => {
      const found = await find(means, call);
      return found.ok ? ok(answerOf(found.value)) : found;
    },
  });
  addEndpoint(api, {
    name: 'refunds.update',
    method: 'POST',
    url: `${url}/:id`,
    summary: 'Changes the metadata of a refund.',
    answers: 'refund',
    input: updateInput,
    run: (call) => update(means, call),
  });
  addRefused(api);
}

/** Only what a customer must still do something for could be stopped; a card needs nothing of them. */
function addRefused(api: Api): void {
  const refuse = (doing: 'cancel' | 'expire') => async (call: Call<unknown>) => {
    const found = await find(api.means, call);
    if (!found.ok) return found;
    const { id, status } = found.value.refund;
    const message = `You cannot ${doing} refund ${id} because it has a status of ${status}. Only a refund with a status of requires_action may be ${doing === 'cancel' ? 'canceled' : 'expired'}; to a card none has it.`;
    return err(invalid(message, { code: 'status_transition_invalid' }));
  };
  addEndpoint(api, {
    name: 'refunds.cancel',
    method: 'POST',
    url: `${url}/:id/cancel`,
    summary: 'Stops a refund that waits for the customer; to a card none does.',
    answers: 'refund',
    input: z.strictObject(expansion),
    run: refuse('cancel'),
  });
  addEndpoint(api, {
    name: 'testHelpers.refunds.expire',
    method: 'POST',
    url: '/v1/test_helpers/refunds/:id/expire',
    summary: 'Ends a refund that waits for the customer; to a card none does.',
    answers: 'refund',
    input: z.strictObject(expansion),
    run: refuse('expire'),
  });
}

const answerOf = (found: FoundRefund): Answer => ({ status: 200, body: refundToStripe(found) });

async function find(
  means: ApiMeans,
  { accountId, id }: Pick<Call<unknown>, 'accountId' | 'id'>,
): Promise<Result<FoundRefund, ApiError>> {
  const found = await findRefundShown(means.db, accountId, id);
  return found === undefined ? err(missing('refund', id)) : ok(found);
}

async function list(
  means: ApiMeans,
  { accountId, input }: Call<z.output<typeof listInput>>,
  read: Reader,
): Promise<Result<Answer, ApiError>> {
  const edges = await checkEdges(read, 'refund', { accountId, input });
  if (!edges.ok) return edges;
  const { charge, payment_intent: intent } = input;
  const filter = { ...pageOf(input), ...createdRange(input.created), charge, intent };
  const found = await listRefunds(means.db, accountId, filter);
  return ok(listAnswer(url, input, found.map(refundToStripe)));
}

async function create(
  means: ApiMeans,
  { accountId, input, cause, once }: Call<z.output<typeof createInput>>,
): Promise<Result<Answer, ApiError>> {
  const of = refundedOf(input);
  if (!of.ok) return of;
  const fault = tooManyKeys({}, input.metadata);
  if (fault !== undefined) return err(fault);
  let reversal: string | null = null;
  const answer = ({ refund, view: { intent } }: Refunded): Answer => {
    const { charge } = intent;
    if (charge === null) return { status: 200, body: {} };
    const about = { charge: refundedCharge(charge, intent), balanceTransaction: null, reversal };
    return answerOf({ refund, ...about });
  };
  const goesBack = {
    transfer: input.reverse_transfer === true,
    fee: input.refund_application_fee === true,
  };
  const refunded = await refundCharge(means.payments, {
    accountId,
    of: of.value,
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
  const idParam = 'intent' in of.value ? 'payment_intent' : 'charge';
  return err(refusalToApi(refunded.error, { idParam }));
}

function refundedOf({
  charge,
  payment_intent: intent,
}: z.output<typeof createInput>): Result<{ charge: string } | { intent: string }, ApiError> {
  if (charge !== undefined && intent !== undefined) {
    const message = 'You may only specify one of these parameters: charge, payment_intent.';
    return err(invalid(message, { code: 'parameter_invalid', param: 'payment_intent' }));
  }
  if (intent !== undefined) return ok({ intent });
  if (charge !== undefined) return ok({ charge });
  const message =
    'One of the following params should be provided for this request: payment_intent or charge.';
  return err(invalid(message, { code: 'parameter_missing', param: 'payment_intent' }));
}

async function update(
  means: ApiMeans,
  call: Call<z.output<typeof updateInput>>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input, cause, once } = call;
  const found = await find(means, call);
  if (!found.ok) return found;
  const fault = tooManyKeys(found.value.refund.metadata, input.metadata);
  if (fault !== undefined) return err(fault);
  const atMs = means.clock.nowMs();
  const noted = await noteRefund(means.payments, {
    accountId,
    id,
    change: ({ refund }) => mergeMetadata(refund.metadata, input.metadata),
    also: (before, after) => {
      const object = refundToStripe(after);
      const previous = changedFrom(refundToStripe(before), object);
      const event = { accountId, objectId: id, object, previous, cause, atMs };
      return unit(
        recordEvents(means.recording, [
          { ...event, type: 'refund.updated' },
          { ...event, type: 'charge.refund.updated' },
        ]),
        once(answerOf).settle(after, id),
      );
    },
  });
  return noted.ok ? ok(answerOf(noted.value)) : err(refusalToApi(noted.error));
}
