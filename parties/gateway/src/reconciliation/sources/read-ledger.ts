// The gateway's own book as rows: what was posted on the account of what the acquirer owes. Captures,
// refunds and disputes are sales; what left when the acquirer paid out is a payout.

import { column, type Database, type RawRow } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { basisPoints, currencyOf, money, parseMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { accounts } from '../../book/chart.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { calendarOf, dayOf, dueAfter } from './days.ts';
import type { Contract } from './gathered.ts';
import { orderIn } from './order-of.ts';
import { disputeKey, partKey } from './read-acquirer.ts';

export type LedgerRows = {
  readonly sales: readonly SourceRow[];
  readonly payouts: readonly SourceRow[];
  /** Captures whose payment names an order. */
  readonly ordered: readonly Ordered[];
};

export type Ordered = { readonly rrn: string; readonly row: SourceRow };

export type LedgerWindow = {
  readonly sinceMs: number;
  /** What the acquirer spoke of is read too, whenever it was: RRNs, and ids of disputes. */
  readonly named: readonly string[];
  /** The very rows that it spoke of. Another part or move of the same stands in an older report. */
  readonly keys: ReadonlySet<string>;
};

const linesMax = 200_000;
/** Captures are acquired within one banking day, netted on the next and reported on the one after. */
const bankingDays = 3;

type Line = {
  readonly id: string;
  readonly atMs: number;
  readonly what: string;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly order: string | null;
};

export async function readLedger(
  db: Database,
  contract: Contract,
  window: LedgerWindow,
): Promise<LedgerRows> {
  const lines = await loadLines(db, contract, window);
  const isLookedAt = ({ atMs }: Line, key: string) =>
    atMs >= window.sinceMs || window.keys.has(key);
  const calendar = calendarOf(contract.country);
  const row = (line: Line, rest: Pick<SourceRow, 'kind' | 'keys' | 'amountMinor'>): SourceRow => {
    const on = dayOf(line.atMs);
    const dueOn = dueAfter(on, calendar, bankingDays);
    const { id, currency } = line;
    const feeMinor = line.what === 'capture' ? feeFor(contract, line) : null;
    return { ...rest, source: 'ledger', id, currency, batch: null, feeMinor, on, dueOn };
  };
  const parts = new Map<string, number>();
  const sales: SourceRow[] = [];
  const ordered: Ordered[] = [];
  const payouts = new Map<string, SourceRow>();
  for (const line of lines) {
    const { what, reference, amountMinor, order } = line;
    const kind = kindOf(what);
    if (kind === 'payout') {
      const keys = { reference: [reference] };
      payouts.set(reference, row(line, { kind, keys, amountMinor: -amountMinor }));
    }
    if (kind === 'payout returned') payouts.delete(reference);
    if (kind === 'capture') {
      const part = (parts.get(reference) ?? 0) + 1;
      parts.set(reference, part);
      const key = partKey(reference, part);
      const keys = { rrn: [key], ...(order && { reference: [order] }) };
      const capture = row(line, { kind: 'sale', keys, amountMinor });
      if (isLookedAt(line, key)) sales.push(capture);
      if (order !== null) ordered.push({ rrn: reference, row: capture });
    }
    if (kind === 'refund' && isLookedAt(line, reference)) {
      sales.push(row(line, { kind: 'sale', keys: { rrn: [reference] }, amountMinor }));
    }
    if (kind === 'dispute') {
      const key = disputeKey(reference, what);
      if (!isLookedAt(line, key)) continue;
      sales.push(row(line, { kind: 'sale', keys: { reference: [key] }, amountMinor }));
    }
  }
  return { sales, payouts: [...payouts.values()], ordered };
}

/** As the contract says; null: it does not. */
function feeFor({ fee }: Contract, { currency, amountMinor }: Line): bigint | null {
  if (fee === undefined) return null;
  const sold = money(unwrap(currencyOf(currency)), amountMinor);
  const share = basisPoints(sold, fee.basisPoints, 'half_even').minor;
  const fixed = fee.fixed[currency];
  const added = fixed === undefined ? 0n : unwrap(parseMajor(fixed, sold.currency)).minor;
  // At cost it is what comes on top, and may be more than the sale.
  const isCapped = fee.pricing === 'blended' && share + added > amountMinor;
  return isCapped ? amountMinor : share + added;
}

/** By what its recipe writes; what settlement and people correct is no expectation. */
function kindOf(what: string) {
  if (what === 'capture' || what === 'payout' || what === 'payout returned') return what;
  if (what.startsWith('refund ')) return 'refund';
  return what.startsWith('dispute') ? 'dispute' : undefined;
}

/**
 * By the index for each line (`offset 0` keeps a lateral as it is written): however old the book is, a run
 * reads its days and what is named, and no plan for it can be one that reads all. The book compares its
 * texts by bytes: what is looked up by one of them elsewhere must be told that it is an ordinary text.
 */
function loadLines(
  db: Database,
  { accountId, provider, merchantId }: Contract,
  { sinceMs, named }: LedgerWindow,
): Promise<Line[]> {
  const text = `
    with refunds as (
      select r.rrn, a.rrn as payment
      from refund r
      join charge c on c.account_id = r.account_id and c.id = r.charge_id
      join payment_attempt a on a.account_id = c.account_id and a.id = c.attempt_id
        and a.provider = $3 and a.merchant_id = $4 and a.state = 'approved'
      where r.rrn = any($6)
    ), named as (
      select t.reference
      from ledger_entry e
      cross join lateral (
        select x.reference from ledger_transaction x
        where x.account_id = $1 and x.id = e.transaction_id offset 0) t
      where e.account_id = $1 and e.path = $2 and e.transaction_id >= $5
      union select unnest($6::text[])
      union select payment from refunds
    )
    select t.id, t.at_ms, t.description, e.currency,
      case e.side when 'debit' then e.amount else -e.amount end as amount,
      coalesce(f.rrn, t.reference) as reference, i.wishes -> 'metadata' as metadata
    from named n
    cross join lateral (
      select * from ledger_transaction x
      where x.account_id = $1 and x.reference = n.reference and x.kind in ('posted', 'post')
      offset 0) t
    cross join lateral (
      select * from ledger_entry x
      where x.account_id = $1 and x.transaction_id = t.id and x.path = $2 offset 0) e
    left join lateral (
      select r.rrn from refund r
      where t.kind = 'post' and t.description like 'refund %'
        and r.id = 're_' || substr(t.pending_id, 5) collate "default" and exists (
          select from merchant m
          where m.account_id = r.account_id and (m.account_id = $1 or m.platform_id = $1))
      offset 0) f on true
    left join lateral (
      select x.account_id, x.intent_id from payment_attempt x
      where x.rrn = t.reference collate "default" and x.provider = $3 and x.merchant_id = $4
        and x.state = 'approved' offset 0) a on true
    left join payment_intent i on i.account_id = a.account_id and i.id = a.intent_id
    order by t.id limit $7`;
  const from = firstIdAt('ltx', sinceMs);
  const values = [
    ...[accountId, accounts.receivable(provider), provider, merchantId, from],
    ...[named, linesMax],
  ];
  return db.query({ text, values }, decodeLine);
}

function decodeLine(row: RawRow): Line {
  return {
    id: column.text(row, 'id'),
    atMs: column.integer(row, 'at_ms'),
    what: column.text(row, 'description'),
    reference: column.textOrNull(row, 'reference') ?? '',
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    order: orderIn(column.jsonOrNull(row, 'metadata')),
  };
}
