// Customers: whom a merchant sells to.

import { randomBytes } from 'node:crypto';
import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type Customer,
  type CustomerData,
  customers,
  newCustomer,
} from '../../customers/customer.ts';
import { countryOfTaxId, taxIds } from '../../customers/tax-id.ts';
import { idFrom } from '../../ids.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord } from '../../records/store.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import type { Api } from '../api.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { created, expansion, page, text } from '../kernel/parameters.ts';
import {
  addCreate,
  addDelete,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type RecordResource,
} from '../kernel/record-resource.ts';
import { addSearch } from '../kernel/search-resource.ts';
import { type Attaching, attachedTo } from '../payments/attach-method.ts';
import { cardId } from '../to-stripe/card.ts';
import { customerToStripe, taxIdToStripe } from '../to-stripe/customer.ts';
import { balanceMoved } from './balance-transactions.ts';
import { createCustomerInput, mergeCustomer, updateCustomerInput } from './customer-input.ts';
import { customerInAddress } from './find-customer.ts';

export function addCustomers(api: Api): void {
  const of: RecordResource<CustomerData> = {
    kind: customers,
    object: 'customer',
    name: 'customers',
    url: '/v1/customers',
    show: customerToStripe,
    along: balanceMoved(api.means, { description: null, metadata: {} }),
    events: {
      created: 'customer.created',
      updated: 'customer.updated',
      deleted: 'customer.deleted',
    },
  };
  const read = addRecordReader(api, of, ['customer']);
  addSearch(api, { kind: 'customer', name: of.name, url: of.url, read });
  addCreate(api, of, { input: createCustomerInput, make: (call) => make(api, call) });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: updateCustomerInput,
    change: (before, call) => change(api, before, call),
  });
  addList(api, of, {
    input: z.strictObject({ ...page, ...created, email: text(512).optional() }),
    filter: ({ email }) => (email === undefined ? {} : { lookup: email }),
  });
  addDelete(api, of);
  addDeleteDiscount(api);
}

type CreateCall = Call<z.output<typeof createCustomerInput>>;

async function make(api: Api, call: CreateCall) {
  const id = api.means.makeId('cus');
  const given = await cardsOf(api, call, id);
  if (!given.ok) return given;
  const input = withGivenCard(call.input, given.value);
  const named = await checkDefaultMethod(api, { ...call, input }, id, given.value);
  if (!named.ok) return named;
  const merged = mergeCustomer(newCustomer(randomPrefix()), input);
  const data = { ...withBalance(merged, call), ...given.value?.default };
  const also = given.value?.unit ?? {};
  return ok({ id, data, also: (made: Customer) => unit(also, taxIdUnits(api, call, made)) });
}

type UpdateCall = Call<z.output<typeof updateCustomerInput>>;

async function change(
  api: Api,
  before: Customer,
  call: UpdateCall,
): Promise<Result<{ readonly data: CustomerData; readonly also: Unit }, ApiError>> {
  const given = await cardsOf(api, call, before.id);
  if (!given.ok) return given;
  const named = await checkDefaultMethod(api, call, before.id, given.value);
  if (!named.ok) return named;
  const merged = withBalance(mergeCustomer(before.data, call.input), call);
  return ok({ data: { ...merged, ...given.value?.default }, also: given.value?.unit ?? {} });
}

/** A balance has the currency of the first change; ours, when nobody says another. */
function withBalance(data: CustomerData, { input, caller }: CreateCall | UpdateCall): CustomerData {
  if (input.balance === undefined) return data;
  const currency = data.currency ?? caller.merchant.currency.toLowerCase();
  return { ...data, balanceMinor: input.balance, currency };
}

type Cards = Attaching & { readonly default?: Pick<CustomerData, 'defaultSource'> };

