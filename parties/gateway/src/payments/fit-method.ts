// May this payment be paid with this payment method? One that is a customer's pays only for them, and
// one that has left its customer pays for nothing.

import { err, ok, type Result } from '@kassa/result';
import type { CustomerId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import type { PaymentRefusal } from './errors.ts';

export function fitMethod(
  method: PaymentMethod,
  customer: CustomerId | null,
): Result<PaymentMethod, PaymentRefusal> {
  const { id, customer: owner, detachedAtMs } = method;
  if (detachedAtMs !== null) return err({ code: 'payment_method_detached', id });
  if (owner === null || owner === customer) return ok(method);
  return err({ code: 'payment_method_of_other', id, owner, customer });
}
