// The payout hour: accounts that are paid out daily get their payouts, and everything that waits is sent.
// And what banks have sent back since then.

import { money } from '@kassa/money';
import { accounts, saidAt } from '../connect/account.ts';
import { goThrough } from '../go-through.ts';
import type { AccountId } from '../ids.ts';
import { type Merchant, paysAccounts } from '../merchants/merchant.ts';
import { notKept } from '../payments/ports.ts';
import { loadRecord } from '../records/store.ts';
import type { Payout } from '../settlement/read.ts';
import { advanceJob, nameOf, settle } from './advance-payout.ts';
import { type Failure, failureOf, readInstructions } from './from-desk.ts';
import { commitPayout, makePayout } from './make-payout.ts';
import { sentUnit } from './payout-units.ts';
import type { SendingMeans } from './ports.ts';
import { findPayout, findPending, findSpendable, listConnected, type PayoutName } from './store.ts';

const pageSize = 100;

/** How many were sent. Safe to repeat: a payout is made of what is still available, and sent once. */
export async function sendPayouts(means: SendingMeans): Promise<number> {
  for (const platform of instructing(means)) await payOutDaily(means, platform);
  let count = 0;
  for (;;) {
    const pending = await findPending(means.db, pageSize);
    for (const name of pending) count += await send(means, name);
    if (pending.length < pageSize) return count;
  }
}

const instructing = ({ directory, desks }: SendingMeans): Merchant[] =>
  directory.all().filter((one) => paysAccounts(one) && desks.has(one.acquirer.provider));

async function payOutDaily(means: SendingMeans, platform: Merchant): Promise<void> {
  let after = '';
  for (;;) {
    const page = { after, limit: pageSize };
    const ids = await listConnected(means.db, platform.accountId, page);
    for (const { accountId, currency, minor } of await findSpendable(
      means.db,
      platform.accountId,
      page,
    )) {
      if (minor <= 0n || !(await isDaily(means, platform.accountId, accountId))) continue;
      const made = await makePayout(means, {
        merchant: await means.directory.merchant(accountId),
        amount: money(currency, minor),
        isAutomatic: true,
        ...{ destination: null, description: null, statementDescriptor: null, metadata: {} },
        ...{ cause: null, once: notKept },
      });
      if (!made.ok) means.log.info({ accountId, why: made.error.code }, 'not paid out');
    }
    after = ids.at(-1) ?? '';
    if (ids.length < pageSize) return;
  }
}

async function isDaily({ db }: SendingMeans, platform: AccountId, id: AccountId): Promise<boolean> {
  const account = await loadRecord(db, accounts, platform, id);
  const interval = account && saidAt(account.data.settings, 'payouts.schedule.interval');
  return account !== undefined && (interval ?? 'daily') === 'daily';
}

/** The commit comes before the message: from then on it can be canceled no more. */
async function send(means: SendingMeans, name: PayoutName): Promise<number> {
  const before = await findPayout(means.db, name.accountId, name.payoutId);
  if (before?.status !== 'pending') return 0;
  const merchant = await means.directory.merchant(name.accountId);
  const payout: Payout = { ...before, status: 'in_transit' };
  const step = { merchant, payout, atMs: means.clock.nowMs(), cause: null };
  const units = [sentUnit(means, before, step), advanceJob(name)];
  return (await commitPayout(means, payout, units)).ok ? 1 : 0;
}

const returnsForMs = 30 * 86_400_000;

/** Transfers that a bank has sent back, also long after they were paid. How many. */
export async function importReturns(means: SendingMeans): Promise<number> {
  return goThrough(instructing(means), (platform) => returnsOf(means, platform));
}

async function returnsOf(means: SendingMeans, platform: Merchant): Promise<number> {
  let count = 0;
  let after = '';
  for (;;) {
    const { instructions, hasMore } = await ask(means, platform, after);
    for (const instructed of instructions) {
      const isBack = instructed.status === 'returned' || instructed.status === 'refused';
      const name = isBack ? nameOf(instructed.reference) : undefined;
      if (name !== undefined) {
        const failure = failureOf(instructed);
        count += await takeBack(means, platform.accountId, { ...name, failure });
      }
    }
    after = instructions.at(-1)?.id ?? '';
    if (!hasMore || after === '') return count;
  }
}

async function ask({ desks, http, clock }: SendingMeans, { acquirer }: Merchant, after: string) {
  const { url, key } = desks(acquirer.provider);
  const since = Math.max(0, clock.nowMs() - returnsForMs);
  const query = `?since=${since}&limit=${pageSize}${after && `&after=${after}`}`;
  const address = `${url}/merchants/${encodeURIComponent(acquirer.merchantId)}/instructions${query}`;
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const answer = await http.getJson(address, { headers });
  if (!answer.ok) throw new Error(`${acquirer.provider} did not answer: ${answer.error.code}`);
  const { status, body } = answer.value;
  if (status !== 200) throw new Error(`${acquirer.provider} answered ${status} about instructions`);
  return readInstructions(body);
}

async function takeBack(
  means: SendingMeans,
  platform: AccountId,
  { accountId, payoutId, failure }: PayoutName & { readonly failure: Failure },
): Promise<number> {
  const payout = await findPayout(means.db, accountId, payoutId);
  if (payout?.status !== 'paid' && payout?.status !== 'in_transit') return 0;
  const merchant = await means.directory.merchant(accountId);
  if ((merchant.platform ?? accountId) !== platform) return 0;
  await settle(means, { merchant, payout, failure });
  return 1;
}
