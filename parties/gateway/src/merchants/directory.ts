// Who calls, and for whom. Merchants, their accounts and keys are read when they are asked for and kept:
// that costs no round trip. Other processes may change them at any time, which is heard at once.

import type { Database } from '@kassa/database';
import { assert } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { AccountId } from '../ids.ts';
import { type Hearing, openKept } from './kept.ts';
import { findKey, hashKey, isInUse } from './key-store.ts';
import { type KeyKind, type Merchant, merchantBehind, type Rights } from './merchant.ts';
import { findMerchant, loadMerchants } from './store.ts';

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
  callerOf(key: string): Promise<Caller | undefined>;
  /** By the key's hash, where the key itself is not at hand. */
  holderOf(keyHash: string): Promise<Caller | undefined>;
  /** A merchant that must exist, since a row of theirs does. */
  merchant(accountId: AccountId): Promise<Merchant>;
  /** The account of this name, if it is connected to that platform and not closed. */
  connectedAccount(platform: AccountId, name: string): Promise<Merchant | undefined>;
  /** This process has changed it: what is kept of it is old. */
  forget(accountId: AccountId): void;
  /** Those with a contract of their own, of a moment ago: what is settled is settled for them. */
  all(): readonly Merchant[];
};

const keptMax = 10_000;

export async function openDirectory(
  db: Database,
  hearing: Hearing<'merchant' | 'key'>,
  clock: Clock,
): Promise<MerchantDirectory> {
  const keys = openKept({
    ...{ hearing, topic: 'key', max: keptMax },
    load: (hash) => findKey(db, hash),
  });
  const merchants = openKept({
    ...{ hearing, topic: 'merchant', max: keptMax },
    load: (name) => findMerchant(db, name),
  });
  let all = await loadMerchants(db);
  const readAll = () => {
    loadMerchants(db).then(
      (now) => {
        all = now;
      },
      // Without the database there is nothing to do with it; the next news reads it again.
      () => undefined,
    );
  };
  hearing.on('merchant', readAll);
  const ownMerchant = async (accountId: AccountId): Promise<Merchant> => {
    const found = (await merchants.read(accountId))?.own;
    assert(found, `no merchant ${accountId}`);
    return found;
  };
  const find = async (name: string) => {
    const found = await merchants.read(name);
    if (found === undefined) return undefined;
    if (found.own !== null) return { merchant: found.own, isClosed: false };
    const { platform, isClosed } = found.connected;
    return { merchant: merchantBehind(await ownMerchant(platform), found.connected), isClosed };
  };
  const holderOf = async (keyHash: string): Promise<Caller | undefined> => {
    const row = await keys.read(keyHash);
    if (row === undefined || !isInUse(row, clock.nowMs())) return undefined;
    const { accountId, kind, rights } = row;
    return { merchant: await ownMerchant(accountId), kind, rights, keyHash };
  };
  return {
    // Looked up by its hash, so the time taken tells nothing about a key.
    callerOf: (key) => holderOf(hashKey(key)),
    holderOf,
    async merchant(accountId) {
      const found = await find(accountId);
      assert(found !== undefined, `no merchant ${accountId}`);
      return found.merchant;
    },
    async connectedAccount(platform, name) {
      const found = await find(name);
      const isTheirs = found?.merchant.platform === platform && !found.isClosed;
      return isTheirs ? found.merchant : undefined;
    },
    forget: merchants.forget,
    all: () => all,
  };
}
