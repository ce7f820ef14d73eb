// All that acquirers tell over HTTP, in the order in which it is to be known.

import { importDisputes } from '../disputes/import-disputes.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import { contractsOf, under } from '../merchants/merchant.ts';
import { importSettlements, type SettlementMeans } from './import-settlements.ts';

/** How much was new. What is paid out may be less by a dispute: that is to be known first. */
export function importFrom(means: SettlementMeans, directory: MerchantDirectory) {
  return async (): Promise<number> => {
    // Each contract is settled by itself.
    const merchants = directory
      .all()
      .flatMap((one) => contractsOf(one).map(({ provider }) => under(one, provider)));
    const { merchant } = directory;
    const disputes = await importDisputes({ ...means, merchant }, merchants);
    return disputes + (await importSettlements(means, merchants));
  };
}
