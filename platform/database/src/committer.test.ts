import { silentLog } from '@kassa/log';
import { err, ok } from '@kassa/result';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, openDatabase, type TestDatabase, testDatabase, type Unit, unit } from './index.ts';

let opened: TestDatabase;

beforeAll(async () => {
  opened = await testDatabase();
  await opened.db.exec(`
    create table till (
      id text collate "C" not null,
      state text not null default 'open',
      amount bigint not null default 0,
      small smallint,
      tags text[],
      day date,
      extra jsonb,
      constraint till_pk primary key (id),
      constraint till_not_below_zero check (amount >= 0)
    );
    create table slip (id text not null constraint slip_pk primary key, till_id text not null, size bigint);
    create table heard (batch bigint generated always as identity, args jsonb);
    create function hear(arg jsonb) returns integer language plpgsql as $$
    begin
      if arg ? 'never' then perform kassa_refuse('never_said', 'never'); end if;
      insert into heard (args) values (arg);
      return 1;
    end $$;`);
});
afterAll(() => opened.close());

const till = (id: string, amount = 0n): Unit => ({
  inserts: [{ table: 'till', rows: [{ id, amount }] }],
});
const slips = (tillId: string, ...ids: string[]): Unit => ({
  inserts: [{ table: 'slip', rows: ids.map((id) => ({ id, till_id: tillId, size: 1n })) }],
});
const close = (id: string): Unit => ({
  updates: [
    {
      as: 'till_is_open',
      table: 'till',
      key: { id },
      expect: { state: ['open', 'resting'] },
      set: { state: 'closed' },
    },
  ],
});
const together = (units: readonly Unit[]) => Promise.all(units.map((one) => opened.db.commit(one)));
const count = (from: string) =>
  opened.db.one({ text: `select count(*) as n from ${from}` }, (row) => column.big(row, 'n'));

