// The shop's orders as rows, as far as the shop told of them: by the metadata of its payments, with what
// it had captured. An order is expected once, whatever number of payments says that it is for it;
// payments of different amounts are parts of one order, the same amount again is not.

import { column, type Database } from '@kassa/database';
import type { SourceRow } from '../matching/source-row.ts';
import { dayOf } from './days.ts';
import type { Contract } from './gathered.ts';
import { orderIn } from './order-of.ts';

const paymentsMax = 100_000;
/** A capture is booked with the payment's own success. */
const daysInTime = 1;

type Paid = {
  readonly order: string | null;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly atMs: number;
};

export async function readShop(
  db: Database,
  contract: Contract,
  sinceMs: number,
): Promise<readonly SourceRow[]> {
  const orders = new Map<string, Paid[]>();
  for (const paid of await loadPaid(db, contract, sinceMs)) {
    if (paid.order === null) continue;
    const name = `${paid.order}|${paid.currency}`;
    orders.set(name, [...(orders.get(name) ?? []), paid]);
  }
  return [...orders].map(([id, payments]) => orderRow(id, payments));
}

function orderRow(id: string, payments: readonly Paid[]): SourceRow {
  const amounts = [...new Set(payments.map(({ amountMinor }) => amountMinor))];
  const on = dayOf(Math.max(...payments.map(({ atMs }) => atMs)));
  return {
    ...{ source: 'shop', kind: 'sale', id, on, dueOn: on + daysInTime },
    ...{ batch: null, feeMinor: null },
    currency: payments[0]?.currency ?? '',
    amountMinor: amounts.reduce((sum, amount) => sum + amount, 0n),
    keys: { reference: [payments[0]?.order ?? ''] },
  };
}

async function loadPaid(
  db: Database,
  { accountId, provider, merchantId }: Contract,
  sinceMs: number,
): Promise<Paid[]> {
  // Row by row, by its key: from all that was ever paid only what was captured since.
  const text = `
    with captured as materialized (
      select distinct e.intent_id
      from payment_event e
      where e.account_id = $1 and e.at >= $4 and e.type in ('captured', 'partly_captured')
    )
    select i.wishes -> 'metadata' as metadata, i.currency, c.captured, (
        select min(e.at) from payment_event e
        where e.account_id = $1 and e.intent_id = i.id
          and e.type in ('captured', 'partly_captured')
      ) as at
    from captured k
    cross join lateral (
      select * from payment_intent where account_id = $1 and id = k.intent_id offset 0
    ) i
    cross join lateral (
      select from payment_attempt
      where account_id = $1 and id = i.attempt_id and provider = $2 and merchant_id = $3 offset 0
    ) a
    cross join lateral (
      select captured from charge
      where account_id = $1 and id = i.charge_id and captured > 0 offset 0
    ) c
    order by i.id limit $5`;
  const values = [accountId, provider, merchantId, sinceMs, paymentsMax];
  const paid = await db.query({ text, values }, (row) => ({
    order: orderIn(column.jsonOrNull(row, 'metadata')),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'captured'),
    atMs: column.integer(row, 'at'),
  }));
  return paid.filter(({ atMs }) => atMs >= sinceMs);
}
