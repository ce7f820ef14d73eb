// Merchants and keys in memory: who calls is known without a round trip.

import type { Database } from '@kassa/database';
import { assert } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { KeyKind, Merchant } from './merchant.ts';
import { hashKey, loadKeys, loadMerchants } from './store.ts';

export type Caller = { readonly merchant: Merchant; readonly kind: KeyKind };

export type MerchantDirectory = {
  /** The holder of an API key; undefined for a key that is nobody's. */
  callerOf(key: string): Caller | undefined;
  /** A merchant that must exist, since a row of theirs does. */
  merchant(accountId: AccountId): Merchant;
  all(): readonly Merchant[];
};

export async function openDirectory(db: Database): Promise<MerchantDirectory> {
  const merchants = new Map((await loadMerchants(db)).map((one) => [one.accountId, one]));
  const keys = new Map((await loadKeys(db)).map((row) => [row.hash, row]));
  const merchant = (accountId: AccountId): Merchant => {
    const found = merchants.get(accountId);
    assert(found !== undefined, `no merchant ${accountId}`);
    return found;
  };
  return {
    callerOf(key) {
      // Looked up by its hash, so the time taken tells nothing about a key.
      const row = keys.get(hashKey(key));
      return row && { merchant: merchant(row.accountId), kind: row.kind };
    },
    merchant,
    all: () => [...merchants.values()],
  };
}
