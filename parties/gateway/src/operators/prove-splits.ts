// What is between platforms and their accounts: each pair's two sides are one another's image, what is
// due is what the transfers, fees, charges and payouts say, and what is available is what the lines
// of the balance sum to.

import type { ProofReport } from '@kassa/control';
import { column, type Database } from '@kassa/database';

type Findings = ProofReport['findings'];

export async function proveSplits(db: Database): Promise<Findings> {
  const findings: Findings = [];
  for (const [what, text] of Object.entries(proofs)) {
    const rows = await db.query({ text }, (row) => ({
      what,
      where: `${column.text(row, 'account_id')} ${column.text(row, 'currency')}`,
      detail: `book ${column.big(row, 'booked')}, listed ${column.big(row, 'listed')}`,
    }));
    findings.push(...rows);
  }
  return findings;
}

/** Posted and pending, each side: what one books as owed, the other books as owing. */
const pairsDiffer = `
  with given as (
    select substr(path, 11, length(path) - 17) as connected_id, account_id as platform_id, currency,
      posted_debit, posted_credit, pending_debit, pending_credit
    from ledger_account where path like 'connected:%:due-to'
  ),
  got as (
    select l.account_id as connected_id, m.platform_id, l.currency,
      l.posted_debit, l.posted_credit, l.pending_debit, l.pending_credit
    from ledger_account l
    join merchant m on m.account_id = l.account_id
    where l.path = 'platform:due-from'
  )
  select coalesce(g.connected_id, t.connected_id) as account_id,
    coalesce(g.currency, t.currency) as currency,
    coalesce(g.posted_credit - g.posted_debit, 0) as booked,
    coalesce(t.posted_debit - t.posted_credit, 0) as listed
  from given g
  full join got t on t.connected_id = g.connected_id and t.platform_id = g.platform_id
    and t.currency = g.currency
  where (g.posted_debit, g.posted_credit, g.pending_debit, g.pending_credit)
    is distinct from (t.posted_credit, t.posted_debit, t.pending_credit, t.pending_debit)
  limit 100`;

const dueDiffers = `
  with should as (
    select account_id, currency, sum(minor) as minor from (
      select destination as account_id, currency, amount as minor from transfer
      union all
      select t.destination, r.currency, -r.amount
      from transfer_reversal r
      join transfer t on t.account_id = r.account_id and t.id = r.transfer_id
      union all
      select connected_id, currency, -amount from application_fee
      union all
      select f.connected_id, r.currency, r.amount
      from application_fee_refund r
      join application_fee f on f.account_id = r.account_id and f.id = r.fee_id
      union all
      select c.account_id, c.currency, c.captured
      from charge c join merchant m on m.account_id = c.account_id
      where m.platform_id is not null and c.captured > 0
      union all
      select r.account_id, r.currency, -r.amount
      from refund r join merchant m on m.account_id = r.account_id
      where m.platform_id is not null and r.status = 'succeeded'
      union all
      select b.account_id, b.currency, -(d.value ->> 'amount')::bigint
      from balance_transaction b
      join merchant m on m.account_id = b.account_id
      cross join lateral jsonb_array_elements(b.fee_details) d (value)
      where m.platform_id is not null and d.value ->> 'type' = 'payment_network_fee'
      union all
      select p.account_id, p.currency, -p.amount
      from payout p join merchant m on m.account_id = p.account_id
      where m.platform_id is not null and p.status = 'paid'
    ) moves group by account_id, currency
  ),
  does as (
    select account_id, currency, posted_debit - posted_credit as minor
    from ledger_account where path = 'platform:due-from'
  )
  select coalesce(d.account_id, s.account_id) as account_id,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.account_id = d.account_id and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

const availableDiffers = `
  with should as (
    select account_id, currency, sum(net) as minor
    from balance_transaction where status = 'available'
    group by account_id, currency
  ),
  does as (
    select account_id, currency, posted_credit - posted_debit as minor
    from ledger_account where path = 'merchant:available'
  )
  select coalesce(d.account_id, s.account_id) as account_id,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.account_id = d.account_id and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

const reservedDiffers = `
  with should as (
    select account_id, currency, -sum(net) as minor
    from balance_transaction where type in ('reserve_hold', 'reserve_release')
    group by account_id, currency
  ),
  does as (
    select account_id, currency, posted_credit - posted_debit as minor
    from ledger_account where path = 'merchant:reserved'
  )
  select coalesce(d.account_id, s.account_id) as account_id,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.account_id = d.account_id and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

const transitDiffers = `
  with should as (
    select account_id, currency, sum(amount) as minor
    from payout where is_instructed and status in ('pending', 'in_transit')
    group by account_id, currency
  ),
  does as (
    select account_id, currency, posted_credit - posted_debit as minor
    from ledger_account where path = 'payouts:in-transit'
  )
  select coalesce(d.account_id, s.account_id) as account_id,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.account_id = d.account_id and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

const proofs = {
  payouts_differ_from_book: transitDiffers,
  due_to_differs_from_due_from: pairsDiffer,
  splits_differ_from_book: dueDiffers,
  balance_differs_from_its_lines: availableDiffers,
  reserve_differs_from_its_lines: reservedDiffers,
};
