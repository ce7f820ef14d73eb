// What all parties book, read back from their databases step by step: who notes after each step of a
// walk has it in the order of the walk, whatever the clock of this machine says.

import { openDatabase } from '@kassa/database';
import {
  type Balance,
  balances,
  type ChartLine,
  chartLineOf,
  type RecordedTransaction,
  transactions,
} from '@kassa/ledger';
import type { Log } from '@kassa/log';
import { assert } from '@kassa/result';
import { type BookKeeper, schemaOf } from '../places.ts';
import type { PartyPlan } from '../start/party-plan.ts';
import { plans } from '../start/plans.ts';

export type Noted = {
  readonly party: BookKeeper;
  readonly step: string;
  readonly transaction: RecordedTransaction;
};

export type PartyBook = {
  readonly party: BookKeeper;
  readonly chart: readonly ChartLine[];
  readonly accounts: readonly Balance[];
};

export type Diary = {
  /** Reads every book; what was booked since the last time, and when, gives its step a name. */
  note(stepAt: (atMs: number) => string): Promise<void>;
  /** Everything that was noted, in the order of the steps. */
  readonly noted: readonly Noted[];
  /** The books as they were at the last note. */
  books(): readonly PartyBook[];
};

/** Of one shard; a walk that books more must note more often. */
const pageMax = 1000;

export function openDiary(databaseUrl: string, log: Log): Diary {
  const seen = new Set<string>();
  const noted: Noted[] = [];
  let books: PartyBook[] = [];
  return {
    noted,
    books: () => books,
    async note(stepAt) {
      const read = await Promise.all(plans.map((plan) => readBook(plan, databaseUrl, log)));
      const found = read.flatMap((one) => (one === undefined ? [] : [one]));
      books = found;
      for (const { party, booked } of found) {
        for (const transaction of booked) {
          const key = `${party} ${transaction.accountId} ${transaction.id}`;
          if (seen.has(key)) continue;
          seen.add(key);
          noted.push({ party, step: stepAt(transaction.at), transaction });
        }
      }
    },
  };
}

async function readBook({ name: party, book }: PartyPlan, url: string, log: Log) {
  const { chart } = await book();
  if (chart === undefined) return undefined;
  await using db = openDatabase({ url, schema: schemaOf[party], log, name: 'diary', poolMax: 1 });
  const accounts = await balances(db, { limit: pageMax });
  assert(accounts.length < pageMax, `${party} has more accounts than are read`);
  for (const { path, normal } of accounts) {
    const line = chartLineOf(chart, path);
    assert(line?.normal === normal, `${party}: ${path} (${normal}) is not in its chart`);
  }
  const booked: RecordedTransaction[] = [];
  for (const accountId of new Set(accounts.map((one) => one.accountId))) {
    booked.push(...(await transactions(db, { accountId, limit: pageMax })).reverse());
  }
  return { party, chart, accounts, booked };
}
