// A customer's account as the customer reads it: what was booked, with the balance after each line,
// and apart from it what is only reserved.

import { column, type Queries } from '@kassa/database';
import { balance, type RecordedTransaction, transactions } from '@kassa/ledger';
import { type Currency, type Money, money } from '@kassa/money';
import {
  authorizationColumns,
  decodeAuthorization,
  type StoredAuthorization,
} from '../authorization/decode-authorization.ts';
import { currencyIn } from '../cards/decode-card.ts';
import type { Bank } from '../ports.ts';
import { customerPath, overdrawnPath } from './chart.ts';
import type { SubAccount } from './store.ts';

export type StatementLine = {
  readonly id: string;
  readonly at: number;
  readonly what: string;
  readonly note: string;
  readonly isRefund: boolean;
  /** Negative: paid out. */
  readonly amount: Money;
  readonly after: Money;
  /** Of a purchase in another currency: what the shop was paid, and the bank's fee. */
  readonly foreign: { readonly amount: Money; readonly fee: Money } | undefined;
};

export type Statement = {
  readonly account: SubAccount;
  readonly balance: Money;
  /** What can be spent, credit line included. */
  readonly available: Money;
  readonly reserved: readonly StoredAuthorization[];
  readonly reservedTotal: Money;
  readonly lines: readonly StatementLine[];
};

const linesMax = 200;

export async function loadStatement(bank: Bank, account: SubAccount): Promise<Statement> {
  const { bankAccountId, currency } = account;
  const own = customerPath(bankAccountId);
  const beyond = overdrawnPath(bankAccountId);
  const read = (path: string) =>
    transactions(bank.db, { accountId: bank.book, account: path, limit: linesMax });
  const [kept, debt, first, second, reserved] = await Promise.all([
    balance(bank.db, bank.book, own, currency),
    balance(bank.db, bank.book, beyond, currency),
    read(own),
    read(beyond),
    openHolds(bank.db, account),
  ]);
  const booked = [...new Map([...first, ...second].map((one) => [one.id, one])).values()]
    .map((one) => ({ one, minor: changeOf(one, { own, beyond, currency }) }))
    .filter(({ minor }) => minor !== 0n)
    .sort((a, b) => (a.one.id < b.one.id ? 1 : -1));
  const details = await loadDetails(
    bank.db,
    booked.map(({ one }) => one.id),
  );
  const total = (kept?.posted.minor ?? 0n) - (debt?.posted.minor ?? 0n);
  let after = total;
  const lines = booked.map(({ one, minor }): StatementLine => {
    const detail = details.get(one.id);
    const line = {
      id: one.id,
      at: one.at,
      what: detail?.what ?? one.description,
      note: detail?.note ?? '',
      isRefund: detail?.isRefund ?? false,
      amount: money(currency, minor),
      after: money(currency, after),
      foreign: detail?.foreign,
    };
    after -= minor;
    return line;
  });
  const room = (kept?.available.minor ?? 0n) + account.creditLineMinor;
  return {
    account,
    balance: money(currency, total),
    available: money(currency, room > 0n ? room : 0n),
    reserved,
    reservedTotal: kept?.pendingOut ?? money(currency, 0n),
    lines,
  };
}

/** What is pending is no change yet. */
function changeOf(
  one: RecordedTransaction,
  of: { readonly own: string; readonly beyond: string; readonly currency: Currency },
): bigint {
  if (one.kind === 'pending') return 0n;
  return one.entries
    .filter(({ account, amount }) => {
      return (account === of.own || account === of.beyond) && amount.currency === of.currency;
    })
    .reduce(
      (sum, { side, amount }) => sum + (side === 'credit' ? amount.minor : -amount.minor),
      0n,
    );
}

function openHolds(db: Queries, account: SubAccount): Promise<StoredAuthorization[]> {
  return db.query(
    {
      text: `
        select ${authorizationColumns}
        from card_authorization a
        where a.bank_account_id = $1 and a.billed_currency = $2 and a.state = 'held'
        order by a.decided_at_ms desc
        limit 100`,
      values: [account.bankAccountId, account.currency],
    },
    decodeAuthorization,
  );
}

export type Detail = {
  /** In the bank's own codes, as statements show it. */
  readonly kind: 'CARD' | 'CREDITTRANSFER' | 'DIRECTDEBIT';
  readonly what: string;
  readonly note: string;
  readonly isRefund: boolean;
  readonly foreign: StatementLine['foreign'];
};

export async function loadDetails(
  db: Queries,
  ids: readonly string[],
): Promise<Map<string, Detail>> {
  const presented = await db.query(
    {
      text: `
        select
          p.transaction_id, p.kind, p.merchant_name, p.merchant_city, p.amount_minor, p.currency,
          p.billed_currency, p.conversion_fee_minor
        from presentment p
        where p.transaction_id = any($1)`,
      values: [ids],
    },
    (row): readonly [string, Detail] => {
      const currency = currencyIn(row, 'currency');
      const billed = currencyIn(row, 'billed_currency');
      const foreign = {
        amount: money(currency, column.big(row, 'amount_minor')),
        fee: money(billed, column.big(row, 'conversion_fee_minor')),
      };
      return [
        column.text(row, 'transaction_id'),
        {
          kind: 'CARD',
          what: column.text(row, 'merchant_name'),
          note: column.text(row, 'merchant_city'),
          isRefund: column.text(row, 'kind') === 'refund',
          foreign: currency === billed ? undefined : foreign,
        },
      ];
    },
  );
  const received = await db.query(
    {
      text: `
        select e.transaction_id, e.kind, e.counterparty, e.remittance
        from clearing_house_entry e
        where e.transaction_id = any($1)`,
      values: [ids],
    },
    (row): readonly [string, Detail] => [
      column.text(row, 'transaction_id'),
      {
        kind: column.text(row, 'kind') === 'collection' ? 'DIRECTDEBIT' : 'CREDITTRANSFER',
        what: column.text(row, 'counterparty'),
        note: column.text(row, 'remittance'),
        isRefund: false,
        foreign: undefined,
      },
    ],
  );
  return new Map([...presented, ...received]);
}
