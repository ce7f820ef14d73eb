// A few days of the year, so that its program and its questions stay alive.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freeBasePort } from '../test/free-base-port.ts';
import { playYear } from './play.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-year-'));
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('a few days of business are proven, and every question has something to ask about', async () => {
  const days: string[] = [];
  const { failures, checks, figures } = await playYear({
    ...{ port: await freeBasePort(), dataFolder, databaseUrl: database.url, log: silentLog },
    // On the evening of its first day the line to the first acquirer breaks.
    ...{ seed: 950, days: 2, payments: 40, restDays: 4, faults: 'on' },
    onDay: ({ day }) => days.push(day),
  });
  expect(failures).toEqual([]);
  expect(figures.troubles).toBe(1);
  expect(days).toEqual(['2027-01-04', '2027-01-05']);
  expect(figures.sales).toBe(figures.bankingDays * 38);
  const idle = checks.filter(({ looked }) => looked === 0).map(({ what }) => what);
  expect(idle).toEqual(['exceptions: none is open', 'disputes: ended, or in time still']);
});
