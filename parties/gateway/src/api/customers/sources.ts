// Sources of the older API: the cards of a customer under their older name, `card_…`. There is no
// second set of them: each is a payment method of the vault.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { type AccountId, idFrom } from '../../ids.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { changeMethod, detachMethod } from '../../vault/change-method.ts';
import { listPaymentMethods, loadPaymentMethod, loadPaymentMethods } from '../../vault/store.ts';
import type { EventType } from '../../webhooks/event-types.ts';
import { recordEvent } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
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
import { attachedTo, methodId } from '../payments/attach-method.ts';
import { mergeBilling, withExpiry } from '../payments/payment-method-input.ts';
import { cardId, cardToStripe } from '../to-stripe/card.ts';
import type { Resource } from '../to-stripe/shape.ts';
import { customerInAddress } from './find-customer.ts';

const url = '/v1/customers/:customer/sources';
const one = `${url}/:id`;

export function addSources(api: Api): void {
  addCreate(api);
  addReads(api);
  addUpdate(api);
  addDelete(api);
  addVerify(api);
}

function addCreate(api: Api): void {
  addEndpoint(api, {
    name: 'customers.createSource',
    method: 'POST',
    url,
    summary: 'Gives a customer a card, by a token; the older way to attach a PaymentMethod.',
    answers: 'card',
    input: z.strictObject({
      ...expansion,
      metadata: metadata.optional(),
      source: text(255),
      validate: z.unknown().optional(),
    }),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const { accountId, input, cause } = call;
      const to = idFrom('cus', customer.value);
      const about = { accountId, token: input.source, customer: to, cause, param: 'source' };
      const attached = await attachedTo(api, about);
      if (!attached.ok) return attached;
      const { method, unit: work } = attached.value;
      const type = 'customer.source.created';
      return commit(api, call, { method, work, type, body: cardToStripe(method) });
    },
  });
}

function addReads(api: Api): void {
  const { db } = api.means;
  addEndpoint(api, {
    name: 'customers.listSources',
    method: 'GET',
    url,
    summary: 'The cards of a customer, newest first.',
    answers: 'list of card',
    input: z.strictObject({ ...page, object: text(50).optional() }),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const { accountId, input } = call;
      const isOther = input.object !== undefined && input.object !== 'card';
      const { before, after, limit } = pageOf(input);
      const edges = {
        ...(before === undefined ? {} : { before: methodId(before) }),
        ...(after === undefined ? {} : { after: methodId(after) }),
      };
      const filter = { ...edges, limit, customer: customer.value };
      const found = isOther ? [] : await listPaymentMethods(db, accountId, filter);
      const address = url.replace(':customer', customer.value);
      return ok(listAnswer(address, input, found.map(cardToStripe)));
    },
  });
  addEndpoint(api, {
    name: 'customers.retrieveSource',
    method: 'GET',
    url: one,
    summary: 'One card of a customer.',
    answers: 'card',
    input: z.strictObject(expansion),
    run: async (call) => {
      const method = await find(api, call);
      return method.ok ? ok({ status: 200, body: cardToStripe(method.value) }) : method;
    },
  });
  api.resources.addReader(
    'card',
    async (accountId, ids) => {
      const found = await loadPaymentMethods(api.means.db, accountId, ids.map(methodId));
      return new Map(found.map((method) => [cardId(method.id), cardToStripe(method)]));
    },
    ['default_source'],
  );
}

const loadCard = (api: Api, accountId: AccountId, id: string) =>
  loadPaymentMethod(api.means.db, accountId, methodId(id));

const digits = z.union([z.string().max(4), z.number().transform(String)]);
const line = text(500).optional();

const updateInput = z.strictObject({
  ...expansion,
  account_holder_name: z.never({ error: 'a card has no account holder' }).optional(),
  account_holder_type: z.never({ error: 'a card has no account holder' }).optional(),
  address_city: line,
  address_country: line,
  address_line1: line,
  address_line2: line,
  address_state: line,
  address_zip: line,
  exp_month: digits.optional(),
  exp_year: digits.optional(),
  metadata: metadata.optional(),
  name: text(200).optional(),
  owner: z.never({ error: 'a card names its holder by "name"' }).optional(),
});

