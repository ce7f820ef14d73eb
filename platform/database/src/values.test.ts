import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { column, type TestDatabase, testDatabase } from './index.ts';

let opened: TestDatabase;

beforeAll(async () => {
  opened = await testDatabase();
  await opened.db.exec(`create table thing (
    id bigint constraint thing_pk primary key, word text, list text[], tree jsonb, anything jsonb, yes boolean)`);
});
afterAll(() => opened.close());

// What PostgreSQL cannot hold in a text at all: the character zero, and halves of pairs.
const word = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
const bigint64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('whatever a unit inserts or sets comes back as it went in', async () => {
  const values = fc.record({
    word: fc.option(word),
    list: fc.option(fc.array(word, { maxLength: 4 })),
    tree: fc.option(fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()))),
    anything: fc.option(fc.oneof(word, fc.integer(), fc.array(word))),
    yes: fc.option(fc.boolean()),
  });
  const read = (id: bigint) =>
    opened.db.one({ text: 'select * from thing where id = $1', values: [id] }, (row) => ({
      word: column.textOrNull(row, 'word'),
      list: row['list'] === null ? null : column.texts(row, 'list'),
      tree: column.jsonOrNull(row, 'tree'),
      anything: column.jsonOrNull(row, 'anything'),
      yes: column.boolOrNull(row, 'yes'),
    }));
  await fc.assert(
    fc.asyncProperty(bigint64, values, values, async (id, first, second) => {
      await opened.db.exec('delete from thing');
      const row = { id, ...first };
      expect((await opened.db.commit({ inserts: [{ table: 'thing', rows: [row] }] })).ok).toBe(
        true,
      );
      expect(await read(id)).toEqual(first);
      const update = { as: 'there', table: 'thing', key: { id }, set: second };
      expect((await opened.db.commit({ updates: [update] })).ok).toBe(true);
      expect(await read(id)).toEqual(second);
      // Several rows go another way: they must come back alike.
      await opened.db.exec('delete from thing');
      const rows = [row, { id: id === 0n ? 1n : 0n, ...second }];
      expect((await opened.db.commit({ inserts: [{ table: 'thing', rows }] })).ok).toBe(true);
      expect(await read(id)).toEqual(first);
    }),
    { numRuns: 60 },
  );
});
