// What is kept for a while only: partitions are made ahead, and old ones go whole.

import { err } from '@kassa/result';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  column,
  keepPartitions,
  type Partitioned,
  type TestDatabase,
  testDatabase,
} from './index.ts';

const dayMs = 86_400_000;
const now = Date.parse('2026-11-26T12:00:00Z');

const notes: Partitioned = {
  ...{ table: 'note', column: 'at', stepMs: 2 * dayMs, ahead: 1, keptMs: 5 * dayMs },
  ...{ boundAt: String, msOf: Number },
};

const opened: TestDatabase[] = [];
let db: TestDatabase['db'];
beforeEach(async () => {
  const database = await testDatabase();
  opened.push(database);
  db = database.db;
  await db.exec(`
    create table note (
      id text not null,
      at bigint not null,
      seq bigint generated always as identity,
      constraint note_pk primary key (id, at),
      constraint note_id check (id <> '')
    ) partition by range (at);
    create index note_by_at on note (at);
    create table note__default partition of note default`);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

const insert = (id: string, at: number) =>
  db.commit({ inserts: [{ table: 'note', rows: [{ id, at }] }] });

/** Which row is in which partition. */
const places = async () => {
  const text = `select id || ' in ' || tableoid::regclass as place from note order by at`;
  return db.query({ text }, (row) => column.text(row, 'place'));
};

describe('partitions by time', () => {
  test('are there for now and for the steps ahead, once, whoever asks', async () => {
    const asked = await Promise.all([1, 2, 3].map(() => keepPartitions(db, notes, now)));
    expect(asked.flatMap(({ made }) => made)).toEqual(['note__20261125', 'note__20261127']);
    expect(await keepPartitions(db, notes, now)).toEqual({ made: [], dropped: [] });
    expect((await keepPartitions(db, notes, now + dayMs)).made).toEqual(['note__20261129']);
  });

  test('go whole when their last row is too old, and nothing younger goes', async () => {
    await keepPartitions(db, notes, now);
    await insert('first', now);
    await insert('last of its step', Date.parse('2026-11-26T23:59:59.999Z'));
    await insert('next', Date.parse('2026-11-27T00:00:00Z'));
    const dropAt = Date.parse('2026-12-02T00:00:00Z');
    expect((await keepPartitions(db, notes, dropAt - 1)).dropped).toEqual([]);
    expect(await places()).toHaveLength(3);
    expect((await keepPartitions(db, notes, dropAt)).dropped).toEqual(['note__20261125']);
    expect(await places()).toEqual(['next in note__20261127']);
  });

  test('take in what came before they were made; the past and the far future are kept too', async () => {
    await keepPartitions(db, notes, now);
    const inAYear = now + 365 * dayMs;
    for (const [id, at] of [
      ['long ago', 0],
      ['now', now],
      ['in a year', inAYear],
    ] as const) {
      expect((await insert(id, at)).ok).toBe(true);
    }
    expect(await places()).toEqual([
      'long ago in note__default',
      'now in note__20261125',
      'in a year in note__default',
    ]);
    // Older than what is kept: it goes row by row.
    await keepPartitions(db, notes, now);
    expect(await places()).toEqual(['now in note__20261125', 'in a year in note__default']);
    const { made, dropped } = await keepPartitions(db, notes, inAYear);
    expect([made.length, dropped]).toEqual([2, ['note__20261125', 'note__20261127']]);
    expect(await places()).toEqual([`in a year in ${made[0]}`]);
  });

  test('leave no gap when the length of a step is changed', async () => {
    await keepPartitions(db, notes, now);
    const { made } = await keepPartitions(db, { ...notes, stepMs: 7 * dayMs }, now);
    expect(made).toEqual(['note__20261129', 'note__20261203']);
    for (let day = 0; day < 10; day += 1) await insert(`day ${day}`, now + day * dayMs);
    expect((await places()).filter((place) => place.endsWith('default'))).toEqual([]);
  });

  test('report a row that is there already as the whole table would', async () => {
    await keepPartitions(db, notes, now);
    for (const at of [now, now + 365 * dayMs]) {
      await insert('one', at);
      expect(await insert('one', at)).toEqual(err({ code: 'conflict', constraint: 'note_pk' }));
    }
    expect(await insert('', now)).toEqual(err({ code: 'conflict', constraint: 'note_id' }));
  });

  test('are given up after a second while somebody holds the table, and made the next time', async () => {
    await db.transaction(async (tx) => {
      await tx.exec('select count(*) from note__default');
      await expect(keepPartitions(db, notes, now)).rejects.toThrow(/lock timeout/);
    });
    expect((await keepPartitions(db, notes, now)).made).toHaveLength(2);
  });
});
