// Payment methods in the database.

import { column, type Database, type RawRow, type Row, type Unit } from '@kassa/database';
import { z } from 'zod';
import type { AccountId, CustomerId, PaymentMethodId } from '../ids.ts';
import type { Page } from '../payments/store.ts';
import type { Billing, PaymentMethod } from './card.ts';

const nullableText = z.string().nullable();
const billingSchema = z.object({
  address: z.record(z.string(), nullableText).nullable(),
  email: nullableText,
  name: nullableText,
  phone: nullableText,
});
const metadataSchema = z.record(z.string(), z.string());

export const noBilling: Billing = { address: null, email: null, name: null, phone: null };

export function insertPaymentMethod(method: PaymentMethod): Unit {
  const row = { ...paymentMethodRow(method), token_id: method.token };
  return { inserts: [{ table: 'payment_method', rows: [row] }] };
}

/** As it stands in its table; also inside a token that waits to become one. */
export function paymentMethodRow(method: PaymentMethod): Row {
  const { face, sealed } = method;
  return {
    account_id: method.accountId,
    id: method.id,
    sealed_pan: sealed.sealedPan,
    fingerprint: face.fingerprint,
    brand: face.brand,
    funding: face.funding,
    country: face.country,
    last4: face.last4,
    expiry_month: face.expiry.month,
    expiry_year: face.expiry.year,
    holder: face.holder,
    billing: method.billing,
    metadata: method.metadata,
    customer_id: method.customer,
    detached_at: method.detachedAtMs,
    allow_redisplay: method.allowRedisplay,
    created_at: method.createdAtMs,
  };
}

export async function loadPaymentMethod(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<PaymentMethod | undefined> {
  const text = 'select * from payment_method where account_id = $1 and id = $2';
  const values = [accountId, id];
  return db.one({ name: 'payment_method_by_id', text, values }, decodePaymentMethod);
}

export async function loadPaymentMethods(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<PaymentMethod[]> {
  const text = `select * from payment_method
    where account_id = $1 and id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, decodePaymentMethod);
}

/** A customer's cards, newest first. */
export async function listPaymentMethods(
  db: Database,
  accountId: AccountId,
  filter: Page & { readonly customer: string; readonly allowRedisplay?: string | undefined },
): Promise<PaymentMethod[]> {
  const isUpwards = filter.after !== undefined;
  const text = `select * from payment_method
    where account_id = $1 and customer_id = $2
      and ($3::text is null or id < $3)
      and ($4::text is null or id > $4)
      and ($5::text is null or allow_redisplay = $5)
    order by id ${isUpwards ? 'asc' : 'desc'} limit $6`;
  const { customer, before = null, after = null, allowRedisplay = null, limit } = filter;
  const values = [accountId, customer, before, after, allowRedisplay, limit];
  const found = await db.query({ text, values }, decodePaymentMethod);
  return isUpwards ? found.toReversed() : found;
}

/** A row of payment_method, from a select or from row_to_json. */
export function decodePaymentMethod(row: RawRow): PaymentMethod {
  const accountId: AccountId = `acct_${column.text(row, 'account_id').slice(5)}`;
  const id: PaymentMethodId = `pm_${column.text(row, 'id').slice(3)}`;
  const expiry = {
    month: column.integer(row, 'expiry_month'),
    year: column.integer(row, 'expiry_year'),
  };
  const holder = column.textOrNull(row, 'holder');
  const brand = column.oneOf(row, 'brand', brands);
  return {
    accountId,
    id,
    createdAtMs: column.integer(row, 'created_at'),
    face: {
      brand,
      funding: column.oneOf(row, 'funding', ['credit', 'debit', 'prepaid', 'unknown']),
      country: column.text(row, 'country'),
      last4: column.text(row, 'last4'),
      expiry,
      holder,
      fingerprint: column.text(row, 'fingerprint'),
    },
    billing: billingSchema.parse(column.json(row, 'billing')),
    metadata: metadataSchema.parse(column.json(row, 'metadata')),
    customer: customerOf(column.textOrNull(row, 'customer_id')),
    detachedAtMs: column.integerOrNull(row, 'detached_at'),
    token: column.textOrNull(row, 'token_id'),
    allowRedisplay: column.oneOf(row, 'allow_redisplay', ['always', 'limited', 'unspecified']),
    sealed: {
      accountId,
      paymentMethod: id,
      sealedPan: column.text(row, 'sealed_pan'),
      brand,
      expiry,
      holder,
    },
  };
}

const brands = [
  'visa',
  'mastercard',
  'amex',
  'diners',
  'discover',
  'jcb',
  'unionpay',
  'unknown',
] as const;

function customerOf(text: string | null): CustomerId | null {
  return text === null ? null : `cus_${text.slice(4)}`;
}
