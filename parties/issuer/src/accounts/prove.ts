// What the bank can say about itself with nothing but its database: whether its book balances,
// what it has open with others, and the story of one payment.

import type { Position, ProofReport, TraceLine } from '@kassa/control';
import { column, type Database } from '@kassa/database';
import { balances, prove as proveBook, transactions } from '@kassa/ledger';
import { bookId, paths } from './chart.ts';

type Identity = {
  readonly party: string;
  readonly networkParty: string;
  readonly clearingHouseParty: string;
};

export async function recordIdentity(
  db: Database,
  identity: Identity & { readonly name: string },
): Promise<void> {
  await db.exec(
    `insert into bank_identity (party, name, network_party, clearing_house_party)
    values ($1, $2, $3, $4)
    on conflict (only_row) do update
    set
      party = excluded.party,
      name = excluded.name,
      network_party = excluded.network_party,
      clearing_house_party = excluded.clearing_house_party`,
    [identity.party, identity.name, identity.networkParty, identity.clearingHouseParty],
  );
}

async function loadIdentity(db: Database): Promise<Identity> {
  const found = await db.one({ text: 'select * from bank_identity' }, (row) => ({
    party: column.text(row, 'party'),
    networkParty: column.text(row, 'network_party'),
    clearingHouseParty: column.text(row, 'clearing_house_party'),
  }));
  return found ?? { party: db.schema, networkParty: '', clearingHouseParty: '' };
}

/**
 * The book balances; what is reserved is the sum of open holds, what is disputed that of disputes, what
 * is on its way back that of returns.
 */
export async function prove(db: Database): Promise<ProofReport> {
  const { party } = await loadIdentity(db);
  const book = await proveBook(db);
  const strayed = await db.query(
    {
      text: `
        select
          coalesce(l.path, h.path) as path,
          coalesce(l.currency, h.currency) as currency,
          coalesce(l.pending_debit, 0) as booked,
          coalesce(h.held, 0) as held
        from (
          select path, currency, pending_debit
          from ledger_account
          where path like 'customer:%'
        ) l
        full join (
          select 'customer:' || bank_account_id as path, billed_currency as currency,
            sum(held_minor) as held
          from card_authorization
          where state = 'held'
          group by bank_account_id, billed_currency
        ) h on h.path = l.path and h.currency = l.currency
        where coalesce(l.pending_debit, 0) <> coalesce(h.held, 0)
        limit 100`,
    },
    (row) => ({
      what: 'holds_differ',
      where: `${column.text(row, 'path')} ${column.text(row, 'currency')}`,
      detail: `book ${column.big(row, 'booked')}, holds ${column.big(row, 'held')}`,
    }),
  );
  const disputed = await db.query({ text: undecided }, (row) => ({
    what: 'disputes_differ',
    where: column.text(row, 'currency'),
    detail: `book ${column.big(row, 'booked')}, disputes ${column.big(row, 'listed')}`,
  }));
  const goingBack = await db.query({ text: underWay }, (row) => ({
    what: 'returns_differ',
    where: column.text(row, 'currency'),
    detail: `book ${column.big(row, 'booked')}, returns ${column.big(row, 'listed')}`,
  }));
  const findings = [...book.findings, ...strayed, ...disputed, ...goingBack];
  const { transactions: count, entries, accounts, sealed } = book;
  return {
    party,
    ok: book.ok && findings.length === 0,
    findings,
    counts: { transactions: count, entries, accounts, sealed },
  };
}

/** Credited for now, and not given back by the network (yet, or any more). */
const undecided = `
  with should as (
    select billed_currency as currency, sum(billed_minor) as minor
    from dispute
    where state in ('claimed', 'represented', 'contested', 'pre_arbitration', 'arbitration')
    group by billed_currency
  ),
  does as (
    select currency, posted_debit - posted_credit as minor
    from ledger_account
    where path = 'disputes:under-way'
  )
  select coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

/** Transfers that we hold for their senders, less collections that we have not had back. */
const underWay = `
  with should as (
    select currency, sum(case when is_collection then -minor else minor end) as minor
    from payment_return
    where state = 'under_way'
    group by currency
  ),
  does as (
    select currency, posted_credit - posted_debit as minor
    from ledger_account
    where path = 'clearing-house:returns'
  )
  select coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked, coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

export async function positions(db: Database): Promise<Position[]> {
  const { networkParty, clearingHouseParty } = await loadIdentity(db);
  const all = await balances(db, { accountId: bookId });
  return all.flatMap(({ path, posted }) => {
    const { currency, minor } = posted;
    if (minor === 0n) return [];
    if (path === paths.networkPayable) {
      return [{ with: networkParty, what: 'card clearing', currency, minor: String(-minor) }];
    }
    if (path === paths.reserve) {
      const what = 'settlement account';
      return [{ with: clearingHouseParty, what, currency, minor: String(minor) }];
    }
    return [];
  });
}

/** Everything about an RRN, a settlement message or a payment reference, oldest first. */
export async function trace(db: Database, reference: string): Promise<TraceLine[]> {
  const decided = await db.query(
    {
      text: `
        with family as (
          select a.*
          from card_authorization a
          where a.rrn = $1 and a.acquirer_id <> '00000000000'
          union all
          select i.*
          from card_authorization a
          join card_authorization i on i.increment_of = a.authorization_id
          where a.rrn = $1 and a.acquirer_id <> '00000000000'
        )
        select
          a.decided_at_ms as at,
          case when a.increment_of is null then 'authorization ' else 'increment ' end
            || a.response_code || coalesce(' code ' || a.authorization_code, '') as what,
          a.amount_minor::text as amount, a.currency
        from family a
        union all
        select r.received_at_ms, 'reversal ' || r.outcome, r.released_minor::text, a.billed_currency
        from family a
        join card_reversal r on r.rrn = a.rrn and r.authorization_id = a.authorization_id
        union all
        select
          p.booked_at_ms,
          p.kind || ' presented, interchange ' || p.interchange_minor
            || case when p.is_forced then ', without a hold' else '' end,
          p.amount_minor::text, p.currency
        from presentment p
        where p.rrn = $1
        order by at
        limit 100`,
      values: [reference],
    },
    (row): TraceLine => {
      const currency = column.textOrNull(row, 'currency');
      return {
        at: column.integer(row, 'at'),
        what: column.text(row, 'what'),
        amount: column.text(row, 'amount'),
        ...(currency === null ? {} : { currency }),
      };
    },
  );
  const booked = await transactions(db, { accountId: bookId, reference, limit: 100 });
  const entries = booked.toReversed().flatMap((transaction) =>
    transaction.entries.map(
      (entry): TraceLine => ({
        at: transaction.at,
        what: `${transaction.kind} ${entry.side}`,
        account: entry.account,
        amount: String(entry.amount.minor),
        currency: entry.amount.currency,
      }),
    ),
  );
  return [...decided, ...entries].sort((one, other) => one.at - other.at);
}
