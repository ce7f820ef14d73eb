// Payment links: an address that opens a fresh session of the same order for whoever opens it.

import { randomBytes } from 'node:crypto';
import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type LinkData,
  type PaymentLink,
  paymentLinks,
} from '../../checkout/links/payment-link.ts';
import type { ShippingOption } from '../../checkout/session/session.ts';
import { loadRecord, loadRecords } from '../../records/store.ts';
import type { Api } from '../api.ts';
import { type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { currencyCode, flag, page } from '../kernel/parameters.ts';
import {
  addCreate,
  addList,
  addRecordReader,
  addRetrieve,
  addUpdate,
  type Change,
  type Made,
  type RecordResource,
} from '../kernel/record-resource.ts';
import { idOf } from '../kernel/resources.ts';
import { paymentLinkToStripe } from '../to-stripe/payment-link.ts';
import { resolveLines } from './line-items.ts';
import { changedLink, newLink } from './link-data.ts';
import { firstLines, listLines } from './list-lines.ts';
import {
  type CreateLinkInput,
  createLinkInput,
  type UpdateLinkInput,
  updateLinkInput,
} from './payment-link-input.ts';
import { resolveShipping } from './shipping-options.ts';

const url = '/v1/payment_links';

export function addPaymentLinks(api: Api): void {
  const of: RecordResource<LinkData> = {
    kind: paymentLinks,
    object: 'payment_link',
    name: 'paymentLinks',
    url,
    param: 'payment_link',
    show: paymentLinkToStripe(api.means.publicUrl),
    events: { created: 'payment_link.created', updated: 'payment_link.updated' },
  };
  addRecordReader(api, of, ['payment_link']);
  addLines(api);
  addCreate(api, of, { input: createLinkInput, make: (call) => make(api, call) });
  addRetrieve(api, of);
  addUpdate(api, of, {
    input: updateLinkInput,
    change: (before, call) => change(api, before, call),
  });
  addList(api, of, {
    input: z.strictObject({ ...page, active: flag.optional() }),
    filter: ({ active }) => ({ holds: { active } }),
  });
}

async function make(
  api: Api,
  { accountId, input }: Call<CreateLinkInput>,
): Promise<Result<Made<LinkData>, ApiError>> {
  const { line_items: items, currency } = input;
  const lines = await resolveLines(api.means, { accountId, items, currency });
  if (!lines.ok) return lines;
  const given = input.shipping_options ?? [];
  const about = { accountId, given, currency: lines.value.currency };
  const shipping = await resolveShipping(api.means, about);
  if (!shipping.ok) return shipping;
  const token = randomBytes(18).toString('base64url');
  const { options } = shipping.value;
  const data = newLink(input, { token, lines: lines.value, shippingOptions: options });
  if (!data.ok) return data;
  return ok({ data: data.value, also: () => unit(lines.value.also, shipping.value.also) });
}

async function change(
  api: Api,
  before: PaymentLink,
  { accountId, input }: Call<UpdateLinkInput>,
): Promise<Result<Change<LinkData>, ApiError>> {
  let options: readonly ShippingOption[] | undefined;
  if (input.shipping_options !== undefined) {
    const currency = currencyCode.parse(before.data.currency);
    const given = input.shipping_options ?? [];
    const found = await resolveShipping(api.means, { accountId, given, currency });
    if (!found.ok) return found;
    options = found.value.options;
  }
  const data = changedLink(before.data, input, options);
  return data.ok ? ok({ data: data.value }) : data;
}

/** The lines are a part of their link, and a list of their own. */
function addLines(api: Api): void {
  const linesOf = ({ accountId, id, data, createdAtMs }: PaymentLink) => ({
    url: `${url}/${id}/line_items`,
    accountId,
    order: { lines: data.lines, currency: data.currency, tax: null, createdAtMs },
  });
  const { means } = api;
  api.resources.addPart('payment_link', 'line_items', async (accountId, objects) => {
    const found = await loadRecords(means.db, paymentLinks, accountId, objects.map(idOf));
    const lines = await firstLines(means, accountId, found.map(linesOf));
    const byLink = new Map(found.map(({ id }, at) => [String(id), lines[at]]));
    return objects.map((object) => byLink.get(idOf(object)));
  });
  addEndpoint(api, {
    name: 'paymentLinks.listLineItems',
    method: 'GET',
    url: `${url}/:id/line_items`,
    summary: 'The lines of a payment link.',
    answers: 'list of item',
    input: z.strictObject(page),
    run: async ({ accountId, id, input }) => {
      const link = await loadRecord(means.db, paymentLinks, accountId, id);
      if (link === undefined) return err(missing('payment_link', id, 'payment_link'));
      return ok(await listLines(means, linesOf(link), input));
    },
  });
}
