// At which bank each merchant keeps the account that it is paid to.

import { assert } from '@kassa/result';
import { fjord, type Institution, plava } from './banks.ts';
import { fjordCustomers, merchants, plavaCustomers } from './cast.ts';
import type { CustomerPlan, MerchantPlan } from './plans.ts';

export type MerchantAccount = { readonly merchant: MerchantPlan; readonly bank: Institution };

export const accountsOfMerchants: readonly MerchantAccount[] = merchants.map((merchant) => {
  const holds = (customers: readonly CustomerPlan[]) =>
    customers.some(({ accounts }) => accounts.some(({ iban }) => iban === merchant.iban));
  if (holds(plavaCustomers)) return { merchant, bank: plava };
  assert(holds(fjordCustomers), `a bank has the account of ${merchant.name}`);
  return { merchant, bank: fjord };
});