describe('units that come together', () => {
  test('go one by one where that is asked for', async () => {
    const { url, schema } = opened.db;
    const options = { url, schema, log: silentLog, name: 'alone', areUnitsTogether: false };
    await using db = openDatabase(options);
    await db.commit(till('lone'));
    const before = db.roundTrips;
    await Promise.all(Array.from({ length: 60 }, (_, at) => db.commit(till(`lone${at}`))));
    expect(db.roundTrips - before).toBe(60);
  });

  test('go in a few statements', async () => {
    await together([till('warm'), till('warm2'), till('warm3')]);
    const before = opened.db.roundTrips;
    const done = await together(Array.from({ length: 60 }, (_, at) => till(`a${at}`)));
    expect(done).toEqual(Array.from({ length: 60 }, () => ok(undefined)));
    expect(opened.db.roundTrips - before).toBe(1);
    expect(await count(`till where id like 'a%'`)).toBe(60n);
  });

  test('are answered each for itself: who is refused stands alone', async () => {
    await together([till('b1'), till('b3'), till('b5', 5n)]);
    const done = await together([
      ...['b1', 'nobody', 'b3', 'nobody else', 'b5'].map(close),
      till('b1'),
      till('b6'),
      till('b7', -1n),
    ]);
    const guard = err({ code: 'guard', guard: 'till_is_open' });
    const conflict = (constraint: string) => err({ code: 'conflict', constraint });
    expect(done).toEqual([
      ok(undefined),
      guard,
      ok(undefined),
      guard,
      ok(undefined),
      conflict('till_pk'),
      ok(undefined),
      conflict('till_not_below_zero'),
    ]);
    expect(await count(`till where state = 'closed' and id in ('b1', 'b3', 'b5')`)).toBe(3n);
  });

  test('change a row one after the other, and see what was before them', async () => {
    await opened.db.commit(till('c'));
    const done = await together(Array.from({ length: 9 }, () => close('c')));
    expect(done.filter(({ ok: isDone }) => isDone)).toHaveLength(1);
    const grow: Unit = {
      updates: [{ as: 'there', table: 'till', key: { id: 'c' }, add: { amount: 2n } }],
    };
    await together(Array.from({ length: 20 }, () => grow));
    expect(await count(`generate_series(1, (select amount from till where id = 'c'))`)).toBe(40n);
  });

  test('join the rows of their lists and the arguments of their calls', async () => {
    const say = (word: string): Unit => ({ calls: [{ fn: 'hear', arg: [word] }] });
    await opened.db.commit(unit(slips('d0', 's0')));
    const done = await together([
      unit(slips('d1', 's1', 's2'), say('one')),
      unit(slips('d2', 's3', 's4'), say('two')),
      unit(slips('d3', 's5', 's6'), say('never')),
      unit(slips('d4', 's7', 's8'), say('four')),
    ]);
    expect(done.map(({ ok: isDone }) => isDone)).toEqual([true, true, false, true]);
    expect(await count(`slip where till_id in ('d1', 'd2', 'd3', 'd4')`)).toBe(6n);
    expect(await count('heard, jsonb_array_elements(args)')).toBe(3n);
    expect(await count('heard')).toBe(2n);
  });

  test('keep what a guard has locked apart from what writes it', async () => {
    await opened.db.commit(till('e'));
    const once: Unit = {
      guards: [
        { as: 'open', table: 'till', where: { id: 'e', state: 'open' }, exists: true, lock: true },
      ],
      inserts: [{ table: 'till', rows: [{ id: 'e-seen', state: 'x' }], onConflict: 'nothing' }],
    };
    const before = opened.db.roundTrips;
    await together([once, once, once]);
    expect(opened.db.roundTrips - before).toBe(3);
  });

  test('differ in the lists they compare with, and still each is judged by its own', async () => {
    await together([till('f1'), till('f2')]);
    const from = (id: string, ...states: string[]): Unit => ({
      updates: [
        { as: 'was', table: 'till', key: { id }, expect: { state: states }, set: { state: 'x' } },
      ],
    });
    const done = await together([from('f1', 'open'), from('f2', 'shut')]);
    expect(done.map(({ ok: isDone }) => isDone)).toEqual([true, false]);
  });

  test('that break the statement throw alone', async () => {
    const wrong: Unit = { inserts: [{ table: 'till', rows: [{ id: 'g2', amount: 'no number' }] }] };
    const done = await Promise.allSettled(
      [till('g1'), wrong, till('g3')].map((one) => opened.db.commit(one)),
    );
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await count(`till where id like 'g%'`)).toBe(2n);
  });

  test('are all unknown when the connection is lost', async () => {
    const slow: Unit = { calls: [{ fn: 'pg_sleep_for_a_batch', arg: ['x'] }] };
    await opened.db.exec(`create function pg_sleep_for_a_batch(arg jsonb) returns integer
      language sql as $$ select 1 from pg_sleep(30) $$`);
    const done = Promise.allSettled([slow, slow, slow].map((one) => opened.db.commit(one)));
    const end = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep_for_a_batch(%' and pid <> pg_backend_pid()`;
    while ((await opened.db.query({ text: end }, () => 1)).length === 0);
    expect((await done).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect((await opened.db.commit(till('h'))).ok).toBe(true);
  });
});

test('what goes with others comes back as it went in', async () => {
  const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  const row = fc.record({
    amount: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    small: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
    tags: fc.option(fc.array(word, { maxLength: 3 })),
    day: fc.option(fc.constantFrom('2026-02-28', '1999-12-31')),
    extra: fc.option(fc.oneof(word, fc.array(word), fc.dictionary(word, fc.option(fc.integer())))),
  });
  let at = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 9 }), async (values) => {
      const rows = values.map((value) => {
        at += 1;
        return { id: `v${at}`, ...value };
      });
      const done = await together(
        rows.map((one) => ({ inserts: [{ table: 'till', rows: [one] }] })),
      );
      expect(done.every((result) => result.ok)).toBe(true);
      const read = await opened.db.query(
        {
          text: 'select id, amount, small, tags, day, extra from till where id = any($1) order by array_position($1, id)',
          values: [rows.map(({ id }) => id)],
        },
        (found) => found,
      );
      expect(read).toEqual(rows);
    }),
    { numRuns: 40 },
  );
});
