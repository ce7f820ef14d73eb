// Merchants and keys in memory: who calls is known without a round trip.

import type { Database } from '@kassa/database';
import { assert } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import type { KeyKind, Merchant, Rights } from './merchant.ts';
import { hashKey, loadKeys, loadMerchants } from './store.ts';

export type Caller = {
  readonly merchant: Merchant;
  readonly kind: KeyKind | 'ephemeral';
  /** What a restricted key may do; nothing for the other kinds, which need none. */
  readonly rights: Rights;
  /** Names the key where the key itself must not stand. */
  readonly keyHash: string;
};

export type MerchantDirectory = {
  /** The holder of an API key; undefined for a key that is nobody's. */
  callerOf(key: string): Caller | undefined;
  /** A merchant that must exist, since a row of theirs does. */
  merchant(accountId: AccountId): Merchant;
  /** The account of this name, if it is connected to that platform. */
  connectedAccount(platform: AccountId, name: string): AccountId | undefined;
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
      if (row === undefined) return undefined;
      const { accountId, kind, rights, hash } = row;
      return { merchant: merchant(accountId), kind, rights, keyHash: hash };
    },
    merchant,
    // Nobody is connected to a platform yet.
    connectedAccount: () => undefined,
    all: () => [...merchants.values()],
  };
}
