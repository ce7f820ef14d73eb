// From what the shop says to the plan of a session that keeps a card: it has no order, and pays nothing.

import { err, ok, type Result } from '@kassa/result';
import type { SessionPlan } from '../../checkout/session/new-session.ts';
import { idFrom } from '../../ids.ts';
import type { SetupWishes } from '../../setups/setup.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import { currencyCode } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { noSetupWishes } from '../setups/setup-input.ts';
import type { CreateSessionInput } from './session-input.ts';
import { customerOf, detailsOf, expiryOf } from './session-plan.ts';

export async function planSetupSession(
  means: ApiMeans,
  { accountId, input, caller }: Pick<Call<CreateSessionInput>, 'accountId' | 'input' | 'caller'>,
): Promise<Result<PlannedSetup, ApiError>> {
  const wrong = paymentOnly.find((name) => input[name] !== undefined);
  if (wrong !== undefined) {
    const message = `A session of the mode "setup" pays nothing: leave ${wrong} out.`;
    return err(invalid(message, { param: wrong }));
  }
  if (input.customer_creation === 'always') {
    const message =
      'Kassa makes no customer with a session of the mode "setup" yet: make one first, and give customer.';
    return err(invalid(message, { param: 'customer_creation' }));
  }
  const expiresAtMs = expiryOf(input, means.clock.nowMs());
  if (!expiresAtMs.ok) return expiresAtMs;
  const customer = await customerOf(means, accountId, input);
  if (!customer.ok) return customer;
  const email = input.customer_email ?? customer.value?.data.email ?? null;
  const { setup_intent_data: data, payment_method_options: options } = input;
  return ok({
    plan: {
      currency: input.currency ?? currencyCode.parse(caller.merchant.currency),
      lines: [],
      details: { ...detailsOf(input, email), shippingOptions: [], newCustomer: null },
      exemption: null,
      expiresAtMs: expiresAtMs.value,
    },
    wishes: {
      ...noSetupWishes,
      customer: input.customer === undefined ? null : idFrom('cus', input.customer),
      description: data?.description ?? null,
      metadata: data?.metadata ?? {},
      isMandated: options?.card?.request_three_d_secure === 'challenge',
    },
  });
}

const paymentOnly = [
  'after_expiration',
  'line_items',
  'payment_intent_data',
  'shipping_options',
  'automatic_tax',
  'submit_type',
] as const;

export type PlannedSetup = { readonly plan: SessionPlan; readonly wishes: SetupWishes };
