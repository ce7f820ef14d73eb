// The database in memory says what PostgreSQL says: the traffic of one run, with its races, refusals
// and reversals, is asked of both in the same order.

import { type RawRow, type Refused, testDatabase, toJson, type Unit } from '@kassa/database';
import type { Result } from '@kassa/result';
import { expect, test } from 'vitest';
import { migrations } from '../migrations.ts';
import type { Traffic } from './database-line.ts';
import { runSeed } from './run.ts';

/** Jobs are enqueued by the worker's own schema, which is not part of the comparison. */
const withoutJobs = (unit: Unit): Unit => ({
  ...unit,
  calls: (unit.calls ?? []).filter(({ fn }) => fn !== 'add_jobs'),
});

const shown = (result: Result<void, Refused>): string => {
  if (result.ok) return 'committed';
  const { error } = result;
  if (error.code === 'guard') return `guard ${error.guard}`;
  return error.code === 'conflict' ? `conflict ${error.constraint}` : `refused ${error.reason}`;
};

test('the model of the database agrees with the database', async () => {
  const traffic: Traffic[] = [];
  for (const seed of [2, 3]) {
    if (traffic.some((one) => 'result' in one && !one.result.ok)) break;
    traffic.length = 0;
    await runSeed({ seed, payments: 25, onTraffic: (one) => traffic.push(one) });
  }
  await using server = await testDatabase(migrations);
  const said = new Map<string, number>();
  for (const [at, one] of traffic.entries()) {
    if ('unit' in one) {
      const wanted = shown(one.result);
      const real = shown(await server.db.commit(withoutJobs(one.unit)));
      expect(`${at} ${wanted}`).toBe(`${at} ${real}`);
      said.set(wanted, (said.get(wanted) ?? 0) + 1);
      continue;
    }
    const { statement, decode, rows } = one;
    const texts = (found: readonly unknown[]) => found.map(toJson).toSorted();
    const real = await server.db.query(statement, decode);
    const wanted = rows.map((row: RawRow) => decode(row));
    expect(texts(wanted)).toEqual(texts(real));
    said.set(statement.name ?? '', (said.get(statement.name ?? '') ?? 0) + 1);
  }
  // It was a run worth comparing.
  expect([...said.keys()]).toEqual(
    expect.arrayContaining(['committed', 'payment_view', 'advices_waiting', 'left_open']),
  );
  expect([...said.keys()].filter((name) => /^(guard|conflict|refused) /.test(name))).not.toEqual(
    [],
  );
});
