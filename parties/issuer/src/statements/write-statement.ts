// An account's statement of one banking day as a file, camt.053: what stood, what was booked, what
// stands. Days without banking belong to the banking day that follows them.

import { column } from '@kassa/database';
import { firstIdAt } from '@kassa/ids';
import { type AccountEntry, type Statement, writeCamt053 } from '@kassa/iso20022';
import { money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import {
  addBankingDays,
  addDays,
  atZone,
  type Calendar,
  dateIn,
  instant,
  type PlainDate,
} from '@kassa/time';
import { customerPath, overdrawnPath } from '../accounts/chart.ts';
import { loadDetails } from '../accounts/statement.ts';
import type { SubAccount } from '../accounts/store.ts';
import type { Bank } from '../ports.ts';

export type StatementProblem =
  /** The day is not over, or no banking day: `latest` is the last one that has a statement. */
  | { readonly code: 'no_such_day'; readonly latest: PlainDate }
  | { readonly code: 'too_long'; readonly max: number };

const entriesMax = 20_000;

/** The last banking day that is over by the bank's clock. */
export function lastStatementDay(bank: Bank, calendar: Calendar): PlainDate {
  return addBankingDays(calendar, dateIn(bank.clock.nowMs(), bank.zone), -1);
}

/** The same day again is the same statement, in a message of its own. */
export async function writeStatement(
  bank: Bank,
  accounts: readonly SubAccount[],
  { date, calendar }: { readonly date: PlainDate; readonly calendar: Calendar },
): Promise<Result<string, StatementProblem>> {
  const latest = lastStatementDay(bank, calendar);
  const isBankingDay = addBankingDays(calendar, date, 0) === date;
  if (date > latest || !isBankingDay) return err({ code: 'no_such_day', latest });
  const statements: Statement[] = [];
  for (const account of accounts) {
    const statement = await statementOf(bank, account, { date, calendar });
    if (statement === undefined) return err({ code: 'too_long', max: entriesMax });
    statements.push(statement);
  }
  const createdAtMs = instant(bank.clock.nowMs());
  return ok(writeCamt053({ messageId: bank.makeId('stm'), createdAtMs, statements }));
}

async function statementOf(
  bank: Bank,
  account: SubAccount,
  { date, calendar }: { readonly date: PlainDate; readonly calendar: Calendar },
): Promise<Statement | undefined> {
  const { currency, iban } = account;
  const firstDay = addDays(addBankingDays(calendar, date, -1), 1);
  const fromMs = atZone(firstDay, '00:00', bank.zone);
  const toMs = atZone(addDays(date, 1), '00:00', bank.zone);
  const { nowMinor, changes } = await changesSince(bank, account, fromMs);
  if (changes.length > entriesMax) return undefined;
  const sum = (some: readonly Change[]) => some.reduce((total, { minor }) => total + minor, 0n);
  const within = changes.filter(({ atMs }) => atMs < toMs);
  const closing = nowMinor - sum(changes.filter(({ atMs }) => atMs >= toMs));
  return {
    id: `${date}-${currency}`,
    account: iban,
    currency,
    owner: account.name,
    date,
    opening: money(currency, closing - sum(within)),
    closing: money(currency, closing),
    entries: await entriesOf(bank, account, within),
  };
}

type Change = {
  readonly id: string;
  readonly atMs: number;
  readonly minor: bigint;
  readonly description: string;
  readonly reference: string | null;
};

/** With the balance as it is now, of the same moment: earlier ones are counted back from it. */
async function changesSince(bank: Bank, account: SubAccount, fromMs: number) {
  const { bankAccountId, currency } = account;
  const accountPaths = [customerPath(bankAccountId), overdrawnPath(bankAccountId)];
  const rows = await bank.db.query(
    {
      text: `
        with now as (
          select coalesce(sum(a.posted_credit - a.posted_debit), 0)::bigint as minor
          from ledger_account a
          where a.account_id = $1 and a.path = any($2) and a.currency = $3
        ),
        change as (
          select t.id, t.at_ms, t.description, t.reference,
            sum(case e.side when 'credit' then e.amount else -e.amount end)::bigint as minor
          from ledger_entry e
          join ledger_transaction t on t.account_id = e.account_id and t.id = e.transaction_id
          where e.account_id = $1 and e.path = any($2) and e.currency = $3
            and e.transaction_id >= $4 and t.at_ms >= $5 and t.kind <> 'pending'
          group by t.id, t.at_ms, t.description, t.reference
          order by t.id
          limit $6
        )
        select now.minor as now_minor, c.*
        from now
        left join change c on c.minor <> 0
        order by c.id`,
      // An id is made when it happens, or later: an opening is booked as of a day in the past.
      values: [bank.book, accountPaths, currency, firstIdAt('ltx', fromMs), fromMs, entriesMax + 1],
    },
    (row) => ({ row, now: column.big(row, 'now_minor'), id: column.textOrNull(row, 'id') }),
  );
  const changes = rows.flatMap(({ row, id }): Change[] =>
    id === null
      ? []
      : [
          {
            id,
            atMs: column.integer(row, 'at_ms'),
            minor: column.big(row, 'minor'),
            description: column.text(row, 'description'),
            reference: column.textOrNull(row, 'reference'),
          },
        ],
  );
  return { nowMinor: rows[0]?.now ?? 0n, changes };
}

async function entriesOf(
  bank: Bank,
  { currency }: SubAccount,
  changes: readonly Change[],
): Promise<AccountEntry[]> {
  const details = await loadDetails(
    bank.db,
    changes.map(({ id }) => id),
  );
  return changes.map(({ id, atMs, minor, description, reference }) => {
    const detail = details.get(id);
    const bookedOn = dateIn(atMs, bank.zone);
    const entry = {
      reference: id,
      amount: money(currency, minor < 0n ? -minor : minor),
      side: minor < 0n ? ('debit' as const) : ('credit' as const),
      bookedOn,
      valueOn: bookedOn,
      kind: detail?.kind ?? 'BOOKING',
      counterparty: detail?.what || description,
    };
    return {
      ...entry,
      // The payer's name for a transfer; of a card payment it is the acquirer's.
      ...(reference !== null && detail && { endToEndId: reference }),
      ...(detail?.note && { remittance: detail.note }),
    };
  });
}
