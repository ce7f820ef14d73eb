// From what the shop says to the plan of a session: its lines and rates looked up, everything else as
// it was said.

import { type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { type SessionPlan, sessionLifeMs } from '../../checkout/session/new-session.ts';
import { reckon } from '../../checkout/session/reckon.ts';
import type { SessionDetails } from '../../checkout/session/session.ts';
import type { Customer } from '../../customers/customer.ts';
import { idFrom } from '../../ids.ts';
import { keepsMethod, type Wishes } from '../../payments/wishes.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import { firstWishes, type Making } from '../payments/merge-wishes.ts';
import { splitWishes } from '../payments/split-input.ts';
import type { ApiMeans } from '../ports.ts';
import { resolveLines } from './line-items.ts';
import { askFrom, textsFrom } from './page-parameters.ts';
import type { CreateSessionInput } from './session-input.ts';
import { resolveShipping } from './shipping-options.ts';

export type Planned = {
  readonly plan: SessionPlan;
  readonly wishes: Wishes;
  /** Prices, products and rates made for it. */
  readonly also: Unit;
};

const lifeMinMs = 30 * 60_000;

export async function planSession(
  means: ApiMeans,
  { accountId, account, input }: Pick<Call<CreateSessionInput>, 'accountId' | 'account' | 'input'>,
): Promise<Result<Planned, ApiError>> {
  const expiresAtMs = expiryOf(input, means.clock.nowMs());
  if (!expiresAtMs.ok) return expiresAtMs;
  const customer = await customerOf(means, accountId, input);
  if (!customer.ok) return customer;
  const asked = { accountId, items: input.line_items ?? [], currency: input.currency };
  const lines = await resolveLines(means, asked);
  if (!lines.ok) return lines;
  const { currency } = lines.value;
  const given = input.shipping_options ?? [];
  const shipping = await resolveShipping(means, { accountId, given, currency });
  if (!shipping.ok) return shipping;
  const email = input.customer_email ?? customer.value?.data.email ?? null;
  const said = wishesOf(input, { makeId: means.makeId, nowMs: means.clock.nowMs() });
  const [first] = shipping.value.options;
  const { total } = reckon({ currency, lines: lines.value.lines, shipping: first, tax: null });
  const wishes = await splitWishes(means, input.payment_intent_data ?? {}, {
    account,
    amountMinor: Number(total.minor),
    wishes: said,
  });
  if (!wishes.ok) return wishes;
  return ok({
    plan: {
      currency,
      lines: lines.value.lines,
      details: {
        ...detailsOf(input, email),
        shippingOptions: [...shipping.value.options],
        newCustomer: makesOne(input, wishes.value) ? means.makeId('cus') : null,
      },
      exemption:
        input.automatic_tax?.enabled === true ? (customer.value?.data.taxExempt ?? 'none') : null,
      expiresAtMs: expiresAtMs.value,
    },
    wishes: wishes.value,
    also: unit(lines.value.also, shipping.value.also),
  });
}

export async function customerOf(
  means: ApiMeans,
  accountId: Call<unknown>['accountId'],
  input: CreateSessionInput,
): Promise<Result<Customer | undefined, ApiError>> {
  const { customer: id, customer_email: email, customer_creation: creation } = input;
  if (id === undefined) {
    if (input.customer_update === undefined) return ok(undefined);
    const message = 'Only a customer who is there can be changed: give customer as well.';
    return err(invalid(message, { param: 'customer_update' }));
  }
  if (email !== undefined) {
    const message = 'You may only specify one of these parameters: customer, customer_email.';
    return err(invalid(message, { param: 'customer_email' }));
  }
  if (creation !== undefined) {
    const message = 'A session of a customer who is there makes none: leave customer_creation out.';
    return err(invalid(message, { param: 'customer_creation' }));
  }
  return findCustomer(means, accountId, id);
}

/** Always, or where a card is to be used again and so must belong to somebody. */
function makesOne({ customer, customer_creation: creation }: CreateSessionInput, wishes: Wishes) {
  return customer === undefined && (creation === 'always' || keepsMethod(wishes));
}

type Details = Omit<SessionPlan['details'], 'shippingOptions' | 'newCustomer'>;

export function detailsOf(input: CreateSessionInput, email: string | null): Details {
  const { submit_type: submit = 'auto' } = input;
  const isManual =
    input.payment_intent_data?.capture_method === 'manual' ||
    input.payment_method_options?.card?.capture_method === 'manual';
  return {
    successUrl: input.success_url,
    cancelUrl: input.cancel_url ?? null,
    clientReferenceId: input.client_reference_id ?? null,
    customerEmail: email,
    customer: input.customer ?? null,
    locale: input.locale ?? null,
    metadata: input.metadata ?? {},
    captureMethod: isManual ? 'manual' : 'automatic',
    ask: askFrom(input, email === null),
    texts: textsFrom(input),
    submitType: submit === 'auto' ? null : submit,
    customerCreation: input.customer_creation ?? 'if_required',
    allowRedisplay: input.payment_method_data?.allow_redisplay ?? 'unspecified',
    customerUpdate: {
      address: input.customer_update?.address === 'auto',
      name: input.customer_update?.name === 'auto',
      shipping: input.customer_update?.shipping === 'auto',
    },
    recovery: input.after_expiration?.recovery?.enabled ?? false,
    recoveredFrom: null,
    link: null,
    confirmation: null,
    said: saidOf(input),
  };
}

/** What is only repeated, in the shape of the answer. */
function saidOf(input: CreateSessionInput): SessionDetails['said'] {
  const { saved_payment_method_options: saved, consent_collection: consent } = input;
  const said = {
    adaptive_pricing: input.adaptive_pricing && { enabled: false },
    billing_address_collection: input.billing_address_collection,
    consent_collection: consent && {
      payment_method_reuse_agreement: consent.payment_method_reuse_agreement ?? null,
      promotions: consent.promotions ?? null,
      terms_of_service: consent.terms_of_service ?? null,
    },
    allow_promotion_codes: input.allow_promotion_codes,
    allowed_payment_method_types: input.allowed_payment_method_types,
    excluded_payment_method_types: input.excluded_payment_method_types,
    integration_identifier: input.integration_identifier,
    managed_payments: input.managed_payments && { enabled: false },
    origin_context: input.origin_context,
    payment_method_options: input.payment_method_options?.card && {
      card: { request_three_d_secure: 'automatic', ...input.payment_method_options.card },
    },
    permissions: input.permissions && {
      update_shipping_details: input.permissions.update_shipping_details ?? null,
    },
    saved_payment_method_options: saved && {
      allow_redisplay_filters: saved.allow_redisplay_filters ?? null,
      payment_method_remove: saved.payment_method_remove ?? null,
      payment_method_save: saved.payment_method_save ?? null,
    },
    submit_type: input.submit_type,
    wallet_options: input.wallet_options && {
      link: { display: input.wallet_options.link.display ?? 'auto' },
    },
  };
  // What was not said is left out by JSON.
  const plain: SessionDetails['said'] = JSON.parse(JSON.stringify(said));
  return plain;
}

function wishesOf(input: CreateSessionInput, making: Making): Wishes {
  const { payment_intent_data: data, customer, customer_email: email } = input;
  const { installments: _, restrictions: __, ...card } = input.payment_method_options?.card ?? {};
  const said = {
    description: data?.description,
    metadata: data?.metadata,
    payment_method_options: { card },
    receipt_email: data?.receipt_email ?? email,
    setup_future_usage: data?.setup_future_usage,
    shipping: data?.shipping,
    statement_descriptor_suffix: data?.statement_descriptor_suffix,
  };
  const wishes = firstWishes(said, making);
  return { ...wishes, customer: customer === undefined ? null : idFrom('cus', customer) };
}

export function expiryOf(
  { expires_at }: CreateSessionInput,
  nowMs: number,
): Result<number, ApiError> {
  if (expires_at === undefined) return ok(nowMs + sessionLifeMs);
  const lifeMs = expires_at * 1000 - nowMs;
  // A second of grace: the caller rounded, and the request took its time.
  if (lifeMs >= lifeMinMs - 60_000 && lifeMs <= sessionLifeMs + 1000) return ok(expires_at * 1000);
  const message = 'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.';
  return err(invalid(message, { param: 'expires_at' }));
}
