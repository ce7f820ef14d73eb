// What must be true of a year when it is over. Each check counts what is wrong, and shows a few of it;
// the notebook says what was told, the parties' tables what came of it.

import { column, type Database } from '@kassa/database';
import type { PlainDate } from '@kassa/time';

export type Checked = {
  readonly what: string;
  /** How many things were looked at. */
  readonly looked: number;
  readonly wrong: number;
  readonly examples: readonly string[];
};

type Check = {
  readonly what: string;
  /** One row for each thing looked at: `wrong` says what is wrong with it, or is null. */
  readonly rows: string;
};

type Owed = { readonly account: string; readonly currency: string; readonly day: string };

/** What a merchant owed the acquirer on that day was taken from what came in. */
const owes = ({ account, currency, day }: Owed): string => `exists (
          select 1
          from year.contract k
          join (
            select * from acquirer_zelena.negative_balance
            union all select * from acquirer_crvena.negative_balance
          ) n on n.mid = k.mid
          where k.account_id = ${account} and n.currency = upper(${currency})
            and ${day} between n.opened_on and coalesce(n.recovered_on, ${day}))`;

/** Money of these days must have arrived when the year is over; `$1` is its last day. */
const checks: readonly Check[] = [
  {
    what: 'paid, says the shop: captured, says the gateway',
    rows: `
      select case when c.id is null then 'order ' || s.number || ' has no captured charge' end as wrong
      from year.sale s
      left join gateway.charge c
        on c.account_id = s.account_id and c.intent_id = s.intent
        and c.state = 'captured' and c.captured = s.amount
      where s.told = 'paid'`,
  },
  {
    what: 'declined or refused: nothing taken',
    rows: `
      select case when c.id is not null then 'order ' || s.number || ' was charged' end as wrong
      from year.sale s
      left join gateway.charge c
        on c.account_id = s.account_id and c.intent_id = s.intent and c.captured > 0
      where s.told in ('declined', 'refused')`,
  },
  {
    what: 'charged: asked for, and once',
    rows: `
      select case
        when count(s.number) <> 1 then c.intent_id || ' belongs to ' || count(s.number) || ' orders'
        when count(distinct c.id) <> 1 then c.intent_id || ' was charged ' || count(*) || ' times'
      end as wrong
      from gateway.charge c
      left join year.sale s on s.account_id = c.account_id and s.intent = c.intent_id
      where c.state <> 'failed'
      group by c.account_id, c.intent_id`,
  },
  {
    what: 'unknown: known in the end',
    rows: `
      select case when i.status = 'processing' or a.state in ('open', 'unknown')
        then i.id || ' is ' || i.status || ', its attempt ' || a.state end as wrong
      from gateway.payment_intent i
      join gateway.payment_attempt a on a.account_id = i.account_id and a.intent_id = i.id`,
  },
  {
    what: 'advices: acknowledged',
    rows: `
      select case when state <> 'acknowledged' then id || ', ' || kind || ': ' || state end as wrong
      from gateway.advice`,
  },
  {
    // What a merchant owes is set off first: then no payout is made, and the acquirer has noted why.
    what: 'lines of the balances: on the promised day, or set off against what is owed',
    rows: `
      select case
        when b.id is null then p.id || ' is gone'
        when p.account_id = 'acct_tezga' and b.payout_id is null and b.status = 'available' then null
        when o.arrival_date = p.available_on::text and o.status = 'paid' then null
        when ${owes({ account: 'p.account_id', currency: 'b.currency', day: 'p.available_on' })} then null
        else p.id || ' (' || p.type || ') of ' || p.available_on || ': '
          || coalesce('payout of ' || o.arrival_date || ' is ' || o.status, 'in no payout')
      end as wrong
      from (select * from year.promise where available_on <= $1::date) p
      left join gateway.balance_transaction b on b.account_id = p.account_id and b.id = p.id
      left join gateway.payout o on o.account_id = b.account_id and o.id = b.payout_id`,
  },
  {
    what: 'sales: promised for the day of the contract, or set off against what is owed',
    rows: `
      select case when p.available_on <> s.paid_out_on
          and not ${owes({ account: 's.account_id', currency: 's.currency', day: 's.paid_out_on' })}
        then 'order ' || s.number || ': ' || p.available_on || ', by the contract ' || s.paid_out_on end as wrong
      from year.sale s
      join gateway.charge c on c.account_id = s.account_id and c.intent_id = s.intent
      join year.promise p on p.account_id = c.account_id and p.source_id = c.id and p.type = 'charge'
      where s.told = 'paid'`,
  },
  {
    what: 'payouts: paid by the bank, on their day',
    rows: `
      select case when state <> 'paid' then id || ': ' || state || coalesce(', ' || reason, '')
        when (to_timestamp(ended_at_ms / 1000.0) at time zone 'Europe/Sarajevo')::date <> value_on
          then id || ' of ' || value_on || ' ended ' || to_timestamp(ended_at_ms / 1000.0)
      end as wrong
      from (
        select * from acquirer_zelena.payout union all select * from acquirer_crvena.payout
      ) p
      where value_on <= $1::date and kind <> 'credit'`,
  },
  {
    what: 'presentments: cleared and settled',
    rows: `
      select case when state = 'rejected' then id || ' was rejected: ' || reject_reason
        when state <> 'settled' and value_on is null then id || ' is ' || state
      end as wrong
      from (
        select id, state, reject_reason, value_on, captured_at_ms from acquirer_zelena.item
        union all
        select id, state, reject_reason, value_on, captured_at_ms from acquirer_crvena.item
      ) i
      where (to_timestamp(captured_at_ms / 1000.0) at time zone 'Europe/Sarajevo')::date < $1::date - 3`,
  },
  {
    what: 'expectations: matched, or in time still',
    rows: `
      select case when state = 'exception' then pair || ': ' || source || ' ' || row_id end as wrong
      from gateway.reconciliation_expectation`,
  },
  {
    what: 'exceptions: none is open',
    rows: `
      select case when state = 'open'
        then account_id || ' ' || provider || ' ' || pair || ': ' || name || ' ' || (coalesce(expecting, answering) ->> 0)
      end as wrong
      from gateway.reconciliation_exception`,
  },
  {
    what: 'disputes: ended, or in time still',
    rows: `
      select case when status = 'needs_response' and due_by < $2::bigint
        then id || ' was to be answered by ' || to_timestamp(due_by / 1000.0) end as wrong
      from gateway.dispute`,
  },
];

export async function checkAll(
  db: Database,
  end: { readonly day: PlainDate; readonly atMs: number },
): Promise<Checked[]> {
  const done: Checked[] = [];
  for (const check of checks) done.push(await look(db, check, end));
  return done;
}

async function look(
  db: Database,
  { what, rows }: Check,
  { day, atMs }: { readonly day: PlainDate; readonly atMs: number },
): Promise<Checked> {
  // Both parameters are named, whichever the check uses.
  const text = `
    with looked as (${rows}), given as (select $1::date, $2::bigint)
    select count(*) as looked, count(wrong) as wrong,
      coalesce((array_agg(wrong) filter (where wrong is not null))[1:5], '{}') as examples
    from looked`;
  const found = await db.one({ text, values: [day, atMs] }, (row) => ({
    what,
    looked: column.integer(row, 'looked'),
    wrong: column.integer(row, 'wrong'),
    examples: column.texts(row, 'examples'),
  }));
  return found ?? { what, looked: 0, wrong: 1, examples: ['nothing was found'] };
}
