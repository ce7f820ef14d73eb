import { type Row, type TestDatabase, testDatabase } from '@kassa/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../migrations.ts';
import { startOf } from '../sources/days.ts';
import { windowStart } from './window.ts';

const contract = { accountId: 'acct_diva', provider: 'acquirer-zelena' } as const;
const of = { account_id: contract.accountId, provider: contract.provider };
const today = 20_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase(migrations, { schema: 'gateway' });
});
afterAll(() => opened.close());
beforeEach(() =>
  opened.db.exec('delete from reconciliation_run; delete from reconciliation_expectation'),
);

async function put(table: string, row: Row): Promise<void> {
  const done = await opened.db.commit({ inserts: [{ table, rows: [{ ...of, ...row }] }] });
  expect(done).toEqual({ ok: true, value: undefined });
}

const run = (day: number, sinceDay: number) =>
  put('reconciliation_run', {
    ...{ id: `rcr_${day}`, started_at: startOf(day), asked_by: 'schedule' },
    ...{ since_day: sinceDay, sources: [], pairs: {} },
  });
const waits = (day: number) =>
  put('reconciliation_expectation', {
    ...{ pair: 'sales', source: 'ledger', row_id: `row ${day}`, currency: 'BAM', amount: 1 },
    ...{ raised_day: day, due_day: day + 3, state: 'waiting', counterparts: [], run_id: 'rcr_1' },
  });
const start = (askedBy = 'schedule') =>
  windowStart(opened.db, contract, { nowMs: startOf(today), askedBy });

describe('a run looks back', () => {
  test('over the whole window at first, when a person asks, and once a week', async () => {
    expect(await start()).toBe(today - 60);
    await run(today - 6, today - 66);
    expect(await start('ana')).toBe(today - 60);
    expect(await start()).toBe(today - 7);
    await run(today - 1, today - 15);
    expect(await start()).toBe(today - 7);
    await opened.db.exec(`delete from reconciliation_run where id = 'rcr_${today - 6}'`);
    await run(today - 7, today - 67);
    expect(await start()).toBe(today - 60);
  });

  test('to a week before what still waits, and no further than the window', async () => {
    await run(today - 1, today - 61);
    await waits(today - 5);
    expect(await start()).toBe(today - 12);
    await waits(today - 55);
    expect(await start()).toBe(today - 60);
    await opened.db.exec('delete from reconciliation_expectation');
    await waits(today - 90);
    expect(await start()).toBe(today - 7);
  });

  test('over the whole window while an exception is open', async () => {
    await run(today - 1, today - 61);
    const exception = {
      ...{ id: 'rcx_1', pair: 'sales', name: 'missing', fingerprint: 'f', also: [] },
      ...{ expecting: [], answering: [], currency: 'BAM', difference: -1, twin: null },
      ...{ since_day: today - 3, found_at: 1, last_run: 'rcr_1', closed_at: null, state: 'open' },
    };
    await put('reconciliation_exception', exception);
    expect(await start()).toBe(today - 60);
    await opened.db.exec(`update reconciliation_exception set state = 'cleared', closed_at = 1`);
    expect(await start()).toBe(today - 7);
  });
});
