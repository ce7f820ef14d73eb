// The ways of sending that a session offers: up to five rates, kept ones or made for it.

import type { Unit } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { rateIn, type ShippingRate, shippingRates } from '../../catalogue/shipping-rate.ts';
import type { ShippingOption } from '../../checkout/session/session.ts';
import type { AccountId } from '../../ids.ts';
import { madeRecord } from '../../records/record.ts';
import { insertRecord, loadRecords } from '../../records/store.ts';
import { rateFields, rateFrom } from '../catalogue/shipping-rate-input.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { list, text } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';

const optionInput = z.strictObject({
  shipping_rate: text(255).optional(),
  shipping_rate_data: z.strictObject(rateFields).optional(),
});

export const shippingOptions = list(optionInput, 5);

export type ResolvedShipping = { readonly options: readonly ShippingOption[]; readonly also: Unit };

export async function resolveShipping(
  means: ApiMeans,
  asked: {
    readonly accountId: AccountId;
    readonly given: readonly z.output<typeof optionInput>[];
    readonly currency: Currency;
  },
): Promise<Result<ResolvedShipping, ApiError>> {
  const { accountId, given, currency } = asked;
  const ids = given.flatMap(({ shipping_rate: id }) => id ?? []);
  const kept = ids.length === 0 ? [] : await loadRecords(means.db, shippingRates, accountId, ids);
  const made: ShippingRate[] = [];
  const options: ShippingOption[] = [];
  for (const [place, { shipping_rate: id, shipping_rate_data: data }] of given.entries()) {
    const at = `shipping_options[${place}]`;
    if ((id === undefined) === (data === undefined)) {
      const message = `Give either ${at}[shipping_rate] or ${at}[shipping_rate_data].`;
      return err(invalid(message, { code: 'parameter_missing', param: `${at}[shipping_rate]` }));
    }
    const rate =
      data === undefined ? keptRate(kept, id ?? '', at) : newRate(means, accountId, { data, at });
    if (!rate.ok) return rate;
    if (data !== undefined) made.push(rate.value);
    const option = optionOf(rate.value, currency, at);
    if (!option.ok) return option;
    options.push(option.value);
  }
  return ok({ options, also: insertRecord(shippingRates, ...made) });
}

function keptRate(
  kept: readonly ShippingRate[],
  id: string,
  at: string,
): Result<ShippingRate, ApiError> {
  const rate = kept.find((one) => one.id === id);
  if (rate === undefined) return err(missing('shipping_rate', id, `${at}[shipping_rate]`, 400));
  if (rate.data.active) return ok(rate);
  const message = `The shipping rate ${id} is archived. Give one that is active.`;
  return err(invalid(message, { param: `${at}[shipping_rate]` }));
}

function newRate(
  { makeId, clock }: ApiMeans,
  accountId: AccountId,
  {
    data,
    at,
  }: {
    readonly data: NonNullable<z.output<typeof optionInput>['shipping_rate_data']>;
    readonly at: string;
  },
): Result<ShippingRate, ApiError> {
  const made = rateFrom(data, `${at}[shipping_rate_data]`);
  if (!made.ok) return made;
  const id = makeId(shippingRates.prefix);
  const about = { accountId, id, parent: null, createdAtMs: clock.nowMs() };
  return ok(madeRecord({ ...about, data: made.value }));
}

function optionOf(
  { id, data }: ShippingRate,
  currency: Currency,
  at: string,
): Result<ShippingOption, ApiError> {
  const option = rateIn(data, currency);
  if (option === undefined) {
    const message = `The lines and the shipping of one session must have the same currency, and this rate has no amount in ${currency.toLowerCase()}.`;
    return err(invalid(message, { param: at }));
  }
  const { displayName: name, estimate } = data;
  return ok({ rate: id, name, ...option, estimate });
}
