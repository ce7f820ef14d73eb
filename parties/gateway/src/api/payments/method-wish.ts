// The payment method that a request names: an id, the name of a test card, or a card given along.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { type ApiError, invalid } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { methodId } from './attach-method.ts';
import type { WishInput } from './payment-intent-input.ts';
import { sealCard } from './payment-method-input.ts';
import { testMethod } from './test-method.ts';

export type MethodWish = Pick<WishInput, 'payment_method' | 'payment_method_data'>;

/** An id, a card sealed here and not stored yet, or none. */
export async function methodOf(
  means: ApiMeans,
  accountId: AccountId,
  { payment_method: token, payment_method_data: given }: MethodWish,
): Promise<Result<string | PaymentMethod | null, ApiError>> {
  if (token !== undefined && given !== undefined) {
    const message =
      'You may only specify one of these parameters: payment_method, payment_method_data.';
    return err(invalid(message, { code: 'parameter_invalid', param: 'payment_method_data' }));
  }
  if (token !== undefined) return testMethod(means, accountId, token) ?? ok(methodId(token));
  if (given === undefined) return ok(null);
  return sealCard(means, accountId, given, 'payment_method_data');
}
