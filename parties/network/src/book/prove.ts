// Is the network's book right, and does it say what the presentments and settlements say? Needs the
// database only, so that it can be asked while the program is stopped.

import type { Position, ProofReport } from '@kassa/control';
import { column, type Database, type Queries } from '@kassa/database';
import { prove as proveBook } from '@kassa/ledger';
import { loadIdentity } from '../members/store.ts';
import { bookId } from './chart.ts';

const partyDefault = 'network-mozaik';

export async function prove(db: Database): Promise<ProofReport> {
  const identity = await loadIdentity(db);
  const book = await proveBook(db);
  const own = [
    ...(await wrongMembers(db)),
    ...(await wrongFees(db)),
    ...(await wrongCash(db)),
    ...(await wrongNets(db)),
  ];
  const counts = await countRows(db);
  return {
    party: identity?.party ?? partyDefault,
    ok: book.ok && own.length === 0,
    findings: [...book.findings, ...own],
    counts: { ...counts, transactions: book.transactions, entries: book.entries },
  };
}

/**
 * What is open with each member, as far as the member has been told: an issuer hears of a
 * presentment with its file, and so does the other side of a dispute. Above zero, they owe the network.
 */
export async function positions(db: Database): Promise<Position[]> {
  const identity = await loadIdentity(db);
  const members = await db.query(
    {
      text: `
        select m.party, o.currency, sum(o.minor)::bigint as minor
        from (
          select l.member_id, l.currency, l.owed_minor as minor
          from clearing_leg l
          where l.is_told
          union all
          select p.member_id, p.currency, p.net_minor
          from settlement_position p
          join settlement_message s
            on s.business_date = p.business_date and s.currency = p.currency
          where s.state = 'settled'
        ) o
        join member m on m.member_id = o.member_id
        group by m.party, o.currency
        having sum(o.minor) <> 0
        order by m.party, o.currency`,
    },
    (row) => ({
      with: column.text(row, 'party'),
      what: 'card clearing',
      currency: column.text(row, 'currency'),
      minor: String(column.big(row, 'minor')),
    }),
  );
  const cash = await db.query(
    {
      text: `
        select currency, posted_debit - posted_credit as minor
        from ledger_account
        where account_id = $1
          and path = 'clearing_house:settlement_account'
          and posted_debit <> posted_credit
        order by currency`,
      values: [bookId],
    },
    (row) => ({
      with: identity?.clearingHouseParty ?? 'clearing-klir',
      what: 'settlement account',
      currency: column.text(row, 'currency'),
      minor: String(column.big(row, 'minor')),
    }),
  );
  return [...members, ...cash];
}

type Finding = ProofReport['findings'][number];

function find(db: Queries, what: string, text: string): Promise<Finding[]> {
  return db.query({ text, values: [] }, (row) => ({
    what,
    where: column.text(row, 'place'),
    detail: `the book says ${column.big(row, 'booked')}, the records say ${column.big(row, 'due')}`,
  }));
}

/** Each member's account holds its presentments less what has settled. */
function wrongMembers(db: Queries): Promise<Finding[]> {
  return find(
    db,
    'member_account_differs',
    `with due as (
      select member_id, currency, sum(minor)::bigint as due
      from (
        select member_id, currency, owed_minor as minor from clearing_leg
        union all
        select p.member_id, p.currency, p.net_minor
        from settlement_position p
        join settlement_message s
          on s.business_date = p.business_date and s.currency = p.currency
        where s.state = 'settled'
      ) moved
      group by member_id, currency
    ),
    booked as (
      select split_part(path, ':', 2) as member_id, currency, posted_debit - posted_credit as booked
      from ledger_account
      where account_id = 'network' and path like 'member:%:clearing'
    )
    select
      member_id || ' ' || currency as place,
      coalesce(booked, 0) as booked,
      coalesce(due, 0) as due
    from due
    full join booked using (member_id, currency)
    where coalesce(booked, 0) <> coalesce(due, 0)
    limit 100`,
  );
}

/** Fees earned are the scheme fees of the presentments, and those of arbitration. */
function wrongFees(db: Queries): Promise<Finding[]> {
  return find(
    db,
    'fees_differ',
    `with due as (
      select 'revenue:scheme_fees' as path, currency, sum(scheme_fee_minor)::bigint as due
      from presentment
      group by currency
      union all
      select 'revenue:dispute_fees', currency, sum(issuer_fee_minor + acquirer_fee_minor)::bigint
      from dispute_message
      group by currency
    ),
    booked as (
      select path, currency, posted_credit - posted_debit as booked
      from ledger_account
      where account_id = 'network' and path in ('revenue:scheme_fees', 'revenue:dispute_fees')
    )
    select path || ' ' || currency as place, coalesce(booked, 0) as booked, coalesce(due, 0) as due
    from due
    full join booked using (path, currency)
    where coalesce(booked, 0) <> coalesce(due, 0)
    limit 100`,
  );
}

/** What the clearing house said it moved is what the nets of that message leave to the network. */
function wrongCash(db: Queries): Promise<Finding[]> {
  return find(
    db,
    'settlement_advice_differs',
    `select s.message_id as place, -sum(p.net_minor)::bigint as booked, s.advised_minor as due
    from settlement_message s
    join settlement_position p
      on p.business_date = s.business_date and p.currency = s.currency
    where s.advised_minor is not null
    group by s.message_id, s.advised_minor
    having -sum(p.net_minor) <> s.advised_minor
    limit 100`,
  );
}

/** The nets of a cycle are the presentments of that cycle. */
function wrongNets(db: Queries): Promise<Finding[]> {
  return find(
    db,
    'net_position_differs',
    `with due as (
      select business_date, currency, member_id, -sum(owed_minor)::bigint as due
      from clearing_leg
      where business_date is not null
      group by business_date, currency, member_id
    )
    select
      business_date || ' ' || currency || ' ' || member_id as place,
      coalesce(net_minor, 0) as booked,
      coalesce(due, 0) as due
    from settlement_position
    full join due using (business_date, currency, member_id)
    where coalesce(net_minor, 0) <> coalesce(due, 0)
    limit 100`,
  );
}

async function countRows(db: Queries): Promise<Record<string, number>> {
  const counts = await db.one(
    {
      text: `
        select
          (select count(*) from switch_authorization) as authorizations,
          (select count(*) from presentment) as presentments,
          (select count(*) from dispute_message where stage = 'chargeback') as chargebacks,
          (select count(*) from clearing_cycle) as cycles`,
    },
    (row) => ({
      authorizations: column.integer(row, 'authorizations'),
      presentments: column.integer(row, 'presentments'),
      chargebacks: column.integer(row, 'chargebacks'),
      cycles: column.integer(row, 'cycles'),
    }),
  );
  return counts ?? {};
}
