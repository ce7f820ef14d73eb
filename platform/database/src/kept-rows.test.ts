import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, type Unit, unit } from './index.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase();
  await opened.db.exec(`
    create table account (path text constraint account_pk primary key);
    create table note (id text constraint note_pk primary key)`);
});
afterAll(() => opened.close());

const account = (path: string): Unit => ({
  inserts: [{ table: 'account', rows: [{ path }], onConflict: 'nothing', isKept: true }],
});
const note = (id: string): Unit => ({ inserts: [{ table: 'note', rows: [{ id }] }] });
const paths = () =>
  opened.db.query({ text: 'select path from account order by path' }, (row) => row['path']);

describe('rows that are kept', () => {
  test('are sent once, though units bring them again', async () => {
    await opened.db.commit(unit(account('a'), note('1')));
    const before = opened.db.roundTrips;
    expect((await opened.db.commit(account('a'))).ok).toBe(true);
    expect(opened.db.roundTrips).toBe(before);
    expect((await opened.db.commit(unit(account('a'), account('b'), note('2')))).ok).toBe(true);
    expect(await paths()).toEqual(['a', 'b']);
  });

  test('are not taken for there when the unit that brought them was refused', async () => {
    expect((await opened.db.commit(unit(account('c'), note('1')))).ok).toBe(false);
    expect((await opened.db.commit(account('c'))).ok).toBe(true);
    expect(await paths()).toEqual(['a', 'b', 'c']);
  });

  test('are sent again after a refusal, which may come of their absence', async () => {
    await opened.db.exec(`delete from account where path = 'a'`);
    await opened.db.commit(note('1'));
    await opened.db.commit(account('a'));
    expect(await paths()).toEqual(['a', 'b', 'c']);
  });
});
