// The database in memory says what PostgreSQL says: the traffic of one run, with its batches, races,
// refusals and reversals, is asked of both in the same order.

import {
  type Attempt,
  executorOn,
  type RawRow,
  type Row,
  testDatabase,
  toJson,
  type Unit,
} from '@kassa/database';
import { openAccount } from '@kassa/ledger';
import { currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { expect, test } from 'vitest';
import { migrations } from '../migrations.ts';
import type { Traffic } from './database-line.ts';
import { openMemoryDatabase } from './memory-database.ts';
import { runSeed } from './run.ts';
import { allRows } from './tables.ts';

/** Jobs are enqueued by the worker's own schema, which is not part of the comparison. */
const withoutJobs = (unit: Unit): Unit => ({
  ...unit,
  calls: (unit.calls ?? []).filter(({ fn }) => fn !== 'add_jobs'),
});

function shown(attempt: Attempt): string {
  if (attempt.as === 'failed' || attempt.as === 'unknown') throw attempt.error;
  if (attempt.as === 'committed') return 'committed';
  const { refused } = attempt;
  if (refused.code === 'guard') return `guard ${refused.guard}`;
  return refused.code === 'conflict'
    ? `conflict ${refused.constraint}`
    : `refused ${refused.reason}`;
}

/** Batches as PostgreSQL does them: one statement, by the product's own executor. */
async function openReal() {
  const server = await testDatabase(migrations);
  const { db } = server;
  const { prepare, execute } = executorOn({ one: db, many: db, catalogue: db });
  return {
    db,
    execute: async (units: readonly Unit[]): Promise<string> => {
      const batch = await Promise.all(units.map((unit) => prepare(withoutJobs(unit))));
      return shown(await execute(batch.filter((one) => one !== undefined)));
    },
    [Symbol.asyncDispose]: server.close,
  };
}

/** Of a run in which units alone and units together were refused, and others were not. */
async function trafficOfBusyRun(): Promise<Traffic[]> {
  for (let seed = 1; seed <= 40; seed += 1) {
    const traffic: Traffic[] = [];
    await runSeed({ seed, payments: 25, onTraffic: (one) => traffic.push(one) });
    const commits = traffic.flatMap((one) =>
      'units' in one ? [`${one.units.length > 1 ? 'many' : 'one'} ${one.attempt.as}`] : [],
    );
    const kinds = new Set(commits);
    if (['one refused', 'many refused', 'many committed'].every((kind) => kinds.has(kind))) {
      return traffic;
    }
  }
  throw new Error('none of 40 runs has batches that are refused: make people busier (weather.ts)');
}

test('the model of the database agrees with the database, for units alone and together', async () => {
  const traffic = await trafficOfBusyRun();
  const asked = new Set<string>();
  await using real = await openReal();
  for (const [at, one] of traffic.entries()) {
    if ('units' in one) {
      expect(`${at} ${shown(one.attempt)}`).toBe(`${at} ${await real.execute(one.units)}`);
      continue;
    }
    const { statement, decode, rows } = one;
    const texts = (found: readonly unknown[]) => found.map(toJson).toSorted();
    const wanted = rows.map((row: RawRow) => decode(row));
    expect(texts(wanted)).toEqual(texts(await real.db.query(statement, decode)));
    asked.add(statement.name ?? '');
  }
  // It was a run worth comparing.
  expect([...asked]).toEqual(
    expect.arrayContaining(['payment_view', 'advices_waiting', 'left_open']),
  );
});

const record = (key: string, owner: string): Row => ({
  ...{ account_id: 'acct_a', key, owner, input_hash: '', state: 'running', created_at: 1 },
});
const table = 'idempotency_record';
const insert = (key: string): Unit => ({ inserts: [{ table, rows: [record(key, 'one')] }] });
/** An account may be opened by both. */
const open = openAccount({
  ...{ accountId: 'acct_a', path: 'a', currency: unwrap(currencyOf('BAM')) },
  ...{ normal: 'debit', name: 'A' },
});
const pass = (key: string, from: string, to: string): Unit => ({
  updates: [
    {
      as: 'owner',
      table,
      key: { account_id: 'acct_a', key },
      expect: { owner: from },
      set: { owner: to },
    },
  ],
});
const grow = (key: string): Unit => ({
  updates: [{ as: 'grown', table, key: { account_id: 'acct_a', key }, add: { created_at: 1n } }],
});
const ifHeld = (key: string, owner: string, unit: Unit): Unit => ({
  guards: [{ as: 'held', table, where: { account_id: 'acct_a', key, owner }, exists: true }],
  ...unit,
});
const ifFree = (key: string, unit: Unit): Unit => ({
  guards: [{ as: 'free', table, where: { account_id: 'acct_a', key }, exists: false }],
  ...unit,
});

test('batches that payments seldom make are judged alike by both', async () => {
  await using real = await openReal();
  const memory = openMemoryDatabase(() => 0);
  const batches: readonly (readonly [says: string, ...units: Unit[]])[] = [
    ['committed', insert('a'), insert('b'), insert('c')],
    ['conflict idempotency_record_pk', insert('d'), insert('a')],
    ['conflict idempotency_record_pk', insert('e'), insert('e')],
    ['committed', open, open],
    // Each sees what was before both.
    ['committed', ifFree('h', insert('g')), ifFree('g', insert('h'))],
    ['guard free', ifFree('i', insert('i')), ifFree('a', insert('j'))],
    [
      'committed',
      ifHeld('b', 'one', pass('a', 'one', 'two')),
      ifHeld('a', 'one', pass('b', 'one', 'two')),
    ],
    ['guard owner', pass('c', 'one', 'two'), pass('a', 'one', 'two')],
    [
      'guard held',
      ifHeld('c', 'one', pass('c', 'two', 'two')),
      ifHeld('a', 'one', pass('a', 'two', 'three')),
    ],
    ['guard grown', grow('a'), grow('b'), grow('a')],
    ['committed', grow('a'), grow('b')],
    // Nothing of a refused one is left.
    ['committed', pass('c', 'one', 'three'), pass('a', 'two', 'three')],
    ['committed', insert('d'), insert('e'), insert('i'), insert('j')],
  ];
  for (const [at, [says, ...units]] of batches.entries()) {
    const result = memory.commit(units);
    const attempt: Attempt = result.ok
      ? { as: 'committed' }
      : { as: 'refused', refused: result.error };
    expect([at, shown(attempt), await real.execute(units)]).toEqual([at, says, says]);
  }
  const owners = await real.db.query(
    { text: 'select key, owner, created_at from idempotency_record' },
    (row) => `${row['key']} ${row['owner']} ${row['created_at']}`,
  );
  const inMemory = allRows(memory.tables, table).map(
    ({ key, owner, created_at }) => `${key} ${owner} ${created_at}`,
  );
  expect(inMemory.toSorted()).toEqual(owners.toSorted());
});
