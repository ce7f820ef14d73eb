// Who calls, and for whom. Merchants with a contract of their own and their keys are in memory: that
// costs no round trip. Connected accounts are made at any time, also by other processes: they are
// read when they are asked for, and kept for a moment, so many at most.

import type { Database } from '@kassa/database';
import { assert } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { AccountId } from '../ids.ts';
import { type KeyKind, type Merchant, merchantBehind, type Rights } from './merchant.ts';
import { findConnected, hashKey, loadKeys, loadMerchants } from './store.ts';

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
  /** By the key's hash, where the key itself is not at hand. */
  holderOf(keyHash: string): Caller | undefined;
  /** A merchant that must exist, since a row of theirs does. */
  merchant(accountId: AccountId): Promise<Merchant>;
  /** The account of this name, if it is connected to that platform and not closed. */
  connectedAccount(platform: AccountId, name: string): Promise<Merchant | undefined>;
  /** This process has changed it: what is kept of it is old. */
  forget(accountId: AccountId): void;
  /** Those with a contract of their own: what is settled is settled for them. */
  all(): readonly Merchant[];
};

type Kept = { readonly merchant: Merchant; readonly isClosed: boolean; readonly untilMs: number };

/** So long another process may not yet see a change of an account. */
const keptForMs = 2_000;
const keptMax = 10_000;

export async function openDirectory(
  db: Database,
  clock: Pick<Clock, 'nowMs'>,
): Promise<MerchantDirectory> {
  const own = new Map((await loadMerchants(db)).map((one) => [one.accountId, one]));
  const keys = new Map((await loadKeys(db)).map((row) => [row.hash, row]));
  const kept = new Map<string, Kept>();
  const ownMerchant = (accountId: AccountId): Merchant => {
    const found = own.get(accountId);
    assert(found !== undefined, `no merchant ${accountId}`);
    return found;
  };
  const connected = async (name: string): Promise<Kept | undefined> => {
    const known = kept.get(name);
    if (known !== undefined && known.untilMs > clock.nowMs()) return known;
    const row = await findConnected(db, name);
    if (row === undefined) return undefined;
    const merchant = merchantBehind(ownMerchant(row.platform), row);
    const found = { merchant, isClosed: row.isClosed, untilMs: clock.nowMs() + keptForMs };
    if (kept.size >= keptMax) kept.clear();
    kept.set(name, found);
    return found;
  };
  const holderOf = (keyHash: string): Caller | undefined => {
    const row = keys.get(keyHash);
    if (row === undefined) return undefined;
    const { accountId, kind, rights } = row;
    return { merchant: ownMerchant(accountId), kind, rights, keyHash };
  };
  return {
    // Looked up by its hash, so the time taken tells nothing about a key.
    callerOf: (key) => holderOf(hashKey(key)),
    holderOf,
    async merchant(accountId) {
      const found = own.get(accountId) ?? (await connected(accountId))?.merchant;
      assert(found !== undefined, `no merchant ${accountId}`);
      return found;
    },
    async connectedAccount(platform, name) {
      const found = await connected(name);
      const isTheirs = found?.merchant.platform === platform && !found.isClosed;
      return isTheirs ? found.merchant : undefined;
    },
    forget: (accountId) => void kept.delete(accountId),
    all: () => [...own.values()],
  };
}
