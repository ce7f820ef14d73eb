// Instructed payouts where they arrive: on the statements of the platform's own account and of those of
// its connected accounts. Only accounts whose statements were handed in can be looked at.

import { column, type Database } from '@kassa/database';
import type { DayNumber, SourceRow } from '../matching/source-row.ts';
import type { Contract } from './gathered.ts';
import type { ToldInstruction } from './read-instructions.ts';

export type Transfers = {
  /** What the acquirer has paid to accounts that can be looked at. */
  readonly expecting: readonly SourceRow[];
  readonly answering: readonly SourceRow[];
};

type Covered = { readonly first: DayNumber; readonly last: DayNumber };

/** Undefined: there is no statement of any of the accounts. */
export async function readTransfers(
  db: Database,
  contract: Contract,
  {
    told,
    sinceDay,
    today,
  }: {
    readonly told: readonly ToldInstruction[];
    readonly sinceDay: DayNumber;
    readonly today: DayNumber;
  },
): Promise<Transfers | undefined> {
  const covered = await coveredAccounts(db, contract, sinceDay);
  if (covered.size === 0) return undefined;
  const names = new Set(told.map(({ row }) => row.id));
  const expecting = told.flatMap(({ row, iban, isPaid }) => {
    const days = covered.get(plain(iban ?? ''));
    if (!isPaid || days === undefined || row.on < days.first) return [];
    // Of days after the last statement nobody can say yet that money is missing.
    return [row.dueOn > days.last ? { ...row, dueOn: Math.max(row.dueOn, today) } : row];
  });
  const entries = await loadEntries(db, contract, sinceDay);
  const isOurs = ({ references }: Entry) => references.some((name) => names.has(name));
  const payers = new Set(entries.filter(isOurs).map(({ counterparty }) => counterparty));
  const own = entries.filter((one) => {
    return isOurs(one) || (one.counterparty !== '' && payers.has(one.counterparty));
  });
  return { expecting, answering: own.map((one) => rowOf(one, names)) };
}

const plain = (iban: string): string => iban.replaceAll(/\s/g, '').toUpperCase();

const ofPlatform = `account_id in (
  select account_id from merchant where account_id = $1 or platform_id = $1)`;

async function coveredAccounts(
  db: Database,
  { accountId }: Contract,
  sinceDay: DayNumber,
): Promise<Map<string, Covered>> {
  const text = `
    select bank_account, min(first_day) as first, max(last_day) as last
    from reconciliation_statement
    where ${ofPlatform} and last_day >= $2
    group by bank_account limit 10000`;
  const rows = await db.query({ text, values: [accountId, sinceDay] }, (row) => {
    const days = { first: column.integer(row, 'first'), last: column.integer(row, 'last') };
    return [plain(column.text(row, 'bank_account')), days] as const;
  });
  return new Map(rows);
}

type Entry = {
  readonly id: string;
  readonly day: DayNumber;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly counterparty: string;
  readonly references: readonly string[];
};

const entriesMax = 100_000;

function loadEntries(db: Database, { accountId }: Contract, sinceDay: DayNumber): Promise<Entry[]> {
  const text = `
    select bank_account, statement_id, reference, day, currency, amount, counterparty, names
    from reconciliation_statement_entry
    where ${ofPlatform} and day >= $2 and amount > 0
    order by day, bank_account, statement_id, reference limit $3`;
  return db.query({ text, values: [accountId, sinceDay, entriesMax] }, (row) => ({
    // Two banks may number their statements alike.
    id: ['bank_account', 'statement_id', 'reference']
      .map((name) => column.text(row, name))
      .join(' '),
    day: column.integer(row, 'day'),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    counterparty: column.text(row, 'counterparty'),
    references: column.texts(row, 'names'),
  }));
}

function rowOf(
  { id, day, currency, amountMinor, references }: Entry,
  names: ReadonlySet<string>,
): SourceRow {
  const known = references.filter((name) => names.has(name));
  return {
    ...{ source: 'bank', kind: 'instruction', id, batch: null, currency, amountMinor },
    ...{ feeMinor: null, on: day, dueOn: day },
    keys: { reference: known.length > 0 ? known : references },
  };
}
