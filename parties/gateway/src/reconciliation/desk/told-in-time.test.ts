import { type TestDatabase, testDatabase } from '@kassa/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrations } from '../../migrations.ts';
import type { Exception } from '../matching/outcome.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { toldInTime } from './told-in-time.ts';

const contract = { accountId: 'acct_diva', provider: 'acquirer-crvena' } as const;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase(migrations, { schema: 'gateway' });
  const rows = [
    ['ltx_set_off', 'matched'],
    ['ltx_late', 'exception'],
  ].map(([row_id = '', state = '']) => ({
    ...{ account_id: contract.accountId, provider: contract.provider, pair: 'sales' },
    ...{ source: 'ledger', row_id, currency: 'BAM', amount: 100, raised_day: 1, due_day: 4 },
    ...{ state, counterparts: [], run_id: 'rcr_1' },
  }));
  await opened.db.commit({ inserts: [{ table: 'reconciliation_expectation', rows }] });
});
afterAll(() => opened.close());

const row = (id: string, source: SourceRow['source'], on: number): SourceRow => ({
  ...{ source, kind: 'sale', id, keys: { rrn: ['R1'] }, batch: null, currency: 'BAM' },
  ...{ amountMinor: 100n, feeMinor: null, on, dueOn: on + 3 },
});

const late = (id: string, also: Exception['also'] = []): Exception => ({
  ...{ result: 'exception', name: 'late', also, pair: 'sales', twin: null, ageDays: 5 },
  ...{ expecting: [row(id, 'ledger', 1)], answering: [row('itm_1', 'acquirer', 6)] },
  differenceMinor: 0n,
});

test('what was matched before is not late when it is told again', async () => {
  const [setOff, known, never, wrongToo] = await toldInTime(opened.db, contract, [
    late('ltx_set_off'),
    late('ltx_late'),
    late('ltx_never_seen'),
    late('ltx_set_off', ['fee_error']),
  ]);
  expect(setOff).toMatchObject({ result: 'matched', by: 'rrn' });
  expect(known).toMatchObject({ result: 'exception', name: 'late' });
  expect(never).toMatchObject({ result: 'exception', name: 'late' });
  expect(wrongToo).toMatchObject({ result: 'exception', also: ['fee_error'] });
});
