import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { silentLog } from '@kassa/log';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  column,
  type Database,
  type Migrations,
  migrate,
  openDatabase,
  type TestDatabase,
  testDatabase,
} from './index.ts';

let folder: string;
let opened: TestDatabase;
let db: Database;
let set: Migrations;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kassa-migrations-'));
  set = { name: 'party', folder: pathToFileURL(`${folder}/`) };
  opened = await testDatabase();
  db = openDatabase({ url: opened.url, schema: 'fresh', log: silentLog, name: 'test' });
});
afterEach(async () => {
  await db.close();
  await opened.close();
  await rm(folder, { recursive: true });
});

const file = (name: string, sql: string) => writeFile(join(folder, name), sql);
const tables = () =>
  db.query(
    { text: `select tablename from pg_tables where schemaname = 'fresh' order by 1` },
    (row) => column.text(row, 'tablename'),
  );

describe('migrations', () => {
  test('make the schema, each file once, in the order of their numbers', async () => {
    await file('0002_more.sql', 'alter table purse add column owner text');
    await file('0001_purse.sql', 'create table purse (id text); insert into purse values (1)');
    expect(await migrate(db, [set])).toEqual([
      'database/0001_refuse.sql',
      'party/0001_purse.sql',
      'party/0002_more.sql',
    ]);
    expect(await migrate(db, [set])).toEqual([]);
    expect(await tables()).toEqual(['kassa_migration', 'purse']);
  });

  test('tell the server which columns tell the rows of new tables apart', async () => {
    await file('0001_purse.sql', 'create table purse (id text primary key, owner text)');
    await migrate(db, [set]);
    const text = `select attname from pg_stats where schemaname = 'fresh' and tablename = 'purse'`;
    expect(await db.query({ text }, (row) => column.text(row, 'attname'))).toEqual(['id']);
  });

  test('are applied once although several processes start at the same moment', async () => {
    await file('0001_purse.sql', 'create table purse (id text)');
    const applied = await Promise.all([migrate(db, [set]), migrate(db, [set]), migrate(db, [set])]);
    expect(applied.flat()).toHaveLength(2);
  });

  test('are undone together when one fails, and it is named', async () => {
    await file('0001_purse.sql', 'create table purse (id text)');
    await file('0002_wrong.sql', 'create table purse (id text)');
    await expect(migrate(db, [set])).rejects.toThrow(/party\/0002_wrong\.sql failed: .*exists/);
    expect(await tables()).toEqual([]);
  });

  test('that changed after they were applied are refused', async () => {
    await file('0001_purse.sql', 'create table purse (id text)');
    await migrate(db, [set]);
    await file('0001_purse.sql', 'create table purse (id text, owner text)');
    await expect(migrate(db, [set])).rejects.toThrow(/party\/0001_purse\.sql was changed/);
  });
});

describe('columns', () => {
  test('arrive as what their decoder says, or the row is a bug', async () => {
    const text = `select 'a' as t, 9007199254740993 as big, 5::bigint as n, date '2026-11-22' as d,
      true as b, null as nothing, array['x', 'y'] as list, sum(v) as total, '{"k": 1}'::jsonb as j
      from (values (1::bigint), (2)) v (v)`;
    const read = await db.one({ text }, (row) => ({
      t: column.text(row, 't'),
      big: column.big(row, 'big'),
      n: column.integer(row, 'n'),
      d: column.text(row, 'd'),
      b: column.bool(row, 'b'),
      nothing: column.bigOrNull(row, 'nothing'),
      list: column.texts(row, 'list'),
      total: column.big(row, 'total'),
      j: column.json(row, 'j'),
      word: column.oneOf(row, 't', ['a', 'b']),
    }));
    expect(read).toEqual({
      t: 'a',
      big: 9_007_199_254_740_993n,
      n: 5,
      d: '2026-11-22',
      b: true,
      nothing: null,
      list: ['x', 'y'],
      total: 3n,
      j: { k: 1 },
      word: 'a',
    });
    const wrong = (name: string) => db.one({ text }, (row) => column.integer(row, name));
    await expect(wrong('big')).rejects.toThrow(/big should be a number below 2\^53/);
    await expect(wrong('t')).rejects.toThrow(/column t should be a whole number and is string/);
    await expect(wrong('nothing')).rejects.toThrow(/and is null/);
    await expect(wrong('absent')).rejects.toThrow(/absent/);
  });
});
