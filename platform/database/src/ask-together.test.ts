// Who asks in the same turn is answered by one statement, each with its own rows.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, type TestDatabase, testDatabase } from './index.ts';

let opened: TestDatabase;
let db: TestDatabase['db'];
beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
  await db.exec(`
    create table note (
      account_id text not null,
      number bigint not null,
      day date,
      text text not null,
      constraint note_pk primary key (account_id, number)
    );
    insert into note
      select 'acct_' || i % 3, i, date '2026-11-01' + i, 'note ' || i from generate_series(1, 9) i;
    insert into note values ('acct_0', 10, null, 'without a day')`);
});
afterAll(() => opened.close());

const noteOf = (account: string | null, number: unknown) =>
  db.one(
    {
      name: 'note',
      text: 'select number, text from note where account_id = $1 and number = $2',
      values: [account, number],
      together: ['text', 'bigint'],
    },
    (row) => `${column.big(row, 'number')}: ${column.text(row, 'text')}`,
  );

const newest = (account: string, limit: number) =>
  db.query(
    {
      text: `select text from note where account_id = $1 order by number desc limit $2::int`,
      values: [account, limit],
      together: ['text', 'integer'],
    },
    (row) => column.text(row, 'text'),
  );

const counted = async <T>(work: Promise<T>) => {
  const before = db.roundTrips;
  const value = await work;
  return { value, statements: db.roundTrips - before };
};

describe('asked in one turn', () => {
  test('many are one statement; each has its own row or none', async () => {
    const asked = [noteOf('acct_1', 4n), noteOf('acct_2', 4), noteOf('acct_2', '5')];
    expect(await counted(Promise.all(asked))).toEqual({
      value: ['4: note 4', undefined, '5: note 5'],
      statements: 1,
    });
  });

  test('one alone is the statement that it was', async () => {
    expect(await counted(noteOf('acct_1', 7n))).toEqual({ value: '7: note 7', statements: 1 });
  });

  test('several rows stay in their order', async () => {
    const asked = [newest('acct_0', 2), newest('acct_1', 5), newest('acct_9', 5)];
    expect(await counted(Promise.all(asked))).toEqual({
      value: [['without a day', 'note 9'], ['note 7', 'note 4', 'note 1'], []],
      statements: 1,
    });
  });

  test('the same twice, and nothing at all', async () => {
    const asked = [noteOf('acct_1', 7n), noteOf('acct_1', 7n), noteOf(null, null)];
    expect(await Promise.all(asked)).toEqual(['7: note 7', '7: note 7', undefined]);
  });

  test('different statements do not mix', async () => {
    const asked = await counted(Promise.all([noteOf('acct_1', 7n), newest('acct_2', 1)]));
    expect(asked).toEqual({ value: ['7: note 7', ['note 8']], statements: 2 });
  });

  test('who asks what cannot be answered hears it alone', async () => {
    const [good, bad] = await Promise.allSettled([noteOf('acct_1', 7n), noteOf('acct_1', 'seven')]);
    expect(good).toMatchObject({ status: 'fulfilled', value: '7: note 7' });
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: '22P02' } });
  });

  test('a thousand are a few statements', async () => {
    const asked = Array.from({ length: 1000 }, (_, at) => noteOf('acct_1', at));
    const { value, statements } = await counted(Promise.all(asked));
    expect(value.filter((one) => one !== undefined)).toEqual([
      '1: note 1',
      '4: note 4',
      '7: note 7',
    ]);
    expect(statements).toBe(16);
  });
});
