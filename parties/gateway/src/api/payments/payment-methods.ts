// Payment methods: cards in the vault, as merchants and their customers keep them.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import { idFrom } from '../../ids.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { changeMethod, detachMethod } from '../../vault/change-method.ts';
import {
  insertPaymentMethod,
  listPaymentMethods,
  loadPaymentMethod,
  loadPaymentMethods,
} from '../../vault/store.ts';
import type { EventType } from '../../webhooks/event-types.ts';
import { recordEvent } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { customerInAddress, findCustomer } from '../customers/find-customer.ts';
import {
  type Answer,
  type ApiError,
  busy,
  invalid,
  keyInUse,
  missing,
} from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { listAnswer, pageOf } from '../kernel/lists.ts';
import { expansion, mergeMetadata, metadata, page, text } from '../kernel/parameters.ts';
import { changedFrom } from '../kernel/previous-attributes.ts';
import { byId } from '../kernel/resources.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentMethodToStripe } from '../to-stripe/payment-method.ts';
import { attachedTo, methodId } from './attach-method.ts';
import {
  billingInput,
  expiryInput,
  mergeBilling,
  methodFields,
  sealCard,
  withExpiry,
} from './payment-method-input.ts';
import { testMethod } from './test-method.ts';

const url = '/v1/payment_methods';

export function addPaymentMethods(api: Api): void {
  const { db } = api.means;
  api.resources.addReader(
    'pm',
    async (accountId, ids) =>
      byId((await loadPaymentMethods(db, accountId, ids)).map(paymentMethodToStripe)),
    ['payment_method', 'default_payment_method'],
  );
  addCreate(api);
  addRetrieve(api);
  addUpdate(api);
  addLists(api);
  addAttach(api);
  addDetach(api);
}

const answerOf = (method: PaymentMethod): Answer => ({
  status: 200,
  body: paymentMethodToStripe(method),
});

function addCreate(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentMethods.create',
    method: 'POST',
    url,
    summary: 'Puts a card into the vault; what comes back is a token for it.',
    answers: 'payment_method',
    publishable: true,
    input: z.strictObject({ ...methodFields, ...expansion }),
    run: async ({ accountId, input, once }) => {
      const sealed = await sealCard(means, accountId, input);
      if (!sealed.ok) return sealed;
      const method = sealed.value;
      const kept = once(answerOf).settle(method, method.id);
      return committed(means, unit(insertPaymentMethod(method), kept), method);
    },
  });
}

function addRetrieve(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentMethods.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One PaymentMethod.',
    answers: 'payment_method',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const named = testMethod(means, accountId, id);
      if (named !== undefined) {
        // From now on it is of use under its own id, so it is stored.
        return named.ok ? committed(means, insertPaymentMethod(named.value), named.value) : named;
      }
      const method = await find(means, accountId, id);
      return method.ok ? ok(answerOf(method.value)) : method;
    },
  });
  addEndpoint(api, {
    name: 'customers.retrievePaymentMethod',
    method: 'GET',
    url: '/v1/customers/:customer/payment_methods/:id',
    summary: 'One PaymentMethod of a customer.',
    answers: 'payment_method',
    input: z.strictObject(expansion),
    run: async (call) => {
      const customer = await customerInAddress(means, call);
      if (!customer.ok) return customer;
      const method = await find(means, call.accountId, call.id);
      if (!method.ok) return method;
      if (method.value.customer !== customer.value) return err(unknown(call.id));
      return ok(answerOf(method.value));
    },
  });
}

const cardChange = z.strictObject({
  ...expiryInput,
  networks: z.strictObject({ preferred: text(50).optional() }).optional(),
});

function addUpdate(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentMethods.update',
    method: 'POST',
    url: `${url}/:id`,
    summary: 'Changes expiry, billing details or metadata of a card that is a customer’s.',
    answers: 'payment_method',
    input: z.strictObject({
      ...expansion,
      allow_redisplay: methodFields.allow_redisplay,
      billing_details: billingInput.optional(),
      card: cardChange.optional(),
      metadata: metadata.optional(),
    }),
    run: async (call) => {
      const { accountId, id, input } = call;
      const found = await find(means, accountId, id);
      if (!found.ok) return found;
      const before = found.value;
      if (before.customer === null) {
        const message = 'You must save this PaymentMethod to a customer before you can update it.';
        return err(invalid(message, { code: 'payment_method_unexpected_state' }));
      }
      const expiry = withExpiry(before, input.card ?? {}, means.clock.nowMs());
      if (!expiry.ok) return expiry;
      const after: PaymentMethod = {
        ...before,
        face: { ...before.face, expiry: expiry.value },
        billing: mergeBilling(before.billing, input.billing_details),
        metadata: mergeMetadata(before.metadata, input.metadata),
        allowRedisplay: input.allow_redisplay ?? before.allowRedisplay,
      };
      const type = 'payment_method.updated';
      return change(api, call, { before, after, work: changeMethod(before, after), type });
    },
  });
}

