// A table that nobody has analyzed is read by its key from the first row on.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveFirstStatistics } from './first-statistics.ts';
import { column, keepPartitions, type TestDatabase, testDatabase } from './index.ts';

const dayMs = 86_400_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
  await opened.db.exec(`
    create table note (
      account_id text not null,
      id text not null,
      version integer not null,
      text text not null,
      constraint note_pk primary key (account_id, id)
    ) with (autovacuum_enabled = false);
    create index note_of_account on note (account_id);
    insert into note select 'acct_1', 'note_' || i, 1, 'same' from generate_series(1, 1000) i;
    create table line (
      account_id text not null,
      id bigint not null,
      text text not null,
      constraint line_pk primary key (account_id, id)
    ) partition by range (id);
    create table line__default partition of line default`);
});
afterAll(() => opened.close());

const guesses = async (table: string) => {
  const text = `
    select attname || ' ' || n_distinct as guess from pg_stats
    where schemaname = 'party' and tablename = $1 order by attname`;
  return opened.db.query({ text, values: [table] }, (row) => column.text(row, 'guess'));
};

/** As batches of units are planned. */
const planOf = (statement: string) =>
  opened.db.transaction(async (tx) => {
    for (const way of ['seqscan', 'hashjoin', 'mergejoin'])
      await tx.exec(`set local enable_${way} = off`);
    const text = `explain (generic_plan, costs off) ${statement}`;
    return (await tx.query({ text }, (row) => column.text(row, 'QUERY PLAN'))).join('\n');
  });

const byKey = `
  with v as materialized (select * from unnest($1::text[], $2::text[]) v (account, id))
  update note t set text = 'new' from v
  where t.account_id = v.account and t.id = v.id and t.version = 1`;

test('by the whole key, not by an index of which it names the account only', async () => {
  // Knowing nothing, it takes the smaller of the two.
  expect(await planOf(byKey)).toContain('note_of_account');
  await giveFirstStatistics(opened.db);
  expect(await guesses('note')).toEqual(['account_id 20', 'id -1']);
  expect(await planOf(byKey)).toContain('note_pk');
});

test('what has been found is not guessed again', async () => {
  await giveFirstStatistics(opened.db);
  await opened.db.exec('analyze note');
  await giveFirstStatistics(opened.db);
  expect(await guesses('note')).toContain('account_id 1');
});

test('of a partition, when it is made', async () => {
  const lines = {
    ...{ table: 'line', column: 'id', stepMs: dayMs, ahead: 0, keptMs: dayMs },
    ...{ boundAt: String, msOf: Number },
  };
  const { made } = await keepPartitions(opened.db, lines, Date.parse('2026-11-26T12:00:00Z'));
  expect(made).toEqual(['line__20261126']);
  expect(await guesses('line__20261126')).toEqual(['account_id 20', 'id -1']);
});
