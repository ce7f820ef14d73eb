// What the gateway holds others to, in totals per currency: captures and refunds with the acquirers,
// paid sessions with the merchants' shops. What was told and is not yet acknowledged is stated as
// open: the other side may or may not have it.

import type { Position } from '@kassa/control';
import { column, type Database, type RawRow } from '@kassa/database';

/** Merchants are named by their account; the world knows which program is whose. */
export async function positions(db: Database): Promise<Position[]> {
  return [
    ...(await db.query({ text: captured }, decode('captured'))),
    ...(await db.query({ text: refunded }, decode('refunded'))),
    ...(await db.query({ text: paidSessions }, decode('orders paid'))),
  ];
}

/** The acquirer owes it, on the merchants' behalf. */
const captured = `
  select a.provider as other, c.currency, sum(c.captured)::bigint as minor,
    coalesce(sum(v.minor), 0)::bigint as open
  from charge c
  join payment_attempt a on a.account_id = c.account_id and a.id = c.attempt_id
  left join lateral (
    select sum(v.amount) as minor from advice v
    where v.account_id = a.account_id and v.attempt_id = a.id
      and v.intent_id = a.intent_id and v.kind = 'capture'
      and v.state in ('waiting', 'manual')
  ) v on true
  where c.captured > 0
  group by a.provider, c.currency
  order by a.provider, c.currency
  limit 10000`;

const refunded = `
  select a.provider as other, r.currency, -sum(r.amount)::bigint as minor,
    coalesce(sum(r.amount) filter (where r.status = 'pending'), 0)::bigint as open
  from refund r
  join charge c on c.account_id = r.account_id and c.id = r.charge_id
  join payment_attempt a on a.account_id = c.account_id and a.id = c.attempt_id
  where r.status <> 'failed'
  group by a.provider, r.currency
  order by a.provider, r.currency
  limit 10000`;

/** Sessions that lead back to the merchant's own shop; others are made by hand, with no order. */
const paidSessions = `
  select s.account_id as other, s.currency, -sum(s.amount_total)::bigint as minor,
    coalesce(sum(s.amount_total) filter (where exists (
      select 1 from event e
      join webhook_delivery d on d.account_id = e.account_id and d.event_id = e.id
      where e.account_id = s.account_id and e.object_id = s.id
        and e.type = 'checkout.session.completed' and d.state <> 'delivered'
    )), 0)::bigint as open
  from checkout_session s
  join merchant m on m.account_id = s.account_id
  where s.status = 'complete'
    and starts_with(s.details ->> 'successUrl', m.profile ->> 'url')
  group by s.account_id, s.currency
  order by s.account_id, s.currency
  limit 10000`;

function decode(what: string): (row: RawRow) => Position {
  return (row) => ({
    with: column.text(row, 'other'),
    what,
    currency: column.text(row, 'currency'),
    minor: String(column.big(row, 'minor')),
    openMinor: String(column.big(row, 'open')),
  });
}
