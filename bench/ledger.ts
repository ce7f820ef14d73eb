// Postings per second: many accounts against one hot account that every posting touches, one by one
// and in arrays, beside the same writes by pgbench; with the disk as it is and with a slower one.

import type { Database } from '@kassa/database';
import { unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { migrations, openAccount, type Posting, post, prove, seal } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type Disk, disks, withSchema, withServer } from './database-server.ts';
import { type Case, measure, rateOf, rowsOf } from './measure.ts';
import { withYardsticks, type Yardsticks } from './pgbench.ts';
import type { Report } from './report.ts';

const bam = unwrap(currencyOf('BAM'));
const accountId = 'diva';
const cards = 1000;
const make = idMaker({
  nowMs: Date.now,
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
});

export async function benchLedger(report: Report): Promise<void> {
  for (const disk of disks()) {
    await onBook(disk, async (db, yardsticks) => {
      const appended = yardsticks.caseOf('append', 'append($card)');
      const heated = yardsticks.caseOf('append-hot', 'append_hot($card)');
      const cases = [
        { ...appended, name: `${yardsticks.by}, append-only` },
        { ...heated, name: `${yardsticks.by}, hot row` },
        many(db, 1),
        hot(db, 1),
      ];
      for (const callers of [1, 8, 64]) {
        const plan = { callers, rounds: 5, roundMs: 1000 };
        const title = `postings, one a commit, ours ${callers} at once; ${disk.name}`;
        report.add(title, rowsOf(await measure(cases, plan)));
      }
      for (const size of [10, 50]) {
        const plan = { callers: 2, rounds: 5, roundMs: 1000 };
        const title = `postings, arrays of ${size}, 2 at once; ${disk.name}`;
        report.add(title, rowsOf(await measure([many(db, size), hot(db, size)], plan)));
      }
      if (disk.flushMs === 0) await benchSealing(db, report);
    });
  }
}

/** One hot account, 64 callers, to what pgbench makes of the same row. */
export async function hotAccountToPgbench(disk: Disk): Promise<number> {
  let ratio = 0;
  await onBook(disk, async (db, yardsticks) => {
    const ours = hot(db, 1);
    const theirs = yardsticks.caseOf('append-hot', 'append_hot($card)');
    const results = await measure([theirs, ours], { callers: 64, rounds: 5, roundMs: 2000 });
    ratio = rateOf(results, ours.name) / rateOf(results, theirs.name);
  });
  return ratio;
}

function onBook(
  disk: Disk,
  work: (db: Database, yardsticks: Yardsticks) => Promise<void>,
): Promise<void> {
  return withServer(async (server) => {
    await withYardsticks(server, 'posting.sql', async (yardsticks) => {
      await withSchema(server, [migrations], async (db) => {
        await openAccounts(db);
        await work(db, yardsticks);
      });
    });
  }, disk);
}

async function openAccounts(db: Database): Promise<void> {
  const paths = ['hot', ...Array.from({ length: 2 * cards }, (_, at) => `card:${at}`)];
  const accounts = paths.map((path) =>
    openAccount({ accountId, path, currency: bam, normal: 'credit', name: path }),
  );
  for (let at = 0; at < accounts.length; at += 50) {
    unwrap(await db.commit(unit(...accounts.slice(at, at + 50))));
  }
}

function many(db: Database, size: number): Case {
  return posting(db, size, 'ours, many accounts', (number) => `card:${cards + (number % cards)}`);
}

function hot(db: Database, size: number): Case {
  return posting(db, size, 'ours, one hot account', () => 'hot');
}

function posting(
  db: Database,
  size: number,
  name: string,
  creditOf: (number: number) => string,
): Case {
  const one = (number: number): Posting => ({
    accountId,
    id: make('ltx'),
    at: Date.now(),
    kind: 'posted',
    description: 'card payment',
    reference: String(number).padStart(12, '0'),
    entries: [
      { account: `card:${number % cards}`, side: 'debit', amount: money(bam, 100) },
      { account: creditOf(number), side: 'credit', amount: money(bam, 100) },
    ],
  });
  return {
    name,
    worth: size,
    operate: async (number) => {
      const postings = Array.from({ length: size }, (_, at) => one(number * size + at));
      unwrap(await db.commit(post(postings)));
    },
  };
}

async function benchSealing(db: Database, report: Report): Promise<void> {
  let startedMs = performance.now();
  let sealed = 0;
  for (let count = 1; count > 0; sealed += count) count = await seal(db, { nowMs: Date.now() });
  const rate = Math.round((sealed * 1000) / (performance.now() - startedMs));
  startedMs = performance.now();
  const proof = await prove(db);
  const tookMs = Math.round(performance.now() - startedMs);
  report.add(`sealing, and proving a book of ${proof.transactions} transactions`, [
    { what: 'transactions sealed', value: rate, unit: '/s' },
    { what: 'proof', value: tookMs, unit: 'ms' },
  ]);
  if (!proof.ok) throw new Error(JSON.stringify(proof.findings.slice(0, 5)));
}
