// What the clearing house can prove about itself, with nothing but its database.

import type { Position, ProofReport, TraceLine } from '@kassa/control';
import { column, type Database } from '@kassa/database';
import { balances, prove as proveBook } from '@kassa/ledger';
import { bookId } from './book/booking.ts';
import { settlementPath } from './book/chart.ts';
import { partiesOfMembers } from './members/store.ts';
import { movementsAbout } from './statements/store.ts';

/**
 * The book balances, every statement adds up to what the book says, no member owes more than its debit cap, which its collateral covers, and the nets of
 * every window sum to zero.
 */
export async function prove(db: Database, party = 'clearing-klir'): Promise<ProofReport> {
  const book = await proveBook(db);
  const strayed = await db.query(
    {
      text: `
        select
          coalesce(a.path, s.path) as path,
          coalesce(a.currency, s.currency) as currency,
          coalesce(a.posted_credit - a.posted_debit, 0) as booked,
          coalesce(s.total, 0) as shown
        from (select * from ledger_account where path like 'member:%') a
        full join (
          select 'member:' || member || ':settlement' as path, currency, sum(amount) as total
          from movement
          group by member, currency
        ) s on s.path = a.path and s.currency = a.currency
        where coalesce(a.posted_credit - a.posted_debit, 0) <> coalesce(s.total, 0)
        limit 100`,
    },
    (row) => ({
      what: 'statement_differs',
      where: `${column.text(row, 'path')} ${column.text(row, 'currency')}`,
      detail: `book ${column.big(row, 'booked')}, statement ${column.big(row, 'shown')}`,
    }),
  );
  const findings = [
    ...book.findings,
    ...strayed,
    ...(await beyondCap(db)),
    ...(await notCovered(db)),
    ...(await notZero(db)),
  ];
  const { transactions, entries, accounts, sealed } = book;
  return {
    party,
    ok: book.ok && findings.length === 0,
    findings,
    counts: { transactions, entries, accounts, sealed },
  };
}

/** The central bank lends up to the debit cap, and nothing without one. */
function beyondCap(db: Database): Promise<ProofReport['findings']> {
  return db.query(
    {
      text: `
        select path, currency, posted_credit - posted_debit as booked
        from ledger_account
        where path like 'member:%' and posted_credit - posted_debit < coalesce(floor, 0)
        limit 100`,
    },
    (row) => ({
      what: 'beyond_debit_cap',
      where: `${column.text(row, 'path')} ${column.text(row, 'currency')}`,
      detail: `book ${column.big(row, 'booked')}`,
    }),
  );
}

function notCovered(db: Database): Promise<ProofReport['findings']> {
  return db.query(
    {
      text: `
        select m.path, m.currency, -m.floor as cap,
          coalesce(c.posted_credit - c.posted_debit, 0) as pledged
        from ledger_account m
        left join ledger_account c
          on c.account_id = m.account_id
          and c.path = 'collateral:' || split_part(m.path, ':', 2)
          and c.currency = m.currency
        where m.path like 'member:%'
          and -m.floor > coalesce(c.posted_credit - c.posted_debit, 0)
        limit 100`,
    },
    (row) => ({
      what: 'debit_cap_not_covered',
      where: `${column.text(row, 'path')} ${column.text(row, 'currency')}`,
      detail: `cap ${column.big(row, 'cap')}, collateral ${column.big(row, 'pledged')}`,
    }),
  );
}

/** What one member pays in a window another one gets. */
function notZero(db: Database): Promise<ProofReport['findings']> {
  return db.query(
    {
      text: `
        select business_date, currency, sum(amount) as total
        from settlement_window_position
        group by business_date, currency
        having sum(amount) <> 0
        limit 100`,
    },
    (row) => ({
      what: 'window_not_zero',
      where: `${column.text(row, 'business_date')}/${column.text(row, 'currency')}`,
      detail: `the nets sum to ${column.big(row, 'total')}`,
    }),
  );
}

/** What we hold for each member: we owe it, so it is negative. */
export async function positions(db: Database): Promise<Position[]> {
  const parties = await partiesOfMembers(db);
  const accounts = await balances(db, { accountId: bookId, pathPrefix: 'member:' });
  return accounts
    .filter(({ posted }) => posted.minor !== 0n)
    .map(({ path, posted }) => {
      const code = path.split(':')[1] ?? '';
      return {
        with: parties.get(code) ?? code,
        what: 'settlement account',
        currency: posted.currency,
        minor: String(-posted.minor),
      };
    });
}

/** By message id or end-to-end id: single card payments are below the nets that we see. */
export async function trace(db: Database, reference: string): Promise<TraceLine[]> {
  const movements = await movementsAbout(db, reference);
  return movements.map(({ atMs, kind, member, amount }) => ({
    at: atMs,
    what: `${kind} ${member}`,
    account: settlementPath(member),
    amount: String(amount.minor),
    currency: amount.currency,
  }));
}
