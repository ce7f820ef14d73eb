// All that a platform does with the accounts connected to it.

import type { Api } from '../api.ts';
import { addAccounts } from './accounts.ts';
import { addApplicationFees } from './application-fees.ts';
import { addCapabilities } from './capabilities.ts';
import { addExternalAccounts } from './external-accounts.ts';
import { addPersons } from './persons.ts';
import { addTransfers } from './transfers.ts';

export function addConnect(api: Api): void {
  addAccounts(api);
  addCapabilities(api);
  addExternalAccounts(api);
  addPersons(api);
  addTransfers(api);
  addApplicationFees(api);
}
