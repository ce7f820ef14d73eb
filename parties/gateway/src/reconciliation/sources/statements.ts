// The merchant's bank statements (camt.053 of any version): brought by the bank or handed in by people,
// kept as they are, and read as rows. Without a statement this source is not there.

import { column, type Database, type Unit } from '@kassa/database';
import {
  checkBalances,
  type ImportedEntry,
  type ImportedStatement,
  type Iso20022Error,
  importStatements,
} from '@kassa/iso20022';
import { isZero, toMajor } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { DayNumber, SourceRow } from '../matching/source-row.ts';
import { dayOf, dayOfDate } from './days.ts';
import type { Contract } from './gathered.ts';

export type Taking = {
  readonly accountId: string;
  readonly text: string;
  readonly by: string;
  readonly nowMs: number;
};

export type StatementRefusal =
  | Iso20022Error
  /** A report within the day, or a notification: of the days it tells nothing whole. */
  | { readonly code: 'no_statement'; readonly message: string }
  | { readonly code: 'does_not_add_up'; readonly statement: string; readonly by: string };

/** How many statements were in it. The same statement again changes nothing. */
export async function takeStatement(
  db: Database,
  taking: Taking,
): Promise<Result<number, StatementRefusal>> {
  const read = importStatements(taking.text);
  if (!read.ok) return err(read.error);
  const { kind, message, statements, createdAtMs } = read.value;
  if (kind !== 'statement') return err({ code: 'no_statement', message });
  for (const statement of statements) {
    const difference = checkBalances(statement)?.difference;
    if (difference !== undefined && !isZero(difference)) {
      const by = `${toMajor(difference)} ${difference.currency}`;
      return err({ code: 'does_not_add_up', statement: statement.id, by });
    }
  }
  for (const statement of statements) {
    const committed = await db.commit(statementUnit(taking, statement, dayOf(createdAtMs)));
    if (!committed.ok && committed.error.code !== 'conflict') {
      throw new Error(`a statement is not kept: ${JSON.stringify(committed.error)}`);
    }
  }
  return ok(statements.length);
}

/** `writtenOn`: for what a statement does not date. */
function statementUnit(taking: Taking, statement: ImportedStatement, writtenOn: DayNumber): Unit {
  const { accountId, by, nowMs } = taking;
  const { account, id, page, balances } = statement;
  const name = page === undefined ? id : `${id} page ${page.number}`;
  const of = { account_id: accountId, bank_account: account, statement_id: name };
  const closedOn = balances.find(({ code }) => code === 'CLBD')?.on;
  const lastDay = closedOn === undefined ? writtenOn : dayOfDate(closedOn);
  const booked = statement.entries.filter(({ status }) => status === 'booked');
  const entries = booked.map((entry, at) => ({
    ...{ ...of, day: dayOfEntry(entry) ?? lastDay, currency: entry.amount.currency },
    reference: `${entry.reference ?? entry.servicerReference ?? ''} #${at + 1}`.trim(),
    amount: entry.side === 'credit' ? entry.amount.minor : -entry.amount.minor,
    counterparty: counterpartyOf(entry),
    names: namesOf(entry),
  }));
  const firstDay = entries.reduce((first, { day }) => Math.min(first, day), lastDay);
  const row = { ...of, first_day: firstDay, last_day: lastDay, taken_at: nowMs, taken_by: by };
  return {
    inserts: [
      { table: 'reconciliation_statement', rows: [row] },
      ...(entries.length === 0 ? [] : [{ table: 'reconciliation_statement_entry', rows: entries }]),
    ],
  };
}

function dayOfEntry({ bookedOn, valueOn }: ImportedEntry): DayNumber | undefined {
  const on = bookedOn ?? valueOn;
  return on && dayOfDate(on);
}

function counterpartyOf({ side, transactions }: ImportedEntry): string {
  const [first] = transactions;
  const other = side === 'credit' ? first?.debtor : first?.creditor;
  return other?.name ?? other?.account ?? '';
}

/** One entry may be several transactions, and a remittance may name several payouts. */
function namesOf({ transactions, reference, text }: ImportedEntry): string[] {
  const told = transactions.flatMap(({ references, remittance, creditorReferences }) => [
    ...[references.endToEndId, references.messageId, references.transactionId],
    ...creditorReferences,
    ...wordsIn(remittance),
  ]);
  const isName = (name: string | undefined): name is string =>
    name !== undefined && name !== 'NOTPROVIDED';
  return [...new Set([...told, ...wordsIn(text), reference].filter(isName))];
}

/** Shorter ones are no references. */
const wordsIn = (text = ''): string[] => text.split(/[\s,;/+]+/).filter((word) => word.length >= 6);

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
      text: `select min(first_day) as first, max(last_day) as last from reconciliation_statement
        where account_id = $1 and last_day >= $2`,
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
