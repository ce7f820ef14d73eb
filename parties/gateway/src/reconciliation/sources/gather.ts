// Asks every source about one contract, and lays out who is held against whom.

import type { Database } from '@kassa/database';
import type { PairName } from '../matching/pair.ts';
import type { DayNumber, SourceRow } from '../matching/source-row.ts';
import type { AcquirerMeans } from './ask-acquirer.ts';
import { dayOf, startOf } from './days.ts';
import type { Contract, Gathered, Sides, SourceSeen } from './gathered.ts';
import { type AcquirerRows, readAcquirer } from './read-acquirer.ts';
import { readInstructed, readTold } from './read-instructions.ts';
import { type Ordered, readLedger } from './read-ledger.ts';
import { readShop } from './read-shop.ts';
import { readTransfers } from './read-transfers.ts';
import { type BankRows, readBank } from './statements.ts';

export type GatherMeans = AcquirerMeans & { readonly db: Database };

export async function gather(
  means: GatherMeans,
  contract: Contract,
  { nowMs, sinceDay }: { readonly nowMs: number; readonly sinceDay: DayNumber },
): Promise<Gathered> {
  const { db } = means;
  const today = dayOf(nowMs);
  const sinceMs = startOf(sinceDay);
  const told = await readAcquirer(means, contract, sinceMs);
  const acquirer = told.ok ? told.value : undefined;
  const spokenOf = { named: acquirer?.named ?? [], keys: keysOf(acquirer?.sales ?? []) };
  const ledger = await readLedger(db, contract, { sinceMs, ...spokenOf });
  const shop = await readShop(db, contract, sinceMs);
  const payouts = new Set(
    [...(acquirer?.sales ?? []), ...(acquirer?.reserves ?? [])].flatMap(({ batch }) =>
      batch === null ? [] : [batch],
    ),
  );
  const bank = await readBank(db, contract, { sinceDay, payouts });
  const sides = new Map<PairName, Sides>();
  if (shop.length > 0) {
    sides.set('orders', { expecting: shop, answering: paymentsOf(ledger.ordered, sinceDay) });
  }
  if (acquirer !== undefined) {
    sides.set('sales', { expecting: ledger.sales, answering: asAgreed(acquirer.sales, contract) });
    sides.set('payouts', { expecting: ledger.payouts, answering: acquirer.payouts });
  }
  if (acquirer !== undefined && bank !== undefined) {
    sides.set('batches', { expecting: paidOut(acquirer, bank, today), answering: bank.rows });
  }
  const instructed = await gatherInstructed(means, contract, { sinceDay, today });
  for (const [name, one] of instructed.sides) sides.set(name, one);
  const sources = [
    shop.length > 0 ? seen('shop', shop) : away('shop', 'no_orders'),
    seen('ledger', [...ledger.sales, ...ledger.payouts, ...instructed.rows.ledger]),
    told.ok
      ? seen('acquirer', [
          ...[...told.value.sales, ...told.value.payouts],
          ...instructed.rows.acquirer,
        ])
      : away('acquirer', 'no_answer', told.error.why),
    bankSeen(bank, instructed.rows.bank),
  ];
  return { sources, sides, sinceDay };
}

type Instructed = {
  readonly sides: ReadonlyMap<PairName, Sides>;
  readonly rows: Readonly<Record<'ledger' | 'acquirer' | 'bank', readonly SourceRow[]>>;
};

/** What the acquirer was told to pay: by us, by itself, and by the banks where it arrives. */
async function gatherInstructed(
  means: GatherMeans,
  contract: Contract,
  { sinceDay, today }: { readonly sinceDay: DayNumber; readonly today: DayNumber },
): Promise<Instructed> {
  const none: Instructed = { sides: new Map(), rows: { ledger: [], acquirer: [], bank: [] } };
  if (!contract.isInstructed) return none;
  const sinceMs = startOf(sinceDay);
  const ledger = await readInstructed(means.db, contract, sinceMs);
  const told = await readTold(means, contract, sinceMs);
  if (!told.ok) return { ...none, rows: { ...none.rows, ledger } };
  const acquirer = told.value.map(({ row }) => row);
  const sides = new Map<PairName, Sides>([
    ['instructions', { expecting: ledger, answering: acquirer }],
  ]);
  const days = { told: told.value, sinceDay, today };
  const transfers = await readTransfers(means.db, contract, days);
  if (transfers !== undefined) sides.set('transfers', transfers);
  return { sides, rows: { ledger, acquirer, bank: transfers?.answering ?? [] } };
}

/**
 * At cost the contract says what comes on top: that is what the acquirer is held to. What the network and
 * the issuer took of a sale we have no word of.
 */
function asAgreed(sales: readonly SourceRow[], { fee }: Contract): readonly SourceRow[] {
  if (fee?.pricing !== 'interchange_plus') return sales;
  return sales.map((row) => ({ ...row, feeMinor: row.marginMinor ?? null }));
}

/** All captures of a payment are one answer to its order, however the shop took them. */
function paymentsOf(ordered: readonly Ordered[], sinceDay: DayNumber): SourceRow[] {
  const payments = new Map<string, SourceRow>();
  for (const { rrn, row } of ordered) {
    const known = payments.get(rrn);
    const amountMinor = (known?.amountMinor ?? 0n) + row.amountMinor;
    payments.set(rrn, { ...(known ?? row), amountMinor, feeMinor: null });
  }
  return [...payments.values()].filter(({ on }) => on >= sinceDay);
}

/** What the statements at hand can tell of; of later days nobody can say yet that money is missing. */
function paidOut({ sales, reserves }: AcquirerRows, bank: BankRows, today: DayNumber): SourceRow[] {
  return [...sales, ...reserves]
    .filter(({ batch, on }) => batch !== null && on >= bank.firstDay)
    .map((row) => (row.dueOn > bank.lastDay ? { ...row, dueOn: Math.max(row.dueOn, today) } : row));
}

function keysOf(rows: readonly SourceRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ keys }) => [...(keys.rrn ?? []), ...(keys.reference ?? [])]));
}

type Source = SourceSeen['source'];

function seen(source: Source, rows: readonly SourceRow[]): SourceSeen {
  return { source, isThere: true, rows: rows.length, why: null, detail: '' };
}

function away(source: Source, why: SourceSeen['why'], detail = ''): SourceSeen {
  return { source, isThere: false, rows: 0, why, detail };
}

/** What was set aside as no payout of the contract may still be one that was told. */
function bankSeen(bank: BankRows | undefined, transfers: readonly SourceRow[]): SourceSeen {
  if (bank === undefined && transfers.length === 0) return away('bank', 'no_statement');
  const whole = seen('bank', [...(bank?.rows ?? []), ...transfers]);
  const rest = Math.max(0, (bank?.others ?? 0) - transfers.length);
  return rest === 0 ? whole : { ...whole, why: 'set_aside', detail: String(rest) };
}
