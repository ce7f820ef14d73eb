// What an ephemeral key may do: a few operations, and only about its own customer.

import { err, ok, type Result } from '@kassa/result';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findEphemeralKey } from '../../customers/ephemeral-key.ts';
import type { Caller } from '../../merchants/directory.ts';
import { loadPaymentMethod } from '../../vault/store.ts';
import type { ApiMeans } from '../ports.ts';
import { type ApiError, invalid } from './api-error.ts';
import { keyIn } from './authenticate.ts';
import type { Operation } from './operation.ts';

/** Where each operation names the customer: in its address, its parameters, or by the card. */
const allowed: Readonly<Record<string, 'id' | 'customer' | 'parameter' | 'method'>> = {
  'customers.retrieve': 'id',
  'customers.update': 'id',
  'customers.listPaymentMethods': 'customer',
  'customers.retrievePaymentMethod': 'customer',
  'paymentMethods.list': 'parameter',
  'paymentMethods.attach': 'parameter',
  'paymentMethods.retrieve': 'method',
  'paymentMethods.detach': 'method',
};

export const isEphemeral = (header: string | undefined): boolean => keyIn(header).startsWith('ek_');

type Means = Pick<ApiMeans, 'db' | 'clock' | 'directory'>;

export async function ephemeralCaller(
  { db, clock, directory }: Means,
  request: FastifyRequest,
  { name, method }: Pick<Operation, 'name' | 'method'>,
): Promise<Result<Caller, ApiError>> {
  const secret = keyIn(request.headers.authorization);
  const key = await findEphemeralKey(db, secret, clock.nowMs());
  if (key === undefined) {
    return err(invalid('Expired or unknown ephemeral key. Make a new one.', { status: 401 }));
  }
  const { accountId, data } = key;
  const where = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
  const params = named.parse(request.params);
  const given = named.parse(method === 'GET' ? request.query : request.body);
  const customer =
    where === 'id' || where === 'customer'
      ? params[where]
      : where === 'parameter'
        ? given['customer']
        : where === 'method'
          ? (await loadPaymentMethod(db, accountId, String(params['id'])))?.customer
          : undefined;
  if (customer === data.customer) {
    const merchant = await directory.merchant(accountId);
    return ok({ merchant, kind: 'ephemeral', rights: {}, keyHash: data.secretHash });
  }
  const message =
    'This ephemeral key may only be used for its own customer and that customer’s cards.';
  return err(invalid(message, { status: 403, code: 'more_permissions_required' }));
}

const named = z.record(z.string(), z.unknown()).catch({});
