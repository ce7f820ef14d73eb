// The merchant's bank statements (camt.053): handed in by people, kept as they are, and read as rows.
// The bank does not speak with the gateway: without a statement this source is not there.

import { column, type Database, type Unit } from '@kassa/database';
import {
  type AccountEntry,
  type Iso20022Error,
  readCamt053,
  type Statement,
} from '@kassa/iso20022';
import { err, ok, type Result } from '@kassa/result';
import type { DayNumber, SourceRow } from '../matching/source-row.ts';
import { dayOfDate } from './days.ts';
import type { Contract } from './gathered.ts';

export type Taking = {
  readonly accountId: string;
  readonly text: string;
  readonly by: string;
  readonly nowMs: number;
};

/** How many statements were in it. The same statement again changes nothing. */
export async function takeStatement(
  db: Database,
  taking: Taking,
): Promise<Result<number, Iso20022Error>> {
  const read = readCamt053(taking.text);
  if (!read.ok) return err(read.error);
  for (const statement of read.value.statements) {
    const committed = await db.commit(statementUnit(taking, statement));
    if (!committed.ok && committed.error.code !== 'conflict') {
      throw new Error(`a statement is not kept: ${JSON.stringify(committed.error)}`);
    }
  }
  return ok(read.value.statements.length);
}

function statementUnit({ accountId, by, nowMs }: Taking, statement: Statement): Unit {
  const of = { account_id: accountId, bank_account: statement.account, statement_id: statement.id };
  const { currency } = statement;
  const row = { ...of, day: dayOfDate(statement.date), currency, taken_at: nowMs, taken_by: by };
  const entries = statement.entries.map((entry) => ({
    ...{ ...of, reference: entry.reference, day: dayOfDate(entry.bookedOn), currency },
    amount: entry.side === 'credit' ? entry.amount.minor : -entry.amount.minor,
    counterparty: entry.counterparty ?? '',
    names: namesOf(entry),
  }));
  return {
    inserts: [
      { table: 'reconciliation_statement', rows: [row] },
      ...(entries.length === 0 ? [] : [{ table: 'reconciliation_statement_entry', rows: entries }]),
    ],
  };
}

/** A remittance may name several payouts. */
function namesOf({ endToEndId, messageId, transactionId, remittance }: AccountEntry): string[] {
  const words = (remittance ?? '').split(/[\s,;/+]+/).filter((word) => word.length >= 6);
  const all = [endToEndId, messageId, transactionId, ...words];
  return [...new Set(all.filter((name) => name !== undefined))];
}

export type BankRows = {
  readonly rows: readonly SourceRow[];
  /** Entries that have nothing to do with an acquirer. */
  readonly others: number;
  readonly firstDay: DayNumber;
  readonly lastDay: DayNumber;
};

const entriesMax = 100_000;

/** Undefined: no statement of these days was handed in. */
export async function readBank(
  db: Database,
  { accountId }: Contract,
  { sinceDay, payouts }: { readonly sinceDay: DayNumber; readonly payouts: ReadonlySet<string> },
): Promise<BankRows | undefined> {
  const covered = await db.one(
    {
      text: `select min(day) as first, max(day) as last from reconciliation_statement
        where account_id = $1 and day >= $2`,
      values: [accountId, sinceDay],
    },
    (row) => ({
      first: column.integerOrNull(row, 'first'),
      last: column.integerOrNull(row, 'last'),
    }),
  );
  if (covered === undefined || covered.first === null || covered.last === null) return undefined;
  const entries = await loadEntries(db, accountId, covered.first);
  const isOurs = ({ names }: Entry) => names.some((name) => payouts.has(name));
  // Who has paid a payout that we know is an acquirer; rent and wages are not ours to judge.
  const acquirers = new Set(entries.filter(isOurs).map(({ counterparty }) => counterparty));
  const own = entries.filter((one) => {
    return isOurs(one) || (one.counterparty !== '' && acquirers.has(one.counterparty));
  });
  return {
    rows: own.map((entry) => rowOf(entry, payouts)),
    others: entries.length - own.length,
    firstDay: covered.first,
    lastDay: covered.last,
  };
}

type Entry = {
  readonly id: string;
  readonly day: DayNumber;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly counterparty: string;
  readonly names: readonly string[];
};

function rowOf({ id, day, currency, amountMinor, names }: Entry, payouts: ReadonlySet<string>) {
  const known = names.filter((name) => payouts.has(name));
  const row: SourceRow = {
    ...{ source: 'bank', kind: 'payout', id, batch: null, currency, amountMinor, feeMinor: null },
    ...{ on: day, dueOn: day, keys: { reference: known.length > 0 ? known : names } },
  };
  return row;
}

function loadEntries(db: Database, accountId: string, firstDay: DayNumber): Promise<Entry[]> {
  const text = `
    select bank_account, statement_id, reference, day, currency, amount, counterparty, names
    from reconciliation_statement_entry
    where account_id = $1 and day >= $2
    order by day, bank_account, statement_id, reference limit $3`;
  return db.query({ text, values: [accountId, firstDay, entriesMax] }, (row) => ({
    id: `${column.text(row, 'statement_id')} ${column.text(row, 'reference')}`,
    day: column.integer(row, 'day'),
    currency: column.text(row, 'currency'),
    amountMinor: column.big(row, 'amount'),
    counterparty: column.text(row, 'counterparty'),
    names: column.texts(row, 'names'),
  }));
}
