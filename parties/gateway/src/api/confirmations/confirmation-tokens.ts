import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import {
  type Confirmation,
  confirmations,
  newConfirmation,
} from '../../confirmations/confirmation-token.ts';
import type { AccountId } from '../../ids.ts';
import { makeRecord } from '../../records/change-record.ts';
import { madeRecord } from '../../records/record.ts';
import { loadRecord } from '../../records/store.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { insertPaymentMethod, loadPaymentMethod } from '../../vault/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import { absent, expansion, flag, notTaken, text, webAddress } from '../kernel/parameters.ts';
import { recordError } from '../kernel/record-resource.ts';
import { acceptanceIn, shippingOf } from '../payments/merge-wishes.ts';
import { methodOf } from '../payments/method-wish.ts';
import { acceptance, shippingInput } from '../payments/payment-intent-input.ts';
import { methodFields } from '../payments/payment-method-input.ts';
import type { ApiMeans } from '../ports.ts';
import { confirmationToStripe } from '../to-stripe/confirmation-token.ts';

const url = '/v1/confirmation_tokens';
const of = { object: 'confirmation_token', param: 'confirmation_token' };

const collected = {
  ...expansion,
  payment_method_data: z.strictObject(methodFields).optional(),
  payment_method_options: z
    .strictObject({
      card: z.strictObject({ installments: absent('payments in instalments') }).optional(),
    })
    .optional(),
  return_url: webAddress.optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  shipping: shippingInput.optional(),
};

const browserInput = z.strictObject({
  ...collected,
  mandate_data: acceptance.optional(),
  payment_method: notTaken('A browser gives a card; say it in payment_method_data'),
  use_stripe_sdk: flag.optional(),
});

const serverInput = z.strictObject({ ...collected, payment_method: text(100).optional() });

type Input = z.output<typeof browserInput> | z.output<typeof serverInput>;

export function addConfirmationTokens(api: Api): void {
  const { means } = api;
  const create = {
    method: 'POST',
    answers: 'confirmation_token',
    run: (call: Call<Input>) => make(means, call),
  } as const;
  addEndpoint(api, {
    ...{ ...create, name: 'confirmationTokens.create', url, publishable: true },
    summary: 'Keeps what a page has collected of a buyer, for one confirmation.',
    input: browserInput,
  });
  addEndpoint(api, {
    ...{ ...create, name: 'testHelpers.confirmationTokens.create', url: testUrl },
    summary: 'Makes a confirmation token as a page would.',
    input: serverInput,
  });
  addEndpoint(api, {
    name: 'confirmationTokens.retrieve',
    method: 'GET',
    url: `${url}/:id`,
    summary: 'One confirmation token: what was collected, and what it has confirmed.',
    answers: 'confirmation_token',
    input: z.strictObject(expansion),
    run: async ({ accountId, id }) => {
      const found = await loadRecord(means.db, confirmations, accountId, id);
      if (found === undefined) return err(missing('confirmation_token', id));
      return ok(await shown(means, found));
    },
  });
}

const testUrl = '/v1/test_helpers/confirmation_tokens';

async function make(means: ApiMeans, call: Call<Input>): Promise<Result<Answer, ApiError>> {
  const { accountId, input, once } = call;
  const found = await methodIn(means, accountId, input);
  if (!found.ok) return found;
  const { method, stored } = found.value;
  const nowMs = means.clock.nowMs();
  const { mandate_data, use_stripe_sdk } = {
    mandate_data: undefined,
    use_stripe_sdk: false,
    ...input,
  };
  const data = newConfirmation(
    {
      paymentMethod: method.id,
      acceptance:
        mandate_data === undefined
          ? null
          : acceptanceIn(mandate_data, { nowMs, client: call.client }),
      returnUrl: input.return_url ?? null,
      setupFutureUsage: input.setup_future_usage ?? null,
      shipping: input.shipping === undefined ? null : shippingOf(input.shipping),
      usesScript: use_stripe_sdk ?? false,
    },
    nowMs,
  );
  const id = means.makeId('ctoken');
  const record = madeRecord({ accountId, id, parent: null, createdAtMs: nowMs, data });
  const answer = (made: Confirmation): Answer => {
    return { status: 200, body: confirmationToStripe(made, method) };
  };
  const made = await makeRecord(means.db, confirmations, {
    record,
    along: (after) => unit(stored, once(answer).settle(after, id)),
  });
  return made.ok ? ok(answer(made.value)) : err(recordError(of, made.error));
}

type Found = { readonly method: PaymentMethod; readonly stored: Unit };

async function methodIn(
  means: ApiMeans,
  accountId: AccountId,
  input: Input,
): Promise<Result<Found, ApiError>> {
  const wished = await methodOf(means, accountId, input);
  if (!wished.ok) return wished;
  const { value } = wished;
  if (value === null) {
    const message = 'Missing required param: payment_method_data.';
    return err(invalid(message, { code: 'parameter_missing', param: 'payment_method_data' }));
  }
  if (typeof value !== 'string') return ok({ method: value, stored: insertPaymentMethod(value) });
  const method = await loadPaymentMethod(means.db, accountId, value);
  if (method !== undefined) return ok({ method, stored: {} });
  return err(missing('PaymentMethod', value, 'payment_method', 400));
}

async function shown({ db }: ApiMeans, found: Confirmation): Promise<Answer> {
  const method = await loadPaymentMethod(db, found.accountId, found.data.paymentMethod);
  return { status: 200, body: confirmationToStripe(found, method ?? null) };
}
