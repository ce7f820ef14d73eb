// Once the acquirer has settled a charge its balance transaction is there, with what it has cost: who
// wishes to know is told by `charge.updated`, as the original tells of captures that are `automatic_async`.
// A job, a page at a time: a report may have thousands of charges, and its commit is not to grow with them.

import { column, type Database, type Row, type Unit, unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { Bug } from '@kassa/result';
import { chargeToStripe } from '../api/to-stripe/charge.ts';
import type { IntentSurroundings } from '../api/to-stripe/payment-intent.ts';
import { type AccountId, idFrom } from '../ids.ts';
import { findCharges } from '../payments/list-charges.ts';
import { type NewEvent, type RecordMeans, recordEvents } from '../webhooks/record-event.ts';

/** The balance transactions of one account from one to another, by their ids: both included. */
export type SettledPage = {
  readonly accountId: AccountId;
  readonly from: string;
  readonly to: string;
};

/** For the commit that writes these rows of balance transactions. */
export function tellSettledJobs(rows: readonly Row[]): Unit {
  const pages = new Map<string, SettledPage>();
  for (const { account_id, id, type, part } of rows) {
    if (type !== 'charge' || part !== 1) continue;
    const [account, to] = [String(account_id), String(id)];
    const page = pages.get(account) ?? { accountId: idFrom('acct', account), from: to };
    pages.set(account, { ...page, to });
  }
  return unit(...[...pages.values()].map(jobFor));
}

function jobFor(page: SettledPage): Unit {
  return addJob('tell-settled', page, { jobKey: `settled:${page.accountId}:${page.from}` });
}

const batch = 100;

export async function tellSettled(
  means: { readonly db: Database; readonly recording: RecordMeans } & {
    readonly around: IntentSurroundings;
  },
  { accountId, from, to }: SettledPage,
): Promise<void> {
  const { db } = means;
  const text = `
    select id, source_id, created_at from balance_transaction
    where account_id = $1 and id >= $2 and id <= $3 and type = 'charge' and part = 1
    order by id limit $4`;
  const found = await db.query({ text, values: [accountId, from, to, batch + 1] }, (row) => ({
    id: column.text(row, 'id'),
    charge: column.text(row, 'source_id'),
    atMs: column.integer(row, 'created_at'),
  }));
  const settled = found.slice(0, batch);
  const ids = settled.map(({ charge }) => charge);
  const charges = new Map(
    (await findCharges(db, accountId, ids)).map((one) => [one.charge.id, one]),
  );
  const events = settled.flatMap(({ id, charge, atMs }): NewEvent[] => {
    const view = charges.get(idFrom('ch', charge));
    if (view === undefined) return [];
    const about = { accountId, objectId: charge, cause: null, atMs };
    return [
      {
        ...about,
        // Told once, however often the job is done.
        id: idFrom('evt', id),
        type: 'charge.updated',
        object: chargeToStripe(view, means.around),
        previous: { balance_transaction: null },
      },
    ];
  });
  const next = found[batch];
  const rest = next === undefined ? {} : jobFor({ accountId, from: next.id, to });
  const committed = await db.commit(unit(recordEvents(means.recording, events), rest));
  if (committed.ok) return;
  const isTold = committed.error.code === 'conflict' && committed.error.constraint === 'event_pk';
  if (!isTold) throw new Bug(`settled charges are not told: ${JSON.stringify(committed.error)}`);
}
