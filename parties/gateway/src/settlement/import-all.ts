// All that acquirers tell over HTTP, in the order in which it is to be known.

import { importDisputes } from '../disputes/import-disputes.ts';
import { goThrough } from '../go-through.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import { contractsOf, type Merchant, under } from '../merchants/merchant.ts';
import { importSettlements, type SettlementMeans } from './import-settlements.ts';

/** A contract waits for its acquirer and for the database by turns. */
const contractsAtOnce = 3;

/**
 * How much was new. Each contract is settled by itself. What is paid out under one may be less by a
 * dispute: that is to be known first. Throws when all are done, if some could not be asked.
 */
export function importFrom(means: SettlementMeans, directory: MerchantDirectory) {
  return async (): Promise<number> => {
    const { merchant } = directory;
    const contracts = directory
      .all()
      .flatMap((one) => contractsOf(one).map(({ provider }) => under(one, provider)))
      // One with a provider that has no desk is settled elsewhere.
      .filter(({ acquirer }) => means.desks.has(acquirer.provider));
    const importOne = async (contract: Merchant) => {
      const disputes = await importDisputes({ ...means, merchant }, [contract]);
      return disputes + (await importSettlements(means, contract));
    };
    return goThrough(contracts, importOne, contractsAtOnce);
  };
}