/** A card given along, by a method's id or a token, becomes the customer's in the same commit. */
async function cardsOf(
  api: Api,
  {
    accountId,
    input,
    cause,
  }: Pick<CreateCall, 'accountId' | 'cause'> & {
    readonly input: {
      readonly payment_method?: string | undefined;
      readonly source?: string | undefined;
    };
  },
  customer: string,
): Promise<Result<Cards | null, ApiError>> {
  const { payment_method: method, source } = input;
  if (method !== undefined && source !== undefined) {
    const message = 'Give one of payment_method and source, not both.';
    return err(invalid(message, { param: 'source' }));
  }
  const token = method ?? source;
  if (token === undefined) return ok(null);
  const param = method === undefined ? 'source' : 'payment_method';
  const about = { accountId, token, customer: idFrom('cus', customer), cause, param };
  const attached = await attachedTo(api, about);
  if (!attached.ok) return attached;
  const { value } = attached;
  if (param === 'payment_method') return ok(value);
  return ok({ ...value, default: { defaultSource: cardId(value.method.id) } });
}

/** Named twice, as the card given along and as the default, a test card is one and the same card. */
function withGivenCard(input: CreateCall['input'], given: Cards | null): CreateCall['input'] {
  const { payment_method: named, invoice_settings: settings } = input;
  if (given === null || named === undefined || settings?.default_payment_method !== named) {
    return input;
  }
  return {
    ...input,
    invoice_settings: { ...settings, default_payment_method: given.method.id },
  };
}

/** The default for invoices must be a card of this customer, maybe the one given along. */
async function checkDefaultMethod(
  api: Api,
  call: Pick<UpdateCall, 'accountId'> & {
    readonly input: Pick<UpdateCall['input'], 'invoice_settings'>;
  },
  customer: string,
  given: Cards | null,
): Promise<Result<unknown, ApiError>> {
  const id = call.input.invoice_settings?.default_payment_method ?? null;
  if (id === null || id === given?.method.id) return ok(id);
  const methods = await api.resources.readerOf('payment_method', 'pm_')?.(call.accountId, [id]);
  const method = methods?.get(id);
  const isTheirs = typeof method === 'object' && method !== null && 'customer' in method;
  if (isTheirs && method['customer'] === customer) return ok(id);
  return err(missing('PaymentMethod', id, 'invoice_settings[default_payment_method]', 400));
}

function taxIdUnits(api: Api, { input, accountId, cause }: CreateCall, made: Customer): Unit {
  const records = (input.tax_id_data ?? []).map(({ type, value }) =>
    madeRecord({
      accountId,
      id: api.means.makeId('txi'),
      parent: made.id,
      createdAtMs: made.createdAtMs,
      data: { type, value, country: countryOfTaxId(type, value) ?? null },
    }),
  );
  const events = records.map((record) => ({
    ...{ accountId, objectId: record.id, cause, atMs: made.createdAtMs },
    ...{ type: 'customer.tax_id.created' as const, object: taxIdToStripe(record) },
  }));
  return unit(
    ...records.map((record) => insertRecord(taxIds, record)),
    recordEvents(api.means.recording, events),
  );
}

/** There are no coupons yet, so no customer has a discount; the original says it in these words. */
function addDeleteDiscount(api: Api): void {
  addEndpoint(api, {
    name: 'customers.deleteDiscount',
    method: 'DELETE',
    url: '/v1/customers/:customer/discount',
    summary: 'Takes a discount off a customer. There are no coupons yet, so there is none to take.',
    answers: 'deleted discount',
    input: z.strictObject(expansion),
    run: async (call) => {
      const customer = await customerInAddress(api.means, call);
      if (!customer.ok) return customer;
      const message = `No active discount for customer: ${customer.value}`;
      return err(invalid(message, { status: 404, code: 'resource_missing', param: 'customer' }));
    },
  });
}

/** The beginning of the customer's invoice numbers; random, so that it tells nothing. */
function randomPrefix(): string {
  return randomBytes(4).toString('hex').toUpperCase();
}
