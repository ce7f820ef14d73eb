// Payouts that the acquirer is told to make: all SQL of theirs that is no list for the API.

import { column, type Database, type Row, type Unit } from '@kassa/database';
import { type Currency, currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type AccountId, idFrom, type PayoutId } from '../ids.ts';
import { listPayouts, type Payout } from '../settlement/read.ts';

export type PayoutName = { readonly accountId: AccountId; readonly payoutId: PayoutId };

export async function findPayout(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Payout | undefined> {
  const [found] = await listPayouts(db, accountId, { ids: [id], limit: 1 });
  return found;
}

export function insertPayout(accountId: AccountId, payout: Payout): Unit {
  const row: Row = {
    account_id: accountId,
    id: payout.id,
    currency: payout.currency,
    amount: payout.amountMinor,
    status: payout.status,
    arrival_date: payout.arrivesOn,
    reference: payout.reference,
    is_instructed: true,
    is_automatic: payout.isAutomatic,
    destination: payout.destination,
    description: payout.description,
    statement_descriptor: payout.statementDescriptor,
    metadata: payout.metadata,
    created_at: payout.createdAtMs,
  };
  return { inserts: [{ table: 'payout', rows: [row] }] };
}

/** From the status that was seen; another is the guard `payout`. */
export function movePayout(accountId: AccountId, payout: Payout, set: Row): Unit {
  const key = { account_id: accountId, id: payout.id };
  const expect = { status: payout.status };
  return { updates: [{ as: 'payout', table: 'payout', key, set, expect }] };
}

/** Null: to the account in the merchant's contract. */
export type Recipient = { readonly iban: string; readonly holder: string } | null;

/** To whom it was told before; undefined: it never was. */
export function findRecipient(
  db: Database,
  { accountId, payoutId }: PayoutName,
): Promise<{ readonly to: Recipient } | undefined> {
  const text = `select told_iban, told_holder from payout
    where account_id = $1 and id = $2 and told_at is not null`;
  return db.one({ text, values: [accountId, payoutId] }, (row) => {
    const iban = column.textOrNull(row, 'told_iban');
    return { to: iban === null ? null : { iban, holder: column.text(row, 'told_holder') } };
  });
}

/** Before it is told for the first time; the guard `payout` says that another was faster. */
export function recordRecipient(
  { accountId, payoutId }: PayoutName,
  to: Recipient,
  toldAtMs: number,
): Unit {
  const key = { account_id: accountId, id: payoutId };
  const who = { told_iban: to?.iban ?? null, told_holder: to?.holder ?? null };
  const set = { ...who, told_at: toldAtMs };
  return {
    updates: [{ as: 'payout', table: 'payout', key, set, expect: { told_at: null } }],
  };
}

/** Those that wait to be sent, oldest first. */
export function findPending(db: Database, limit: number): Promise<PayoutName[]> {
  const text = `select account_id, id from payout
    where is_instructed and status = 'pending' order by created_at, account_id, id limit $1`;
  return db.query({ text, values: [limit] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    payoutId: idFrom('po', column.text(row, 'id')),
  }));
}

export type Spendable = {
  readonly accountId: AccountId;
  readonly currency: Currency;
  readonly minor: bigint;
};

/** Connected accounts of a platform that have money to be paid out, after this one. */
export function findSpendable(
  db: Database,
  platform: AccountId,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Spendable[]> {
  const text = `
    select l.account_id, l.currency,
      (l.posted_credit - l.posted_debit - l.pending_debit)::bigint as minor
    from (
      select account_id from merchant
      where platform_id = $1 and account_id > $2 and closed_at is null
      order by account_id limit $3
    ) m
    join ledger_account l on l.account_id = m.account_id and l.path = 'merchant:available'
    order by l.account_id, l.currency`;
  return db.query({ text, values: [platform, after, limit] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    currency: unwrap(currencyOf(column.text(row, 'currency'))),
    minor: column.big(row, 'minor'),
  }));
}

/** The accounts of a platform, page by page: the last of a page is where the next begins. */
export function listConnected(
  db: Database,
  platform: AccountId,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<AccountId[]> {
  const text = `select account_id from merchant
    where platform_id = $1 and account_id > $2 and closed_at is null
    order by account_id limit $3`;
  return db.query({ text, values: [platform, after, limit] }, (row) =>
    idFrom('acct', column.text(row, 'account_id')),
  );
}
