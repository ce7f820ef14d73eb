// Asks every source about one contract, and lays out who is held against whom.

import type { Database } from '@kassa/database';
import type { PairName } from '../matching/pair.ts';
import type { DayNumber, SourceRow } from '../matching/source-row.ts';
import { dayOf, startOf } from './days.ts';
import type { Contract, Gathered, Sides, SourceSeen } from './gathered.ts';
import { type AcquirerMeans, type AcquirerRows, readAcquirer } from './read-acquirer.ts';
import { readLedger } from './read-ledger.ts';
import { readShop } from './read-shop.ts';
import { type BankRows, readBank } from './statements.ts';

export type GatherMeans = AcquirerMeans & { readonly db: Database };

/** Looked at so far back; exceptions that are older stay as they are. */
export const windowDays = 60;

export async function gather(
  means: GatherMeans,
  contract: Contract,
  nowMs: number,
): Promise<Gathered> {
  const { db } = means;
  const today = dayOf(nowMs);
  const sinceDay = today - windowDays;
  const sinceMs = startOf(sinceDay);
  const told = await readAcquirer(means, contract, sinceMs);
  const acquirer = told.ok ? told.value : undefined;
  const ledger = await readLedger(db, contract, { sinceMs, rrns: acquirer?.rrns ?? [] });
  const shop = await readShop(db, contract, sinceMs);
  const payouts = new Set(
    acquirer?.sales.flatMap(({ batch }) => (batch === null ? [] : [batch])) ?? [],
  );
  const bank = await readBank(db, contract, { sinceDay, payouts });
  const sides = new Map<PairName, Sides>();
  if (shop.length > 0) {
    // Refunds and payments that no order was named for are nobody's order.
    const ordered = ledger.sales.filter(({ keys }) => keys.reference !== undefined && keys.rrn);
    sides.set('orders', { expecting: shop, answering: ordered.filter(isSince(sinceDay)) });
  }
  if (acquirer !== undefined) {
    sides.set('sales', { expecting: ledger.sales, answering: acquirer.sales });
    sides.set('payouts', { expecting: ledger.payouts, answering: acquirer.payouts });
  }
  if (acquirer !== undefined && bank !== undefined) {
    sides.set('batches', { expecting: paidOut(acquirer, bank, today), answering: bank.rows });
  }
  const sources = [
    seen('shop', shop, shop.length > 0 ? '' : 'no payment names an order in its metadata'),
    seen('ledger', [...ledger.sales, ...ledger.payouts], ''),
    seen(
      'acquirer',
      acquirer && [...acquirer.sales, ...acquirer.payouts],
      told.ok ? '' : `${contract.provider}: ${told.error.why}`,
    ),
    bankSeen(bank),
  ];
  return { sources, sides, sinceDay };
}

const isSince =
  (day: DayNumber) =>
  ({ on }: SourceRow): boolean =>
    on >= day;

/** What the statements at hand can tell of; of later days nobody can say yet that money is missing. */
function paidOut({ sales }: AcquirerRows, bank: BankRows, today: DayNumber): SourceRow[] {
  return sales
    .filter(({ batch, on }) => batch !== null && on >= bank.firstDay)
    .map((row) => (row.dueOn > bank.lastDay ? { ...row, dueOn: Math.max(row.dueOn, today) } : row));
}

function seen(
  source: SourceSeen['source'],
  rows: readonly SourceRow[] | undefined,
  why: string,
): SourceSeen {
  const isThere = rows !== undefined && (source !== 'shop' || rows.length > 0);
  return { source, isThere, rows: rows?.length ?? 0, why };
}

function bankSeen(bank: BankRows | undefined): SourceSeen {
  if (bank === undefined)
    return seen('bank', undefined, 'no statement of the last days was handed in');
  const aside = bank.others === 0 ? '' : `${bank.others} entries are not of an acquirer`;
  return seen('bank', bank.rows, aside);
}
