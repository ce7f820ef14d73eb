// What of the book a run looks at: the days of its window, and of older days the very rows that the
// acquirer spoke of.

import { type TestDatabase, testDatabase, unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { type Posting, post } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, open } from '../../book/chart.ts';
import { migrations } from '../../migrations.ts';
import { dayOf, startOf } from './days.ts';
import type { Contract } from './gathered.ts';
import { disputeKey } from './read-acquirer.ts';
import { readLedger } from './read-ledger.ts';

const bam = unwrap(currencyOf('BAM'));
const provider = 'acquirer-zelena';
const contract: Contract = {
  ...{ accountId: 'acct_diva', country: 'BA', provider, merchantId: '000000000000001' },
  ...{ fee: undefined, isInstructed: false },
};
const today = dayOf(Date.parse('2026-11-27T00:00:00Z'));
const { accountId } = contract;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase(migrations, { schema: 'gateway' });
});
afterAll(() => opened.close());

/** On the account of what the acquirer owes, so many days ago; less than nothing was taken from it. */
async function book(daysAgo: number, what: string, reference: string, minor: number) {
  const at = startOf(today - daysAgo);
  const makeId = idMaker({ nowMs: () => at, randomBytes: (size) => Buffer.alloc(size, minor) });
  const [debit, credit] =
    minor > 0 ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const);
  const amount = money(bam, Math.abs(minor));
  const posting: Posting = {
    ...{ kind: 'posted', accountId, id: makeId('ltx'), at, description: what, reference },
    entries: [
      { account: accounts.receivable(provider), side: debit, amount },
      { account: accounts.pending, side: credit, amount },
    ],
  };
  const books = { accountId, currency: bam };
  const done = await opened.db.commit(
    unit(
      open('receivable', books, accounts.receivable(provider)),
      open('pending', books),
      post([posting]),
    ),
  );
  expect(done).toEqual({ ok: true, value: undefined });
}

const looked = async (keys: readonly string[], named: readonly string[]) => {
  const window = { sinceMs: startOf(today - 7), keys: new Set(keys), named };
  const { sales } = await readLedger(opened.db, contract, window);
  return sales.map(({ amountMinor, on }) => `${amountMinor} ${today - on} days ago`);
};

test('a sale behind a chargeback is not looked at again, unless a report names it itself', async () => {
  await book(30, 'capture', 'R1', 100);
  await book(30, 'capture', 'R2', 70);
  await book(2, 'dispute', 'dp_1', -100);
  await book(1, 'capture', 'R3', 50);
  const dispute = disputeKey('dp_1', 'dispute');
  expect(await looked([], [])).toEqual(['-100 2 days ago', '50 1 days ago']);
  // The report of the chargeback names the payment too; its sale stands in a report of a month ago.
  expect(await looked([dispute], ['dp_1', 'R1'])).toEqual(['-100 2 days ago', '50 1 days ago']);
  expect(await looked([dispute, 'R1'], ['dp_1', 'R1'])).toEqual([
    ...['100 30 days ago', '-100 2 days ago', '50 1 days ago'],
  ]);
});