function addLists(api: Api): void {
  const { means } = api;
  const filters = {
    ...page,
    allow_redisplay: methodFields.allow_redisplay,
    type: text(50).optional(),
  };
  const list = async (
    { accountId, input }: Pick<Call<z.output<z.ZodObject<typeof filters>>>, 'accountId' | 'input'>,
    customer: string,
    address: string,
  ): Promise<Result<Answer, ApiError>> => {
    // Only cards are kept here: of any other type a customer has none.
    const isOther = input.type !== undefined && input.type !== 'card';
    const { allow_redisplay: allowRedisplay } = input;
    const filter = { ...pageOf(input), customer, allowRedisplay };
    const found = isOther ? [] : await listPaymentMethods(means.db, accountId, filter);
    return ok(listAnswer(address, input, found.map(paymentMethodToStripe)));
  };
  addEndpoint(api, {
    name: 'paymentMethods.list',
    method: 'GET',
    url,
    summary: 'The PaymentMethods of a customer, newest first.',
    answers: 'list of payment_method',
    input: z.strictObject({ ...filters, customer: text(255).optional() }),
    run: async (call) => {
      const { customer } = call.input;
      // Without a customer the original lists none of those that were made for one payment.
      if (customer === undefined) return ok(listAnswer(url, call.input, []));
      const found = await findCustomer(means, call.accountId, customer);
      return found.ok ? list(call, customer, url) : found;
    },
  });
  addEndpoint(api, {
    name: 'customers.listPaymentMethods',
    method: 'GET',
    url: '/v1/customers/:customer/payment_methods',
    summary: 'The PaymentMethods of a customer, newest first.',
    answers: 'list of payment_method',
    input: z.strictObject(filters),
    run: async (call) => {
      const customer = await customerInAddress(means, call);
      if (!customer.ok) return customer;
      return list(call, customer.value, `/v1/customers/${customer.value}/payment_methods`);
    },
  });
}

function addAttach(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentMethods.attach',
    method: 'POST',
    url: `${url}/:id/attach`,
    summary: 'Makes a card a customer’s, to be used again.',
    answers: 'payment_method',
    input: z.strictObject({ ...expansion, customer: text(255) }),
    run: async ({ accountId, id, input, cause, once }) => {
      const customer = await findCustomer(means, accountId, input.customer);
      if (!customer.ok) return customer;
      const to = idFrom('cus', customer.value.id);
      const about = { accountId, token: id, customer: to, cause, param: 'payment_method' };
      const attached = await attachedTo(api, about);
      if (!attached.ok) return attached;
      const { method, unit: work } = attached.value;
      return committed(means, unit(work, once(answerOf).settle(method, method.id)), method);
    },
  });
}

function addDetach(api: Api): void {
  const { means } = api;
  addEndpoint(api, {
    name: 'paymentMethods.detach',
    method: 'POST',
    url: `${url}/:id/detach`,
    summary: 'Takes a card from its customer. It cannot be used again.',
    answers: 'payment_method',
    input: z.strictObject(expansion),
    run: async (call) => {
      const found = await find(means, call.accountId, call.id);
      if (!found.ok) return found;
      const before = found.value;
      if (before.customer === null) {
        const message =
          'The payment method you provided is not attached to a customer so detachment is impossible.';
        return err(invalid(message, { code: 'payment_method_unexpected_state' }));
      }
      const { method: after, unit: work } = detachMethod(before, means.clock.nowMs());
      return change(api, call, { before, after, work, type: 'payment_method.detached' });
    },
  });
}

type Changing = {
  readonly before: PaymentMethod;
  readonly after: PaymentMethod;
  readonly work: Unit;
  readonly type: EventType;
};

/** The change with its event and the caller's idempotency record. */
function change(
  { means }: Api,
  { accountId, cause, once }: Pick<Call<unknown>, 'accountId' | 'cause' | 'once'>,
  { before, after, work, type }: Changing,
): Promise<Result<Answer, ApiError>> {
  const object = paymentMethodToStripe(after);
  const previous = changedFrom(paymentMethodToStripe(before), object);
  const about = { accountId, objectId: after.id, cause, atMs: means.clock.nowMs() };
  const event = recordEvent(means.recording, { ...about, type, object, previous });
  const kept = once(answerOf).settle(after, after.id);
  return committed(means, unit(work, event, kept), after);
}

async function committed(
  means: ApiMeans,
  work: Unit,
  method: PaymentMethod,
): Promise<Result<Answer, ApiError>> {
  const done = await means.db.commit(work);
  if (done.ok) return ok(answerOf(method));
  return err(done.error.code === 'guard' ? busy : keyInUse);
}

async function find(
  means: ApiMeans,
  accountId: AccountId,
  id: string,
): Promise<Result<PaymentMethod, ApiError>> {
  const method = await loadPaymentMethod(means.db, accountId, methodId(id));
  return method === undefined ? err(unknown(id)) : ok(method);
}

const unknown = (id: string) => missing('PaymentMethod', id, 'payment_method');