function addUpdate(api: Api): void {
  addEndpoint(api, {
    name: 'customers.updateSource',
    method: 'POST',
    url: one,
    summary: 'Changes expiry, address or name of a card.',
    answers: 'card',
    input: updateInput,
    run: async (call) => {
      const found = await find(api, call);
      if (!found.ok) return found;
      const before = found.value;
      const { input } = call;
      const expiry = withExpiry(before, input, api.means.clock.nowMs());
      if (!expiry.ok) return expiry;
      const after: PaymentMethod = {
        ...before,
        face: { ...before.face, expiry: expiry.value },
        billing: mergeBilling(before.billing, { name: input.name, address: addressOf(input) }),
        metadata: mergeMetadata(before.metadata, input.metadata),
      };
      const work = changeMethod(before, after);
      const type = 'customer.source.updated';
      return commit(api, call, { method: after, work, type, body: cardToStripe(after) });
    },
  });
}

function addressOf(input: z.output<typeof updateInput>) {
  const { address_city: city, address_country: country, address_line1: line1 } = input;
  const { address_line2: line2, address_state: state, address_zip: postal_code } = input;
  const place = { city, country, line1, line2, postal_code, state };
  return Object.values(place).some((part) => part !== undefined) ? place : undefined;
}

function addDelete(api: Api): void {
  addEndpoint(api, {
    name: 'customers.deleteSource',
    method: 'DELETE',
    url: one,
    summary: 'Takes a card from a customer. It cannot be used again.',
    answers: 'deleted card',
    input: z.strictObject(expansion),
    run: async (call) => {
      const found = await find(api, call);
      if (!found.ok) return found;
      const { method, unit: work } = detachMethod(found.value, api.means.clock.nowMs());
      const body = { id: cardId(method.id), object: 'card', deleted: true };
      return commit(api, call, { method, work, type: 'customer.source.deleted', body });
    },
  });
}

function addVerify(api: Api): void {
  addEndpoint(api, {
    name: 'customers.verifySource',
    method: 'POST',
    url: `${one}/verify`,
    summary:
      'For bank accounts, which customers do not have here yet; a card is verified by its bank.',
    answers: 'bank_account',
    input: z.looseObject({}),
    run: async (call) => {
      const found = await find(api, call);
      if (!found.ok) return found;
      return err(
        invalid('Only bank accounts are verified so; this source is a card.', {
          code: 'parameter_invalid',
          param: 'id',
        }),
      );
    },
  });
}

async function find(api: Api, call: Call<unknown>): Promise<Result<PaymentMethod, ApiError>> {
  const customer = await customerInAddress(api.means, call);
  if (!customer.ok) return customer;
  const method = await loadCard(api, call.accountId, call.id);
  if (method !== undefined && method.customer === customer.value) return ok(method);
  return err(missing('source', call.id));
}

type Committing = {
  readonly method: PaymentMethod;
  readonly work: Unit;
  readonly type: EventType;
  readonly body: Resource;
};

async function commit(
  { means }: Api,
  { accountId, cause, once }: Pick<Call<unknown>, 'accountId' | 'cause' | 'once'>,
  { method, work, type, body }: Committing,
): Promise<Result<Answer, ApiError>> {
  const object = cardToStripe(method);
  const about = { accountId, objectId: cardId(method.id), cause, atMs: means.clock.nowMs() };
  const event = recordEvent(means.recording, { ...about, type, object });
  const answer = (): Answer => ({ status: 200, body });
  const kept = once(answer).settle(method, method.id);
  const committed = await means.db.commit(unit(work, event, kept));
  if (committed.ok) return ok(answer());
  return err(committed.error.code === 'guard' ? busy : keyInUse);
}
