import { silentLog } from '@kassa/log';
import { err, ok } from '@kassa/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, openDatabase, type TestDatabase, testDatabase, type Unit, unit } from './index.ts';

let opened: TestDatabase;

beforeAll(async () => {
  opened = await testDatabase();
  await opened.db.exec(`
    create table purse (
      id text not null,
      owner text,
      amount bigint not null default 0,
      tags text[],
      extra jsonb,
      constraint purse_pk primary key (id),
      constraint purse_not_below_zero check (amount >= 0)
    );
    create table note (
      id text not null,
      purse_id text not null,
      constraint note_pk primary key (id),
      constraint note_of_purse foreign key (purse_id) references purse (id)
    );
    create function count_notes(arg jsonb) returns integer language plpgsql as $$
    begin
      if (select count(*) from note where purse_id = arg ->> 0) < 1 then
        perform kassa_refuse('no_notes', arg ->> 0);
      end if;
      return jsonb_array_length(arg);
    end $$;`);
});
afterAll(() => opened.close());

const purse = (id: string, amount = 100n): Unit => ({
  inserts: [{ table: 'purse', rows: [{ id, owner: 'hana', amount }] }],
});
const note = (id: string, purseId: string): Unit => ({
  inserts: [{ table: 'note', rows: [{ id, purse_id: purseId }] }],
});
const take = (id: string, amount: bigint, as = 'purse_known'): Unit => ({
  updates: [{ as, table: 'purse', key: { id }, add: { amount: -amount } }],
});
const amountOf = (id: string) =>
  opened.db.one({ text: 'select amount from purse where id = $1', values: [id] }, (row) =>
    column.big(row, 'amount'),
  );

