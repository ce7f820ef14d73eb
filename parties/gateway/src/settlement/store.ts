// Payouts as they are known so far, and the charges and refunds that a report speaks of.

import { column, type Database, type Unit } from '@kassa/database';
import { type Money, money } from '@kassa/money';
import { type AccountId, idFrom, type PayoutId } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { currencyIn } from '../payments/rows.ts';
import type { PayoutStatus } from './from-report.ts';
import type { Import } from './import-settlements.ts';

export type KnownPayout = {
  readonly id: PayoutId;
  readonly reference: string;
  readonly status: PayoutStatus;
};

export async function findPayouts(
  db: Database,
  { accountId, acquirer }: Pick<Merchant, 'accountId' | 'acquirer'>,
  references: readonly string[],
): Promise<Map<string, KnownPayout>> {
  const text = `select id, reference, status from payout
    where account_id = $1 and provider = $2 and reference = any($3) limit 1000`;
  const values = [accountId, acquirer.provider, references];
  const rows = await db.query({ text, values }, (row) => {
    const reference = column.text(row, 'reference');
    const status = column.oneOf(row, 'status', ['in_transit', 'paid', 'failed']);
    const id = idFrom('po', column.text(row, 'id'));
    return [reference, { id, reference, status }] as const;
  });
  return new Map(rows);
}

/** From when on payouts may have changed: some days before the last one, since a bank may return. */
export async function importFromMs(
  db: Database,
  { accountId, acquirer }: Pick<Merchant, 'accountId' | 'acquirer'>,
): Promise<number> {
  const text = `
    select coalesce(min(created_at) filter (where status = 'in_transit'), max(created_at)) as since
    from (
      select created_at, status from payout where account_id = $1 and provider = $2
      union all
      select created_at, 'credited' from settlement_credit
      where account_id = $1 and provider = $2
    ) known`;
  const since = await db.one({ text, values: [accountId, acquirer.provider] }, (row) =>
    column.integerOrNull(row, 'since'),
  );
  return since === null || since === undefined ? 0 : Math.max(0, since - lookBackMs);
}

const lookBackMs = 7 * 86_400_000;

/** Those of the reports that have been booked as money at the merchant's disposal. */
export async function findCredits(
  db: Database,
  { accountId, acquirer }: Pick<Merchant, 'accountId' | 'acquirer'>,
  references: readonly string[],
): Promise<Set<string>> {
  const text = `select reference from settlement_credit
    where account_id = $1 and provider = $2 and reference = any($3) limit 1000`;
  const values = [accountId, acquirer.provider, references];
  return new Set(await db.query({ text, values }, (row) => column.text(row, 'reference')));
}

export function creditRow({ merchant, report, nowMs }: Import): Unit {
  const row = {
    account_id: merchant.accountId,
    provider: merchant.acquirer.provider,
    reference: report.id,
    currency: report.currency,
    amount: report.amountMinor,
    value_on: report.valueOn,
    created_at: nowMs,
  };
  return { inserts: [{ table: 'settlement_credit', rows: [row] }] };
}

export type Source = {
  /** Who sold: the merchant of the contract, or an account connected to it. */
  readonly accountId: AccountId;
  readonly type: 'charge' | 'refund';
  readonly id: string;
  /** Captured in several parts, it is settled so too. */
  readonly partsSettled: readonly number[];
  /** In how many parts it was captured; one that we never told of is unknown, whosever charge it is. */
  readonly parts: number;
  /** Was it settled before, in whatever part? */
  readonly isPriced: boolean;
  /** Of a charge, how often it was split: names the state that was seen. */
  readonly splits: number;
};

/** Our names of what the acquirer knows by RRN; those that have been settled before are marked. */
export async function findSources(
  db: Database,
  { acquirer: { merchantId, provider } }: Pick<Merchant, 'acquirer'>,
  rrns: readonly string[],
): Promise<Map<string, Source>> {
  const text = `
    select s.account_id, s.rrn, s.type, s.id, array(
        select b.part::text from balance_transaction b
        where b.account_id = s.account_id and b.type = s.type and b.source_id = s.id
      ) as parts_settled,
      coalesce(c.captures, 1) as parts,
      c.settled_at is not null as is_priced, coalesce(c.splits, 0) as splits
    from (
      select a.account_id, a.rrn, 'charge' as type, a.charge_id as id
      from payment_attempt a
      where a.rrn = any($1) and a.merchant_id = $2 and a.provider = $3 and a.state = 'approved'
      union all
      select r.account_id, r.rrn, 'refund', r.id
      from refund r
      join charge rc on rc.account_id = r.account_id and rc.id = r.charge_id
      join payment_attempt ra on ra.account_id = rc.account_id and ra.id = rc.attempt_id
      where r.rrn = any($1) and ra.merchant_id = $2 and ra.provider = $3
    ) s
    left join charge c on s.type = 'charge' and c.account_id = s.account_id and c.id = s.id
    limit 100000`;
  const rows = await db.query({ text, values: [rrns, merchantId, provider] }, (row) => {
    const type = column.oneOf(row, 'type', ['charge', 'refund']);
    const source: Source = {
      accountId: idFrom('acct', column.text(row, 'account_id')),
      type,
      id: column.text(row, 'id'),
      partsSettled: column.texts(row, 'parts_settled').map(Number),
      parts: column.integer(row, 'parts'),
      isPriced: column.bool(row, 'is_priced'),
      splits: column.integer(row, 'splits'),
    };
    return [
      `${type === 'charge' ? 'capture' : 'refund'}|${column.text(row, 'rrn')}`,
      source,
    ] as const;
  });
  return new Map(rows);
}

/** What waits for the money of these charges. */
export type Maturing = {
  readonly rows: readonly {
    readonly accountId: AccountId;
    readonly id: string;
    readonly net: Money;
  }[];
  /** Of connected accounts' own charges: what the platform keeps of each. */
  readonly fees: ReadonlyMap<string, bigint>;
};

export async function findMaturing(
  db: Database,
  { accountId }: Pick<Merchant, 'accountId'>,
  charges: readonly Pick<Source, 'id'>[],
): Promise<Maturing> {
  const ids = charges.map(({ id }) => id);
  const waiting = `select account_id, id, currency, net from balance_transaction
    where status = 'pending' and matures_with = any($1) order by account_id, id limit 100000`;
  const rows = await db.query({ text: waiting, values: [ids] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: column.text(row, 'id'),
    net: money(currencyIn(row), column.big(row, 'net')),
  }));
  const kept = `select charge_id, amount from application_fee
    where account_id = $1 and charge_id = any($2) and payment_id is null limit 100000`;
  const fees = await db.query({ text: kept, values: [accountId, ids] }, (row) => {
    return [column.text(row, 'charge_id'), column.big(row, 'amount')] as const;
  });
  return { rows, fees: new Map(fees) };
}

export function settleCharges(charges: readonly Source[], nowMs: number): Unit {
  if (charges.length === 0) return {};
  const arg = charges.map(({ accountId, id, splits }) => ({
    ...{ accountId, chargeId: id, splits, at: nowMs },
  }));
  return { calls: [{ fn: 'charge_settled', arg }] };
}

export function matureRows({ rows }: Maturing, availableOn: number): Unit {
  if (rows.length === 0) return {};
  const arg = rows.map(({ accountId, id }) => ({ accountId, id, availableOn }));
  return { calls: [{ fn: 'balance_matured', arg }] };
}
