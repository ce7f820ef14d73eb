// Charges and refunds for lists and look-ups, each with what its resource shows. Newest first.

import { column, type Database, type RawRow } from '@kassa/database';
import { type AccountId, type CustomerId, idFrom, idOrNull, type PaymentMethodId } from '../ids.ts';
import type { PaymentMethod } from '../vault/card.ts';
import { decodePaymentMethod } from '../vault/store.ts';
import type { Charge, PaymentIntent } from './intent.ts';
import type { Refund } from './refund.ts';
import { decodeAttempt, decodeCharge, decodeIntent, nested } from './rows.ts';
import { type CreatedBetween, decodeRefund, type Page } from './store.ts';

export type FoundCharge = {
  readonly intent: PaymentIntent;
  readonly charge: Charge;
  readonly method: PaymentMethod | null;
  readonly balanceTransaction: string | null;
  readonly isDisputed: boolean;
};

/** What a refund says of its charge. */
export type RefundedCharge = {
  readonly paymentMethod: PaymentMethodId;
  readonly customer: CustomerId | null;
  /** Made by the older API: then no payment is shown. */
  readonly isBehind: boolean;
};

export type FoundRefund = {
  readonly refund: Refund;
  readonly charge: RefundedCharge;
  readonly balanceTransaction: string | null;
  readonly reversal: string | null;
};

const chargeSelect = `
  select
    row_to_json(c) as charge, row_to_json(i) as intent, row_to_json(a) as attempt,
    row_to_json(m) as method, b.id as balance_transaction,
    exists (
      select 1 from dispute d where d.account_id = c.account_id and d.charge_id = c.id
    ) as is_disputed
  from charge c
  join payment_intent i on i.account_id = c.account_id and i.id = c.intent_id
  join payment_attempt a on a.account_id = c.account_id and a.id = c.attempt_id
  left join payment_method m on m.account_id = c.account_id and m.id = c.payment_method_id
  left join balance_transaction b
    on b.account_id = c.account_id and b.type = 'charge' and b.source_id = c.id and b.part = 1`;

export async function findCharge(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<FoundCharge | undefined> {
  const text = `${chargeSelect} where c.account_id = $1 and c.id = $2`;
  return db.one({ name: 'charge_by_id', text, values: [accountId, id] }, decodeFound);
}

export async function findCharges(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<FoundCharge[]> {
  const text = `${chargeSelect} where c.account_id = $1 and c.id = any($2) limit 1000`;
  return db.query({ name: 'charges_by_id', text, values: [accountId, ids] }, decodeFound);
}

/** All of these intents' charges, the refused ones too. */
export async function chargesOf(
  db: Database,
  accountId: AccountId,
  intentIds: readonly string[],
): Promise<FoundCharge[]> {
  const text = `${chargeSelect} where c.account_id = $1 and c.intent_id = any($2) limit 10000`;
  return db.query({ text, values: [accountId, intentIds] }, decodeFound);
}

export type ChargeFilter = Page &
  CreatedBetween & {
    readonly intent?: string | undefined;
    readonly customer?: string | undefined;
    readonly group?: string | undefined;
  };

export async function listCharges(
  db: Database,
  accountId: AccountId,
  filter: ChargeFilter,
): Promise<FoundCharge[]> {
  const text = `${chargeSelect}
    where c.account_id = $1
      and ($2::text is null or c.id < $2)
      and ($3::text is null or c.id > $3)
      and ($4::text is null or c.intent_id = $4)
      and ($5::text is null or c.customer_id = $5)
      and ($6::text is null or c.transfer_group = $6)
      and ($7::bigint is null or c.created_at >= $7)
      and ($8::bigint is null or c.created_at < $8)
    ${orderOf(filter, 'c.id')} limit $9`;
  const { before = null, after = null, intent = null, customer = null, group = null } = filter;
  const { createdFromMs = null, createdToMs = null, limit } = filter;
  const edges = [accountId, before, after];
  const values = [...edges, intent, customer, group, createdFromMs, createdToMs, limit];
  return inOrder(filter, await db.query({ text, values }, decodeFound));
}

const refundSelect = `
  select
    r.*, b.id as transaction_id, v.id as reversal_id,
    c.payment_method_id, c.customer_id, i.is_behind_charge
  from refund r
  join charge c on c.account_id = r.account_id and c.id = r.charge_id
  join payment_intent i on i.account_id = r.account_id and i.id = r.intent_id
  left join transfer_reversal v on v.account_id = r.account_id and v.refund_id = r.id
  left join balance_transaction b
    on b.account_id = r.account_id and b.type = 'refund' and b.source_id = r.id`;

export async function findRefundShown(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<FoundRefund | undefined> {
  const text = `${refundSelect} where r.account_id = $1 and r.id = $2`;
  return db.one({ text, values: [accountId, id] }, decodeFoundRefund);
}

export async function findRefunds(
  db: Database,
  accountId: AccountId,
  ids: readonly string[],
): Promise<FoundRefund[]> {
  const text = `${refundSelect} where r.account_id = $1 and r.id = any($2) limit 1000`;
  return db.query({ text, values: [accountId, ids] }, decodeFoundRefund);
}

export type RefundFilter = Page &
  CreatedBetween & {
    readonly charge?: string | undefined;
    readonly intent?: string | undefined;
  };

export async function listRefunds(
  db: Database,
  accountId: AccountId,
  filter: RefundFilter,
): Promise<FoundRefund[]> {
  const text = `${refundSelect}
    where r.account_id = $1
      and ($2::text is null or r.id < $2)
      and ($3::text is null or r.id > $3)
      and ($4::text is null or r.charge_id = $4)
      and ($5::text is null or r.intent_id = $5)
      and ($6::bigint is null or r.created_at >= $6)
      and ($7::bigint is null or r.created_at < $7)
    ${orderOf(filter, 'r.id')} limit $8`;
  const { before = null, after = null, charge = null, intent = null, limit } = filter;
  const { createdFromMs = null, createdToMs = null } = filter;
  const values = [accountId, before, after, charge, intent, createdFromMs, createdToMs, limit];
  return inOrder(filter, await db.query({ text, values }, decodeFoundRefund));
}

/** A page that is asked for "after" an id is read upwards, and turned round for showing. */
export function orderOf(page: Page, key: string): string {
  return `order by ${key} ${page.after === undefined ? 'desc' : 'asc'}`;
}

export function inOrder<Item>(page: Page, items: readonly Item[]): Item[] {
  return page.after === undefined ? [...items] : items.toReversed();
}

function decodeFound(row: RawRow): FoundCharge {
  const charge = decodeCharge(nested(row, 'charge') ?? {});
  const attempt = decodeAttempt(nested(row, 'attempt') ?? {});
  const method = nested(row, 'method');
  return {
    charge,
    intent: decodeIntent(nested(row, 'intent') ?? {}, { attempt, charge, increment: null }),
    method: method && decodePaymentMethod(method),
    balanceTransaction: column.textOrNull(row, 'balance_transaction'),
    isDisputed: column.bool(row, 'is_disputed'),
  };
}

function decodeFoundRefund(row: RawRow): FoundRefund {
  return {
    refund: decodeRefund(row),
    charge: {
      paymentMethod: idFrom('pm', column.text(row, 'payment_method_id')),
      customer: idOrNull('cus', column.textOrNull(row, 'customer_id')),
      isBehind: column.bool(row, 'is_behind_charge'),
    },
    balanceTransaction: column.textOrNull(row, 'transaction_id'),
    reversal: column.textOrNull(row, 'reversal_id'),
  };
}
