// The payment method that a request names: an id, the name of a test card, or a card given along.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import { loadMandates } from '../../setups/mandate.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { methodId } from './attach-method.ts';
import type { WishInput } from './payment-intent-input.ts';
import { sealCard } from './payment-method-input.ts';
import { testMethod } from './test-method.ts';

export type MethodWish = Pick<WishInput, 'mandate' | 'payment_method' | 'payment_method_data'>;

/** An id, a card sealed here and not stored yet, or none. */
export async function methodOf(
  means: ApiMeans,
  accountId: AccountId,
  input: MethodWish,
): Promise<Result<string | PaymentMethod | null, ApiError>> {
  const { mandate, payment_method: token, payment_method_data: given } = input;
  if (token !== undefined && given !== undefined) {
    const message =
      'You may only specify one of these parameters: payment_method, payment_method_data.';
    return err(invalid(message, { code: 'parameter_invalid', param: 'payment_method_data' }));
  }
  if (mandate !== undefined) return ofMandate(means, accountId, input);
  if (token !== undefined) return testMethod(means, accountId, token) ?? ok(methodId(token));
  if (given === undefined) return ok(null);
  return sealCard(means, accountId, given, 'payment_method_data');
}

/** What its cardholder has agreed to the use of, and nothing else. */
async function ofMandate(
  { db }: Pick<ApiMeans, 'db'>,
  accountId: AccountId,
  { mandate: id = '', payment_method: named, payment_method_data: given }: MethodWish,
): Promise<Result<string, ApiError>> {
  const [mandate] = await loadMandates(db, accountId, [id]);
  if (mandate === undefined) return err(missing('mandate', id, 'mandate', 400));
  const { paymentMethod, isActive } = mandate;
  const isOther = given !== undefined || (named !== undefined && methodId(named) !== paymentMethod);
  if (isActive && !isOther) return ok(paymentMethod);
  const message = isActive
    ? `The mandate ${id} is for the payment method ${paymentMethod}, not for another.`
    : `The mandate ${id} is not active: its payment method was taken from its customer.`;
  return err(invalid(message, { code: 'payment_intent_mandate_invalid', param: 'mandate' }));
}
