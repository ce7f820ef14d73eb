// Payouts as told, three ways: by the gateway, by the acquirer's list, and by the statements of the banks
// where they arrive.

import { column } from '@kassa/database';
import { writeCamt053 } from '@kassa/iso20022';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { dateIn, instant } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPlatform, type TestPlatform } from '../../testing/platform.ts';
import { contractIban } from '../../testing/settlement-desk.ts';
import { until } from '../../testing/test-gateway.ts';
import { takeStatement } from './statements.ts';

const bam = unwrap(currencyOf('BAM'));
const sellersIban = 'BA391290079401028494';
const dayMs = 86_400_000;
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const told = (id: string) => {
  const found = platform.desk.instructions.find(({ reference }) => reference.endsWith(`|${id}`));
  if (found === undefined) throw new Error(`${id} was not told`);
  return found;
};

/** `transfers missing -8000`; nothing that is no matter of instructions. */
async function exceptions(): Promise<string[]> {
  await platform.gateway.control('reconciliation/run', {});
  const text = `select pair || ' ' || name || ' ' || coalesce(difference::text, '?') as words
    from reconciliation_exception where state = 'open' and pair in ('instructions', 'transfers')
    order by words`;
  return platform.gateway.db.query({ text }, (row) => column.text(row, 'words'));
}

async function figures() {
  const text = `select pairs from reconciliation_run where account_id = 'acct_diva' order by id desc limit 1`;
  return platform.gateway.db.one({ text }, (row) => column.json(row, 'pairs'));
}

type Arrived = readonly [endToEndId: string, minor: number];

async function handIn(accountId: string, account: string, arrived: readonly Arrived[]) {
  const { gateway } = platform;
  const now = instant(gateway.clock.nowMs());
  const date = dateIn(now, 'UTC');
  const entries = arrived.map(([endToEndId, minor], at) => ({
    ...({ side: 'credit', kind: 'CREDITTRANSFER', bookedOn: date } as const),
    ...{ reference: `E${at}`, amount: money(bam, minor), endToEndId, counterparty: 'Zelena' },
  }));
  const closing = money(
    bam,
    arrived.reduce((sum, [, minor]) => sum + minor, 0),
  );
  const statement = { id: `S-${date}`, account, currency: bam, date, opening: money(bam, 0) };
  const text = writeCamt053({
    ...{ messageId: `M-${date}`, createdAtMs: now },
    statements: [{ ...statement, closing, entries }],
  });
  const taken = await takeStatement(gateway.db, { accountId, text, by: 'a bank', nowMs: now });
  expect(taken).toMatchObject({ ok: true, value: 1 });
}

test('each is held against the acquirer’s list, and that against the statements', async () => {
  const { gateway, desk } = platform;
  const { id } = await platform.account({
    settings: {
      payments: { statement_descriptor: 'AMRA SAPUNI' },
      payouts: { schedule: { interval: 'manual' } },
    },
  });
  for (const _ of [1, 2]) await platform.sell({ application_fee_amount: 1_000 }, id);
  await platform.settle();
  const { payouts } = gateway.stripe;
  const made = [];
  for (const amount of [8_000, 5_000, 2_000]) {
    made.push((await payouts.create({ amount, currency: 'bam' }, { stripeAccount: id })).id);
  }
  const own = (await payouts.create({ amount: 900, currency: 'bam' })).id;
  await gateway.control('payouts/send', {});
  await until(() => desk.instructions.length === 4, 'the acquirer is told of all four');
  for (const one of desk.instructions) one.status = 'paid';
  const [good = '', short = '', lost = ''] = made;
  expect(await exceptions()).toEqual([]);
  expect(await figures()).toMatchObject({
    instructions: { matched: 8, waiting: 0, exception: 0 },
  });

  // The seller's bank has one as it was told, one that is 1.00 less, and one not at all.
  await handIn(id, sellersIban, [
    [told(good).id, 8_000],
    [told(short).id, 4_900],
  ]);
  await handIn('acct_diva', contractIban, [
    [told(own).id, 900],
    ['NOBODY-TOLD-1', 333],
  ]);
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() + 12 * dayMs });
  await handIn(id, sellersIban, []);
  expect(await exceptions()).toEqual([
    'transfers missing -2000',
    'transfers unexpected 333',
    'transfers wrong_amount -100',
  ]);

  // What the acquirer knows nothing of, and what it pays more of than it was told.
  Object.assign(told(good), { amountMinor: '8100' });
  Object.assign(told(lost), { mid: 'ANOTHER00000001' });
  expect(await exceptions()).toEqual([
    'instructions missing -2000',
    'instructions wrong_amount 100',
    'transfers unexpected 333',
    'transfers wrong_amount -100',
    'transfers wrong_amount -100',
  ]);
});
