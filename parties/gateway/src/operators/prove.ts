// What the gateway can prove about itself with nothing but its database: the book balances, every
// payment is what its events say, and the book says of each merchant what the payments say.

import type { ProofReport } from '@kassa/control';
import { column, type Database, toJson } from '@kassa/database';
import { prove as proveBook } from '@kassa/ledger';
import { fold } from '../payments/evolve.ts';
import type { PaymentEvent } from '../payments/payment-event.ts';
import { intentRow } from '../payments/rows.ts';
import { decodeView, viewSelect } from '../payments/store.ts';
import { readEvent } from '../payments/stored-json.ts';
import { findStrays } from '../settlement/strays.ts';
import { proveSplits } from './prove-splits.ts';

type Findings = ProofReport['findings'];

export async function prove(db: Database, party = 'gateway'): Promise<ProofReport> {
  const book = await proveBook(db);
  const payments = await provePayments(db);
  const findings = [
    ...book.findings,
    ...payments.findings,
    ...(await compareWithBook(db)),
    ...(await proveSplits(db)),
    ...(await unknownSettlements(db)),
    ...(await compareDisputes(db)),
  ];
  const { transactions, entries, accounts, sealed } = book;
  const counts = { transactions, entries, accounts, sealed, payments: payments.checked };
  return { party, ok: book.ok && findings.length === 0, findings, counts };
}

const batch = 500;
/** The newest payments; older ones were proved when they were new, and events cannot be changed. */
const checkedMax = 20_000;

async function provePayments(db: Database): Promise<{ checked: number; findings: Findings }> {
  const findings: Findings = [];
  let checked = 0;
  let before: string | null = null;
  while (checked < checkedMax) {
    const page: readonly Checked[] = await loadPage(db, before);
    for (const one of page) {
      const detail = differenceIn(one);
      if (detail !== undefined) {
        findings.push({ what: 'payment_differs_from_its_events', where: one.id, detail });
      }
    }
    checked += page.length;
    before = page.at(-1)?.id ?? null;
    if (page.length < batch || findings.length >= 100) break;
  }
  return { checked, findings: findings.slice(0, 100) };
}

type Checked = {
  readonly id: string;
  readonly view: ReturnType<typeof decodeView>;
  readonly events: readonly PaymentEvent[];
};

async function loadPage(db: Database, before: string | null): Promise<Checked[]> {
  const text = `${viewSelect(`
      (select json_agg(json_build_object('type', e.type, 'at', e.at, 'data', e.data) order by e.seq)
        from payment_event e where e.account_id = i.account_id and e.intent_id = i.id) as events`)}
    where ($1::text is null or i.id < $1) order by i.id desc limit $2`;
  return db.query({ text, values: [before, batch] }, (row) => {
    const view = decodeView(row);
    return { id: view.intent.id, view, events: eventsIn(column.json(row, 'events')) };
  });
}

function eventsIn(json: unknown): PaymentEvent[] {
  if (!Array.isArray(json)) return [];
  return json.map((one) => readEvent(String(one.type), Number(one.at), one.data));
}

function differenceIn({ view, events }: Checked): string | undefined {
  try {
    const folded = fold(events);
    const isSame =
      sorted(intentRow(folded)) === sorted(intentRow(view.intent)) &&
      sorted(folded.charge) === sorted(view.intent.charge) &&
      sorted(folded.attempt) === sorted(view.intent.attempt) &&
      sorted(folded.increment) === sorted(view.intent.increment);
    return isSame ? undefined : `the events lead to ${folded.state.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** JSON with its keys in order, since jsonb does not keep the order they were written in. */
function sorted(value: unknown): string {
  return toJson(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, inOrder(part)]),
  );
}

/**
 * Captured less refunded less settled, and what of it was split off and waits with it, must be what
 * the book holds as pending for the merchant.
 */
const compared = `
  with should as (
    select account_id, currency, sum(minor) as minor from (
      select account_id, currency, captured as minor from charge where captured > 0
      union all
      select account_id, currency, -amount from refund where status = 'succeeded'
      union all
      select account_id, currency, -amount from balance_transaction
        where type in ('charge', 'refund')
      union all
      select account_id, currency, net from balance_transaction where status = 'pending'
      union all
      -- Of a connected account's own charge the fee is the platform's at once, its line comes later.
      select f.connected_id, f.currency, -f.amount
      from application_fee f
      join charge c on c.account_id = f.connected_id and c.id = f.charge_id
      where f.payment_id is null and c.settled_at is null
      union all
      -- What people have posted when they repaired an exception of reconciliation.
      select e.account_id, e.currency, case e.side when 'credit' then e.amount else -e.amount end
      from reconciliation_repair r
      join ledger_entry e on e.account_id = r.account_id and e.transaction_id = r.transaction_id
      where e.path = 'merchant:pending'
    ) moves group by account_id, currency
  ),
  does as (
    select account_id, currency, posted_credit - posted_debit as minor
    from ledger_account where path = 'merchant:pending'
  )
  select coalesce(d.account_id, s.account_id) as account_id,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.account_id = d.account_id and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

async function unknownSettlements(db: Database): Promise<Findings> {
  return (await findStrays(db)).map(({ accountId, rrn, detail }) => ({
    what: 'settled_and_unknown',
    where: `${accountId} ${rrn}`,
    detail,
  }));
}

/**
 * What a dispute has moved is what its state says: the fees, and all of it once it is lost and none
 * once it is won; before that its money goes and comes by turns.
 */
const disputed = `
  select * from (
    select d.account_id, d.id, coalesce(sum(b.net), 0)::bigint as booked,
      -d.fee - d.arbitration_fee - case
        when d.status = 'won' then 0
        when d.status = 'lost' or d.moves % 2 = 1 then d.amount
        else 0
      end as listed
    from dispute d
    left join balance_transaction b
      on b.account_id = d.account_id and b.type = 'adjustment' and b.source_id = d.id
    group by d.account_id, d.id
  ) one
  where booked <> listed
  limit 100`;

async function compareDisputes(db: Database): Promise<Findings> {
  return db.query({ text: disputed }, (row) => ({
    what: 'dispute_differs_from_balance',
    where: `${column.text(row, 'account_id')} ${column.text(row, 'id')}`,
    detail: `balance ${column.big(row, 'booked')}, dispute ${column.big(row, 'listed')}`,
  }));
}

async function compareWithBook(db: Database): Promise<Findings> {
  return db.query({ text: compared }, (row) => ({
    what: 'payments_differ_from_book',
    where: `${column.text(row, 'account_id')} ${column.text(row, 'currency')}`,
    detail: `book ${column.big(row, 'booked')}, payments ${column.big(row, 'listed')}`,
  }));
}
