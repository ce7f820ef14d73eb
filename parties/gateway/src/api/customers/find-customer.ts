// The customer that a request names, in its address or in a parameter.

import { err, ok, type Result } from '@kassa/result';
import { type Customer, customers } from '../../customers/customer.ts';
import type { AccountId } from '../../ids.ts';
import { loadRecord } from '../../records/store.ts';
import { type ApiError, missing } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';

export async function findCustomer(
  { db }: Pick<ApiMeans, 'db'>,
  accountId: AccountId,
  id: string,
  { param = 'customer', status = 400 }: { readonly param?: string; readonly status?: number } = {},
): Promise<Result<Customer, ApiError>> {
  const customer = await loadRecord(db, customers, accountId, id);
  if (customer === undefined || customer.deletedAtMs !== null) {
    return err(missing('customer', id, param, status));
  }
  return ok(customer);
}

/** Of `/v1/customers/:customer/…`: for records that belong to one. */
export async function customerInAddress(
  means: Pick<ApiMeans, 'db'>,
  { accountId, ids }: Pick<Call<unknown>, 'accountId' | 'ids'>,
): Promise<Result<string, ApiError>> {
  const found = await findCustomer(means, accountId, ids['customer'] ?? '', { status: 404 });
  return found.ok ? ok(found.value.id) : found;
}
