// What a charge of the older API is paid with: a token, a card of its customer, or that customer's
// default.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { loadPaymentMethod } from '../../vault/store.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { cardOfToken } from '../tokens/use-token.ts';
import { methodId } from './attach-method.ts';
import { testMethod } from './test-method.ts';

type Named = { readonly source?: string | undefined; readonly customer?: string | undefined };
type Found = Result<string | PaymentMethod, ApiError>;

/** An id, or a card that is not stored yet. */
export async function sourceOf(
  means: ApiMeans,
  accountId: AccountId,
  { source, customer }: Named,
): Promise<Found> {
  if (customer !== undefined) return ofCustomer(means, accountId, { source, customer });
  if (source === undefined) {
    return err(invalid('Must provide source or customer.', { code: 'parameter_missing' }));
  }
  if (source.startsWith('tok_')) return ofToken(means, accountId, source);
  const named = testMethod(means, accountId, source, { kind: 'token', param: 'source' });
  if (named !== undefined) return named;
  const found = await loadPaymentMethod(means.db, accountId, methodId(source));
  // A customer's card is named along with its customer.
  const isFree = found !== undefined && found.customer === null;
  return isFree ? ok(found.id) : err(missing('token', source.slice(0, 200), 'source', 400));
}

async function ofToken(means: ApiMeans, accountId: AccountId, token: string): Promise<Found> {
  const used = await cardOfToken(means, accountId, { token, param: 'source' });
  if (!used.ok) return used;
  const { card, ...from } = used.value;
  const about = { accountId, nowMs: means.clock.nowMs(), metadata: {}, customer: null, ...from };
  return ok(means.vault.seal(card, about));
}

async function ofCustomer(
  means: ApiMeans,
  accountId: AccountId,
  { source, customer }: { readonly source?: string | undefined; readonly customer: string },
): Promise<Found> {
  const found = await findCustomer(means, accountId, customer);
  if (!found.ok) return found;
  const wished = source ?? found.value.data.defaultSource;
  const method =
    wished === null ? undefined : await loadPaymentMethod(means.db, accountId, methodId(wished));
  if (method !== undefined && method.customer === customer) return ok(method.id);
  if (source === undefined) return err(nothingToCharge);
  const message = `Customer ${customer} does not have a linked source with ID ${source}.`;
  return err(invalid(message, { code: 'missing', param: 'source' }));
}

const nothingToCharge: ApiError = {
  status: 402,
  type: 'card_error',
  code: 'missing',
  param: 'card',
  message: 'Cannot charge a customer that has no active card',
};
