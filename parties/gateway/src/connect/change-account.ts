// Making, changing and closing a connected account: the platform's record, the merchant's row, the
// events and the caller's idempotency record in one commit.

import { type Database, type Unit, unit } from '@kassa/database';
import { balances } from '@kassa/ledger';
import { isZero } from '@kassa/money';
import { map, ok, type Result } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { type AccountId, idFrom } from '../ids.ts';
import type { MerchantDirectory } from '../merchants/directory.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { closeConnected, insertConnected, updateConnected } from '../merchants/store.ts';
import type { Cause, Once } from '../payments/ports.ts';
import { changeRecord, makeRecord, type RecordRefusal } from '../records/change-record.ts';
import { madeRecord } from '../records/record.ts';
import { type RecordMeans, recordEvents } from '../webhooks/record-event.ts';
import { type Account, type AccountData, accounts } from './account.ts';
import { accountEvents } from './account-events.ts';
import { faceOf } from './face.ts';

export type ConnectMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly directory: MerchantDirectory;
  readonly recording: RecordMeans;
};

type Asked = { readonly cause: Cause; readonly once: Once<Account> };

export type MakingAccount = Asked & {
  readonly platform: AccountId;
  readonly id: AccountId;
  readonly data: AccountData;
};

export async function makeAccount(
  means: ConnectMeans,
  { platform, id, data, cause, once }: MakingAccount,
): Promise<Result<Account, RecordRefusal>> {
  const merchant = await means.directory.merchant(platform);
  const nowMs = means.clock.nowMs();
  const record = madeRecord({ accountId: platform, id, parent: null, createdAtMs: nowMs, data });
  return makeRecord(means.db, accounts, {
    record,
    along: (after, before) =>
      unit(
        insertConnected({ accountId: id, platform, face: faceOf(data), nowMs }),
        toldUnit(means, { platform: merchant, after, before, cause }),
        once.settle(after, id),
      ),
  });
}

export type ChangingAccount<Refusal> = Asked & {
  readonly platform: AccountId;
  readonly id: string;
  readonly change: (account: Account) => Result<AccountData, Refusal>;
};

export async function changeAccount<Refusal>(
  means: ConnectMeans,
  { platform, id, change, cause, once }: ChangingAccount<Refusal>,
): Promise<Result<Account, Refusal | RecordRefusal>> {
  const merchant = await means.directory.merchant(platform);
  const accountId = idFrom('acct', id);
  const changed = await changeRecord<AccountData, Refusal>(means.db, accounts, {
    accountId: platform,
    id,
    change: async (before) =>
      map(change(before), (data) => ({
        record: { ...before, data },
        also: updateConnected(accountId, faceOf(data)),
      })),
    along: (after, before) =>
      unit(toldUnit(means, { platform: merchant, after, before, cause }), once.settle(after, id)),
  });
  means.directory.forget(accountId);
  return changed;
}

/** Its money must be gone before; what it has done stays. */
export async function closeAccount(
  means: ConnectMeans,
  { platform, id, cause, once }: Asked & { readonly platform: AccountId; readonly id: string },
): Promise<Result<Account, RecordRefusal>> {
  const merchant = await means.directory.merchant(platform);
  const nowMs = means.clock.nowMs();
  const accountId = idFrom('acct', id);
  const closed = await changeRecord<AccountData, never>(means.db, accounts, {
    accountId: platform,
    id,
    change: async (before) =>
      ok({
        record: { ...before, deletedAtMs: nowMs },
        also: closeConnected(accountId, nowMs),
      }),
    along: (after, before) =>
      unit(toldUnit(means, { platform: merchant, after, before, cause }), once.settle(after, id)),
  });
  means.directory.forget(accountId);
  return closed;
}

/** Owed to it or by it, or under way: whatever its book holds. */
export async function hasMoney(db: Database, accountId: string): Promise<boolean> {
  const all = await balances(db, { accountId });
  return all.some(({ posted, pendingIn, pendingOut }) =>
    [posted, pendingIn, pendingOut].some((sum) => !isZero(sum)),
  );
}

type Changed = {
  readonly platform: Merchant;
  readonly after: Account;
  readonly before: Account | null;
  readonly cause: Cause;
};

function toldUnit(
  { recording, clock }: ConnectMeans,
  { platform, after, before, cause }: Changed,
): Unit {
  const told = { platform, cause, atMs: clock.nowMs() };
  return recordEvents(recording, accountEvents(after, before, told));
}
