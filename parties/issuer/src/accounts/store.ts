// The queries of customers' accounts.

import { column, type Queries, type RawRow } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { currencyIn } from '../cards/decode-card.ts';

export type SubAccount = {
  readonly bankAccountId: string;
  readonly customerId: string;
  readonly iban: string;
  readonly name: string;
  readonly currency: Currency;
  readonly creditLineMinor: bigint;
};

const columns = `
  b.bank_account_id, b.customer_id, b.iban, b.name, s.currency as sub_currency,
  s.credit_line_minor`;

/** The balances of an IBAN, the account's own currency first. */
export function subAccountsOfIban(db: Queries, iban: string): Promise<SubAccount[]> {
  return db.query(
    {
      text: `
        select ${columns}
        from bank_account b
        join sub_account s on s.bank_account_id = b.bank_account_id
        where b.iban = $1
        order by s.currency <> b.currency, s.currency`,
      values: [iban],
    },
    decodeSubAccount,
  );
}

export function subAccountsOfCustomer(db: Queries, customerId: string): Promise<SubAccount[]> {
  return db.query(
    {
      text: `
        select ${columns}
        from bank_account b
        join sub_account s on s.bank_account_id = b.bank_account_id
        where b.customer_id = $1
        order by b.bank_account_id, s.currency <> b.currency, s.currency
        limit 100`,
      values: [customerId],
    },
    decodeSubAccount,
  );
}

export function findSubAccount(
  db: Queries,
  bankAccountId: string,
  currency: string,
): Promise<SubAccount | undefined> {
  return db.one(
    {
      name: 'issuer_sub_account',
      text: `
        select ${columns}
        from bank_account b
        join sub_account s on s.bank_account_id = b.bank_account_id
        where b.bank_account_id = $1 and s.currency = $2`,
      values: [bankAccountId, currency],
    },
    decodeSubAccount,
  );
}

function decodeSubAccount(row: RawRow): SubAccount {
  return {
    bankAccountId: column.text(row, 'bank_account_id'),
    customerId: column.text(row, 'customer_id'),
    iban: column.text(row, 'iban'),
    name: column.text(row, 'name'),
    currency: currencyIn(row, 'sub_currency'),
    creditLineMinor: column.big(row, 'credit_line_minor'),
  };
}
