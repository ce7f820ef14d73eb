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
  const text = `
    with captured as (
      select distinct e.intent_id
      from payment_event e
      where e.account_id = $1 and e.at >= $4 and e.type in ('captured', 'partly_captured')
    )
    select i.wishes -> 'metadata' as metadata, i.currency, c.captured, (
        select min(e.at) from payment_event e
        where e.account_id = i.account_id and e.intent_id = i.id
          and e.type in ('captured', 'partly_captured')
      ) as at
    from captured k
    join payment_intent i on i.account_id = $1 and i.id = k.intent_id
    join payment_attempt a on a.account_id = i.account_id and a.id = i.attempt_id
      and a.provider = $2 and a.merchant_id = $3
    join charge c on c.account_id = i.account_id and c.id = i.charge_id and c.captured > 0
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
