// What a cardholder agreed to when the card was to be kept: written once, in the commit of the setup
// that succeeded, and shown by its id.

import { column, type Database, type Unit } from '@kassa/database';
import { z } from 'zod';
import { type AccountId, idFrom } from '../ids.ts';
import type { Acceptance, MandateId } from './setup.ts';

export type Mandate = {
  readonly accountId: AccountId;
  readonly id: MandateId;
  readonly paymentMethod: string;
  readonly customer: string | null;
  readonly type: 'multi_use' | 'single_use';
  readonly acceptance: Acceptance;
  readonly createdAtMs: number;
  /** A mandate ends with its card. */
  readonly isActive: boolean;
};

const acceptanceSchema = z.object({
  type: z.enum(['online', 'offline']),
  acceptedAtMs: z.number().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
});

export function insertMandate(mandate: Omit<Mandate, 'isActive'>): Unit {
  const row = {
    account_id: mandate.accountId,
    id: mandate.id,
    payment_method_id: mandate.paymentMethod,
    customer_id: mandate.customer,
    type: mandate.type,
    acceptance: mandate.acceptance,
    created_at: mandate.createdAtMs,
  };
  return { inserts: [{ table: 'mandate', rows: [row] }] };
}

export async function loadMandates(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<Mandate[]> {
  const text = `
    select d.*, m.detached_at is null as is_active
    from mandate d
    join payment_method m on m.account_id = d.account_id and m.id = d.payment_method_id
    where d.account_id = $1 and d.id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('mandate', column.text(row, 'id')),
    paymentMethod: column.text(row, 'payment_method_id'),
    customer: column.textOrNull(row, 'customer_id'),
    type: column.oneOf(row, 'type', ['multi_use', 'single_use']),
    acceptance: acceptanceSchema.parse(column.json(row, 'acceptance')),
    createdAtMs: column.integer(row, 'created_at'),
    isActive: column.bool(row, 'is_active'),
  }));
}
