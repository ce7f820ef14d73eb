// Payments that were made before there was an index: a job goes through a merchant's from the newest
// to the oldest, a page at a time. The oldest comes last, so its document says that all are there.

import { type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import type { AccountId } from '../ids.ts';
import { chargesOf } from '../payments/list-charges.ts';
import type { PaymentMeans, PaymentView } from '../payments/ports.ts';
import { listPayments } from '../payments/store.ts';
import { indexCharge, indexIntent } from './index-payments.ts';
import { isOldestIndexed } from './store.ts';

const batch = 200;

export type OldPayments = {
  readonly accountId: AccountId;
  /** From the payment before this one on; null: from the newest. */
  readonly before: string | null;
};

/** At start: a job for each merchant with payments that nobody finds. */
export async function hurryOldPayments(
  { db }: Pick<PaymentMeans, 'db'>,
  accounts: readonly AccountId[],
): Promise<void> {
  for (const accountId of accounts) {
    if (await isOldestIndexed(db, accountId)) continue;
    await db.commit(jobFor({ accountId, before: null }));
  }
}

/** A refused page is tried again by its job: a payment in it has moved meanwhile. */
export async function indexOldPayments(
  { db }: Pick<PaymentMeans, 'db'>,
  { accountId, before }: OldPayments,
): Promise<void> {
  const page = { limit: batch, withHidden: true, ...(before === null ? {} : { before }) };
  const views = await listPayments(db, accountId, page);
  const last = views.at(-1);
  if (last === undefined) return;
  const ids = views.map(({ intent }) => intent.id);
  const charges = await chargesOf(db, accountId, ids);
  const next = views.length < batch ? {} : jobFor({ accountId, before: last.intent.id });
  const committed = await db.commit(
    unit(
      ...views.map(unmoved),
      ...views.map(({ intent }) => indexIntent(intent)),
      ...charges.map(({ intent, charge, method }) =>
        method === null ? {} : indexCharge(intent, charge, method),
      ),
      next,
    ),
  );
  if (!committed.ok) throw new Error(`payments before ${before ?? 'now'} moved while indexed`);
}

/** What was read still is: a step that comes between would be written over. */
function unmoved({ intent: { accountId: account_id, id, version } }: PaymentView): Unit {
  const where = { account_id, id, version };
  return { guards: [{ as: 'unmoved', table: 'payment_intent', where, exists: true, lock: true }] };
}

function jobFor(of: OldPayments): Unit {
  return addJob('index-old-payments', of, { jobKey: `index:${of.accountId}:${of.before ?? ''}` });
}
