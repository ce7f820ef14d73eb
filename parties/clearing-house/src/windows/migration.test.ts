// What waited before there were windows, and what had settled, is where it belongs afterwards.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrations as control } from '@kassa/control';
import { column, migrate, type TestDatabase, testDatabase } from '@kassa/database';
import { migrations as ledger } from '@kassa/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrations } from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kassa-klir-'));
let database: TestDatabase;
beforeAll(async () => {
  for (const name of ['0001_klir.sql', '0002_status_reports.sql']) {
    cpSync(new URL(`../../migrations/${name}`, import.meta.url), join(folder, name));
  }
  const earlier = { name: 'clearing-house', folder: pathToFileURL(`${folder}/`) };
  database = await testDatabase([ledger, control, earlier]);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

test('settlements of before are in the windows of their days', async () => {
  const { db } = database;
  await db.exec(`
    insert into message (sender, message_id, kind, fingerprint, received_at_ms)
    select 'MOZAIK', 'M' || n, 'pacs.009', 'f', n from generate_series(1, 4) n;
    insert into settlement
      (sender, message_id, received_at_ms, settle_on, state, settled_at_ms, refusal)
    values
      ('MOZAIK', 'M1', 1, '2026-11-20', 'settled', 9, null),
      ('MOZAIK', 'M2', 2, '2026-11-23', 'settled', 8, null),
      ('MOZAIK', 'M3', 3, '2026-11-23', 'waiting', null, 'not enough money: member:PLAVA'),
      ('MOZAIK', 'M4', 4, '2026-11-24', 'waiting', null, null);
    insert into settlement_line
      (sender, message_id, line, debtor, creditor, currency, amount, end_to_end_id)
    select 'MOZAIK', 'M' || n, 1, 'PLAVA', 'MOZAIK', 'BAM', n * 100, 'e' from generate_series(1, 4) n`);
  await migrate(db, migrations);
  const windows = await db.query(
    { text: 'select * from settlement_window order by business_date' },
    (row) => [
      column.text(row, 'business_date'),
      column.text(row, 'currency'),
      column.text(row, 'state'),
      column.textOrNull(row, 'reason'),
    ],
  );
  expect(windows).toEqual([
    ['2026-11-20', 'BAM', 'settled', null],
    ['2026-11-23', 'BAM', 'aborted', 'not enough money: member:PLAVA'],
    ['2026-11-24', 'BAM', 'open', null],
  ]);
  const positions = await db.query(
    { text: 'select * from settlement_window_position order by member' },
    (row) => [
      column.text(row, 'business_date'),
      column.text(row, 'member'),
      column.big(row, 'amount'),
    ],
  );
  expect(positions).toEqual([
    ['2026-11-23', 'MOZAIK', 300n],
    ['2026-11-23', 'PLAVA', -300n],
  ]);
});
