// Where a payout goes: the account that is named, or the default for its currency. The platform's own
// goes where its contract with the acquirer says.

import type { Database } from '@kassa/database';
import type { Currency } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { type AccountData, accounts, type BankAccount } from '../connect/account.ts';
import { standingOf } from '../connect/requirements.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { loadRecord } from '../records/store.ts';
import type { PayoutRefusal } from './errors.ts';

type Wished = { readonly currency: Currency; readonly id: string | null };

/** Null: as the contract says. */
export async function bankAccountFor(
  db: Database,
  merchant: Merchant,
  { currency, id }: Wished,
): Promise<Result<BankAccount | null, PayoutRefusal>> {
  if (merchant.platform === null) {
    return id === null ? ok(null) : err({ code: 'bank_account_unknown', id });
  }
  const account = await loadRecord(db, accounts, merchant.platform, merchant.accountId);
  if (account === undefined || !standingOf(account.data).payoutsEnabled) {
    return err({ code: 'payouts_not_enabled' });
  }
  return chosen(account.data, { currency, id });
}

export function chosen(
  { bankAccounts }: AccountData,
  { currency, id }: Wished,
): Result<BankAccount, PayoutRefusal> {
  const bank = bankAccounts.find((one) =>
    id === null ? one.isDefault && one.currency === currency : one.id === id,
  );
  if (bank === undefined) {
    return err(
      id === null ? { code: 'no_bank_account', currency } : { code: 'bank_account_unknown', id },
    );
  }
  if (bank.currency !== currency) {
    return err({ code: 'bank_account_of_other_currency', currency: bank.currency });
  }
  return bank.isIban ? ok(bank) : err({ code: 'bank_account_out_of_reach' });
}
