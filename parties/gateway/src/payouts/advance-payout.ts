// One payout on its way: the acquirer is told, under the payout's own name and again until it answers;
// what it says moves the payout on. Asking is telling: the same name is the same instruction.

import { type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { assert, err, ok, type Result } from '@kassa/result';
import { accounts } from '../connect/account.ts';
import { idFrom } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { loadRecord } from '../records/store.ts';
import type { Payout } from '../settlement/read.ts';
import {
  type Failure,
  failureOf,
  type Instructed,
  readInstruction,
  readRefusal,
} from './from-desk.ts';
import { commitPayout } from './make-payout.ts';
import { failedUnit, paidUnit } from './payout-units.ts';
import type { SendingMeans } from './ports.ts';
import {
  findPayout,
  findRecipient,
  type PayoutName,
  type Recipient,
  recordRecipient,
} from './store.ts';

/** How the acquirer calls it: it knows the platform's merchant number alone. */
export const referenceOf = ({ accountId, payoutId }: PayoutName): string =>
  `${accountId}|${payoutId}`;

export function nameOf(reference: string): PayoutName | undefined {
  const [account = '', payout = ''] = reference.split('|');
  if (!account.startsWith('acct_') || !payout.startsWith('po_')) return undefined;
  return { accountId: idFrom('acct', account), payoutId: idFrom('po', payout) };
}

export function advanceJob(name: PayoutName, runAtMs?: number): Unit {
  const { accountId, payoutId } = name;
  const again = runAtMs === undefined ? {} : { runAtMs };
  return addJob(
    'advance-payout',
    { accountId, payoutId },
    { jobKey: `payout:${payoutId}`, ...again },
  );
}

export async function advancePayout(means: SendingMeans, name: PayoutName): Promise<void> {
  const payout = await findPayout(means.db, name.accountId, name.payoutId);
  if (payout?.status !== 'in_transit') return;
  const merchant = await means.directory.merchant(name.accountId);
  const told = await tell(means, merchant, payout);
  if (!told.ok) return settle(means, { merchant, payout, failure: told.error });
  switch (told.value?.status) {
    case 'paid':
      return settle(means, { merchant, payout, failure: null });
    case 'refused':
    case 'returned':
      return settle(means, { merchant, payout, failure: failureOf(told.value) });
    default:
      return comeBack(means, name, payout);
  }
}

/** The acquirer has no such money for us, or will never do this: final. Null: no answer yet. */
async function tell(
  means: SendingMeans,
  merchant: Merchant,
  payout: Payout,
): Promise<Result<Instructed | null, Failure>> {
  const { provider, merchantId } = merchant.acquirer;
  const to = await recipientOf(means, merchant, payout);
  if (!to.ok) return to;
  const { url, key } = means.desks(provider);
  const answer = await means.http.postJson(
    `${url}/merchants/${encodeURIComponent(merchantId)}/instructions`,
    {
      reference: referenceOf({ accountId: merchant.accountId, payoutId: idFrom('po', payout.id) }),
      currency: payout.currency,
      amountMinor: String(payout.amountMinor),
      to: to.value,
      remittance: payout.statementDescriptor ?? `${merchant.name} ${payout.id}`,
    },
    { headers: { authorization: `Bearer ${key.reveal()}` } },
  );
  if (!answer.ok) return ok(null);
  const { status, body } = answer.value;
  if (status < 300) return ok(readInstruction(body));
  const refusal = readRefusal(body);
  means.log.error({ payout: payout.id, status, refusal }, 'an instruction is not taken');
  if (status >= 500 || status === 401 || refusal === undefined) return ok(null);
  // The name is ours: under it something was taken. What has become of that the list will say.
  if (refusal.code === 'reference_used') return ok(null);
  const code = refusal.code === 'not_covered' ? 'insufficient_funds' : 'could_not_process';
  return err({ code, message: refusal.message });
}

/**
 * Written down before it is told for the first time. From then on the acquirer may be paying, also if
 * its answer was lost: then a bank account that is gone is no reason to call the payout failed.
 */
async function recipientOf(
  means: SendingMeans,
  merchant: Merchant,
  payout: Payout,
): Promise<Result<Recipient, Failure>> {
  const name = { accountId: merchant.accountId, payoutId: idFrom('po', payout.id) };
  const told = await findRecipient(means.db, name);
  if (told !== undefined) return ok(told.to);
  const to = await bankOf(means, merchant, payout);
  if (!to.ok) return to;
  const committed = await means.db.commit(recordRecipient(name, to.value, means.clock.nowMs()));
  if (committed.ok) return to;
  const first = await findRecipient(means.db, name);
  assert(first !== undefined, `payout ${payout.id} was told by another`);
  return ok(first.to);
}

/** Read at the last moment: the account may be gone meanwhile. */
async function bankOf(
  { db }: SendingMeans,
  merchant: Merchant,
  { destination }: Payout,
): Promise<Result<Recipient, Failure>> {
  if (destination === null) return ok(null);
  assert(merchant.platform !== null, 'only connected accounts name their bank account');
  const account = await loadRecord(db, accounts, merchant.platform, merchant.accountId);
  const bank = account?.data.bankAccounts.find(({ id }) => id === destination);
  if (bank !== undefined)
    return ok({ iban: bank.number, holder: bank.holderName ?? merchant.name });
  return err({ code: 'no_account', message: 'The bank account was removed before it was paid.' });
}

type Ended = {
  readonly merchant: Merchant;
  readonly payout: Payout;
  readonly failure: Failure | null;
};

/** Another process may have come first: then it has been said already. */
export async function settle(
  means: SendingMeans,
  { merchant, payout: before, failure }: Ended,
): Promise<void> {
  const atMs = means.clock.nowMs();
  const payout: Payout =
    failure === null
      ? { ...before, status: 'paid' }
      : { ...before, status: 'failed', failure, failureTransaction: means.makeId('txn') };
  const step = { merchant, payout, atMs, cause: null };
  const end = failure === null ? paidUnit : failedUnit;
  await commitPayout(means, payout, [end(means, before, step)]);
}

/** Soon at first, then every quarter of an hour: the bank may need its time. */
async function comeBack(means: SendingMeans, name: PayoutName, payout: Payout): Promise<void> {
  const nowMs = means.clock.nowMs();
  const ageMs = Math.max(0, nowMs - payout.createdAtMs);
  const waitMs = Math.min(Math.max(2_000, ageMs / 10), 900_000);
  const committed = await means.db.commit(unit(advanceJob(name, nowMs + waitMs)));
  assert(committed.ok, 'a job is enqueued');
}
