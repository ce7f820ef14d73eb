// What the acquirer can prove about itself, with nothing but its database.

import type { Position, ProofReport } from '@kassa/control';
import { column, type Database } from '@kassa/database';
import { balances, prove as proveBook } from '@kassa/ledger';
import { bookId, paths } from './book/chart.ts';

/** What the rows say each account must hold, against what the book says. */
const strayed = `
  with should as (
    select 'merchant:' || mid || ':payable' as path, currency, sum(net) as minor
    from (
      select mid, currency, item_net(kind, amount, fee) as net
      from item
      where state <> 'rejected' and payout_id is null
      union all
      select mid, currency, reserve_net(kind, amount)
      from reserve_movement
      where payout_id is null
    ) owed
    group by mid, currency
    union all
    select 'merchant:' || mid || ':reserve', currency, -sum(reserve_net(kind, amount))
    from reserve_movement
    group by mid, currency
    union all
    select 'network:unpresented', currency,
      sum(case kind when 'capture' then amount else -amount end)
    from item
    where state in ('captured', 'batched')
    group by currency
    union all
    select 'network:receivable', currency, sum(minor)
    from (
      select currency,
        case kind when 'capture' then amount else -amount end - interchange - scheme_fee as minor
      from item
      where state = 'cleared'
      union all
      select currency, amount
      from dispute_movement
      where settled_at_ms is null
      union all
      select currency, -amount
      from settlement_advice
      where kind = 'NETSETTLEMENT' and not is_matched
    ) open
    group by currency
    union all
    select 'merchant:' || mid || ':disposal', currency,
      sum(case kind when 'credit' then amount else -amount end)
    from payout
    where kind = 'credit' or kind = 'instructed' and state in ('created', 'paid')
    group by mid, currency
    union all
    select 'payout:in-transit', currency, sum(amount)
    from payout
    where state = 'created'
    group by currency
    union all
    select 'disputes:held', currency, sum(amount)
    from dispute
    where state in ('pre_arbitration', 'contested', 'conceded', 'declined')
      or state = 'represented' and not is_reinstated
    group by currency
  ),
  does as (
    select path, currency,
      case normal when 'debit' then 1 else -1 end * (posted_debit - posted_credit) as minor
    from ledger_account
    where path in (
        'network:unpresented', 'network:receivable', 'payout:in-transit', 'disputes:held'
      )
      or path like 'merchant:%'
  )
  select
    coalesce(d.path, s.path) as path,
    coalesce(d.currency, s.currency) as currency,
    coalesce(d.minor, 0) as booked,
    coalesce(s.minor, 0) as listed
  from does d
  full join should s on s.path = d.path and s.currency = d.currency
  where coalesce(d.minor, 0) <> coalesce(s.minor, 0)
  limit 100`;

export async function prove(db: Database): Promise<ProofReport> {
  const party = (await identity(db))?.party ?? 'acquirer-zelena';
  const book = await proveBook(db);
  const differences = await db.query({ text: strayed }, (row) => ({
    what: 'rows_differ_from_book',
    where: `${column.text(row, 'path')} ${column.text(row, 'currency')}`,
    detail: `book ${column.big(row, 'booked')}, rows ${column.big(row, 'listed')}`,
  }));
  const { transactions, entries, accounts, sealed } = book;
  return {
    party,
    ok: book.ok && differences.length === 0,
    findings: [...book.findings, ...differences],
    counts: { transactions, entries, accounts, sealed },
  };
}

/** What is open with the network and at the clearing house; positive is owed to us. */
export async function positions(db: Database): Promise<Position[]> {
  const bank = await identity(db);
  if (!bank) return [];
  const accounts = await balances(db, { accountId: bookId });
  const told = await db.query({ text: toldByGateway }, (row) => ({
    with: 'gateway',
    what: column.text(row, 'what'),
    currency: column.text(row, 'currency'),
    minor: String(column.big(row, 'minor')),
  }));
  const open = accounts.flatMap(({ path, posted }) => {
    if (posted.minor === 0n) return [];
    const amount = { currency: posted.currency, minor: String(posted.minor) };
    if (path === paths.settlement) {
      return [{ with: bank.clearingHouse, what: 'settlement account', ...amount }];
    }
    return path === paths.receivable
      ? [{ with: bank.network, what: 'card clearing', ...amount }]
      : [];
  });
  return [...told, ...open];
}

/** All captures and refunds that ever came; what the merchants are owed, gross. */
const toldByGateway = `
  select case kind when 'capture' then 'captured' else 'refunded' end as what, currency,
    sum(case kind when 'capture' then -amount else amount end)::bigint as minor
  from item
  where kind in ('capture', 'refund')
  group by kind, currency
  order by kind, currency
  limit 10000`;

/** Undefined before the first start. */
function identity(db: Database) {
  return db.one({ text: 'select party, network_party, clearing_house_party from bank' }, (row) => ({
    party: column.text(row, 'party'),
    network: column.text(row, 'network_party'),
    clearingHouse: column.text(row, 'clearing_house_party'),
  }));
}