describe('a unit of work', () => {
  test('commits rows of several tables in one round trip', async () => {
    const before = opened.db.roundTrips;
    const done = await opened.db.commit(unit(purse('a1'), note('n1', 'a1'), note('n2', 'a1')));
    expect(done).toEqual(ok(undefined));
    expect(opened.db.roundTrips - before).toBe(1);
    expect(await amountOf('a1')).toBe(100n);
  });

  test('keeps bigints, lists, json and defaults as they are', async () => {
    const big = 9_007_199_254_740_993n;
    const row = { id: 'b1', amount: big, tags: ['x', 'y"z'], extra: { deep: [1, { k: null }] } };
    const done = await opened.db.commit({ inserts: [{ table: 'purse', rows: [row] }] });
    expect(done.ok).toBe(true);
    const read = await opened.db.one({ text: `select * from purse where id = 'b1'` }, (r) => r);
    expect(read).toEqual({ ...row, owner: null });
  });

  test('a refused part undoes all others', async () => {
    await opened.db.commit(purse('c1', 10n));
    const done = await opened.db.commit(
      unit(purse('c2'), note('nc', 'c1'), take('c1', 5n), {
        guards: [{ as: 'not_yet', table: 'purse', where: { id: 'c1' }, exists: false }],
      }),
    );
    expect(done).toEqual(err({ code: 'guard', guard: 'not_yet' }));
    expect(await amountOf('c1')).toBe(10n);
    expect(await amountOf('c2')).toBeUndefined();
  });

  test('an update that hits no row is refused by its name', async () => {
    expect(await opened.db.commit(take('nobody', 1n, 'known'))).toEqual(
      err({ code: 'guard', guard: 'known' }),
    );
  });

  test('an update changes the row only while it is what was expected', async () => {
    await opened.db.commit(purse('d1'));
    const hand = (from: string | null | string[], to: string): Unit => ({
      updates: [
        {
          as: 'owner_is',
          table: 'purse',
          key: { id: 'd1' },
          set: { owner: to },
          expect: { owner: from },
        },
      ],
    });
    expect((await opened.db.commit(hand('hana', 'ivo'))).ok).toBe(true);
    expect((await opened.db.commit(hand('hana', 'eva'))).ok).toBe(false);
    expect((await opened.db.commit(hand(null, 'eva'))).ok).toBe(false);
    expect((await opened.db.commit(hand(['eva', 'ivo'], 'eva'))).ok).toBe(true);
  });

  test('a broken constraint is a conflict with its name', async () => {
    await opened.db.commit(purse('e1', 10n));
    const conflict = (constraint: string) => err({ code: 'conflict', constraint });
    expect(await opened.db.commit(purse('e1'))).toEqual(conflict('purse_pk'));
    expect(await opened.db.commit(take('e1', 11n))).toEqual(conflict('purse_not_below_zero'));
    expect(await opened.db.commit(note('ne', 'none'))).toEqual(conflict('note_of_purse'));
  });

  test('an insert may pass over a row that is there', async () => {
    await opened.db.commit(purse('f1', 1n));
    const again: Unit = {
      inserts: [{ table: 'purse', rows: [{ id: 'f1', amount: 2n }], onConflict: 'nothing' }],
    };
    expect(await opened.db.commit(again)).toEqual(ok(undefined));
    expect(await amountOf('f1')).toBe(1n);
  });

  test('a call sees what the unit inserted, once for all its parts, and may refuse', async () => {
    const call = (...arg: string[]): Unit => ({ calls: [{ fn: 'count_notes', arg }] });
    const merged = unit(call('g1'), call('g2'));
    expect(merged.calls).toEqual([{ fn: 'count_notes', arg: ['g1', 'g2'] }]);
    expect(await opened.db.commit(unit(merged, purse('g1')))).toEqual(
      err({ code: 'refused', reason: 'no_notes', detail: 'g1' }),
    );
    expect(await amountOf('g1')).toBeUndefined();
    expect((await opened.db.commit(unit(merged, purse('g1'), note('ng', 'g1')))).ok).toBe(true);
  });

  test('guards are judged before updates, updates before inserts', async () => {
    await opened.db.commit(purse('h1', 10n));
    const guard: Unit = { guards: [{ as: 'g', table: 'purse', where: { id: 'x' }, exists: true }] };
    const first = async (...parts: Unit[]) => {
      const done = await opened.db.commit(unit(...parts));
      return done.ok ? 'ok' : JSON.stringify(done.error);
    };
    expect(await first(purse('h1'), take('nobody', 1n, 'u'), guard)).toContain('"g"');
    expect(await first(purse('h1'), take('nobody', 1n, 'u'))).toContain('"u"');
    expect(await first(purse('h1'))).toContain('purse_pk');
  });

  test('a guard may hold its rows until the commit', async () => {
    await opened.db.commit(purse('i1'));
    const locked: Unit = {
      guards: [
        { as: 'there', table: 'purse', where: { id: ['i1', 'i2'] }, exists: true, lock: true },
      ],
    };
    expect((await opened.db.commit(unit(locked, note('ni', 'i1')))).ok).toBe(true);
  });

  test('fifty at once on one row lose no update, and stop at the floor', async () => {
    await opened.db.commit(purse('hot', 40n));
    const done = await Promise.all(
      Array.from({ length: 50 }, () => opened.db.commit(take('hot', 1n))),
    );
    expect(done.filter((result) => result.ok)).toHaveLength(40);
    expect(await amountOf('hot')).toBe(0n);
  });

  test('units that name the same rows in opposite orders do not wait in a circle', async () => {
    await opened.db.commit(unit(purse('j1', 1000n), purse('j2', 1000n)));
    const pair = (first: string, second: string) =>
      opened.db.commit(unit(take(first, 1n, 'first'), take(second, 1n, 'second')));
    const done = await Promise.all(
      Array.from({ length: 60 }, (_, i) => (i % 2 ? pair('j1', 'j2') : pair('j2', 'j1'))),
    );
    expect(done.every((result) => result.ok)).toBe(true);
    expect(await amountOf('j1')).toBe(940n);
    expect(await amountOf('j2')).toBe(940n);
  });

  test('a deadlock with a transaction from elsewhere is retried', async () => {
    await opened.db.commit(unit(purse('k1', 10n), purse('k2', 10n)));
    const both = unit(take('k1', 1n, 'first'), take('k2', 1n, 'second'));
    const waits = `select count(*) as n from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    const done = await opened.db.transaction(async (other) => {
      // Who looks first is the victim: not this side.
      await other.exec(`set local deadlock_timeout = '60s'`);
      await other.exec(`update purse set amount = amount - 1 where id = 'k2'`);
      const unitDone = opened.db.commit(both);
      const isWaiting = () => other.one({ text: waits }, (row) => column.big(row, 'n') > 0n);
      while (!(await isWaiting()));
      // The other side asks for what the unit holds.
      await other.exec(`update purse set amount = amount - 1 where id = 'k1'`);
      return { unitDone };
    });
    expect(await done.unitDone).toEqual(ok(undefined));
    expect(await amountOf('k1')).toBe(8n);
    expect(await amountOf('k2')).toBe(8n);
  });

  test('nothing to do is no round trip', async () => {
    const before = opened.db.roundTrips;
    expect(await opened.db.commit(unit({}, { inserts: [{ table: 'purse', rows: [] }] }))).toEqual(
      ok(undefined),
    );
    expect(opened.db.roundTrips).toBe(before);
  });

  test('two updates of one row, and names that are not plain, are bugs', async () => {
    await expect(opened.db.commit(unit(take('l', 1n), take('l', 2n)))).rejects.toThrow(/same row/);
    const evil: Unit = { inserts: [{ table: 'purse; drop table note', rows: [{ id: 'x' }] }] };
    await expect(opened.db.commit(evil)).rejects.toThrow(/plain database name/);
  });

  test('a refusal costs no connection', async () => {
    await using alone = openDatabase({
      ...{ url: opened.url, schema: opened.db.schema, poolMax: 1, log: silentLog, name: 'alone' },
    });
    const backend = () =>
      alone.one({ text: 'select pg_backend_pid() as pid' }, (row) => column.integer(row, 'pid'));
    const before = await backend();
    expect(await alone.commit(take('nobody', 1n))).toMatchObject({ ok: false });
    await expect(alone.exec('select no_such_column')).rejects.toThrow('no_such_column');
    expect(await backend()).toBe(before);
  });

  test('an unknown table is a bug and is thrown', async () => {
    const unknown: Unit = { inserts: [{ table: 'no_such_table', rows: [{ id: 'x' }] }] };
    await expect(opened.db.commit(unknown)).rejects.toThrow(/no_such_table/);
  });
});
