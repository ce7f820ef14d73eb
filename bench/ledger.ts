// Postings per second: many accounts against one hot account that every posting touches, one by
// one and in arrays, as group commit will send them.

import type { Database } from '@kassa/database';
import { unit } from '@kassa/database';
import { idMaker } from '@kassa/ids';
import { migrations, openAccount, type Posting, post, prove, seal } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { withDatabase } from './bench-database.ts';
import { type Case, measure, rowsOf } from './measure.ts';
import type { Report } from './report.ts';

const bam = unwrap(currencyOf('BAM'));
const accountId = 'diva';
const cards = 1000;
const make = idMaker({
  nowMs: Date.now,
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
});

export async function benchLedger(report: Report): Promise<void> {
  await withDatabase([migrations], async (db) => {
    const paths = ['hot', ...Array.from({ length: 2 * cards }, (_, at) => `card:${at}`)];
    const accounts = paths.map((path) =>
      openAccount({ accountId, path, currency: bam, normal: 'credit', name: path }),
    );
    for (let at = 0; at < accounts.length; at += 50) {
      unwrap(await db.commit(unit(...accounts.slice(at, at + 50))));
    }
    for (const [callers, size] of [
      [1, 1],
      [8, 1],
      [64, 1],
      [2, 10],
      [2, 50],
    ] as const) {
      const plan = { callers, rounds: 5, roundMs: 1000 };
      const title = `postings, arrays of ${size}, ${callers} at once`;
      report.add(title, rowsOf(await measure([many(db, size), hot(db, size)], plan)));
    }
    await benchSealing(db, report);
  });
}

function many(db: Database, size: number): Case {
  return posting(db, size, 'many accounts', (number) => `card:${cards + (number % cards)}`);
}

function hot(db: Database, size: number): Case {
  return posting(db, size, 'one hot account', () => 'hot');
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
