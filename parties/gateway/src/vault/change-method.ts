// What may become of a payment method after it was made: whose it is, its expiry and billing details,
// and its end. The number never changes. Units only: they go into the commit of the use case.

import type { Row, Unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { CustomerId } from '../ids.ts';
import type { PaymentMethod } from './card.ts';

export type MethodRefusal =
  | { readonly code: 'method_detached' }
  | { readonly code: 'method_of_other'; readonly customer: CustomerId };

/** The payment method as the customer's; an empty unit if it is so already. */
export function attachMethod(
  method: PaymentMethod,
  customer: CustomerId,
): Result<{ readonly method: PaymentMethod; readonly unit: Unit }, MethodRefusal> {
  if (method.detachedAtMs !== null) return err({ code: 'method_detached' });
  if (method.customer === customer) return ok({ method, unit: {} });
  if (method.customer !== null) return err({ code: 'method_of_other', customer: method.customer });
  const attached = { ...method, customer };
  const expect = { customer_id: null, detached_at: null };
  return ok({ method: attached, unit: update(method, { customer_id: customer }, expect) });
}

/** Without its customer it cannot be used again: nobody has agreed to that. */
export function detachMethod(
  method: PaymentMethod,
  nowMs: number,
): { readonly method: PaymentMethod; readonly unit: Unit } {
  const set = { customer_id: null, detached_at: nowMs };
  const expect = { customer_id: method.customer };
  return {
    method: { ...method, customer: null, detachedAtMs: nowMs },
    unit: update(method, set, expect),
  };
}

/** The payment method as `after` says; only what may change is written. */
export function changeMethod(before: PaymentMethod, after: PaymentMethod): Unit {
  const { expiry } = after.face;
  return update(
    before,
    {
      billing: after.billing,
      metadata: after.metadata,
      expiry_month: expiry.month,
      expiry_year: expiry.year,
      allow_redisplay: after.allowRedisplay,
    },
    { customer_id: before.customer },
  );
}

function update({ accountId, id }: PaymentMethod, set: Row, expect: Row): Unit {
  const key = { account_id: accountId, id };
  return { updates: [{ as: 'payment_method', table: 'payment_method', key, set, expect }] };
}
