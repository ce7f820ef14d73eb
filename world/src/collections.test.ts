// A bill is collected through the clearing house at the debtor's bank, each a program of its own: with
// the debtor's mandate it is booked, without it the money comes back, and both books agree afterwards.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { positions as positionsOfKlir, prove as proveKlir } from '@kassa/clearing-house';
import { comparePositions } from '@kassa/control';
import { openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { writePain008 } from '@kassa/iso20022';
import { positions as positionsOfBank, prove as proveBank } from '@kassa/issuer';
import { silentLog } from '@kassa/log';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { addBankingDays, atZone, dateIn, instant } from '@kassa/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeys } from './keys.ts';
import { schemaOf } from './places.ts';
import { startWorld, type World } from './start/start-world.ts';
import { freeBasePort } from './test/free-base-port.ts';

const zone = 'Europe/Sarajevo';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-collections-'));
const bam = unwrap(currencyOf('BAM'));
let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await testDatabase();
  world = await startWorld({
    port: await freeBasePort(),
    ...{ dataFolder, databaseUrl: database.url, log: silentLog },
    parties: ['clearing-klir', 'issuer-plava'],
  });
});
afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('a bill is collected under a mandate, and comes back without one', async () => {
  const [bank, klir] = [look('issuer-plava'), look('clearing-klir')];
  const [hana] = await bank.query(
    {
      text: `select iban, bank_account_id from bank_account where bank_account_id = 'hana'`,
    },
    (row) => ({ iban: String(row['iban']), id: String(row['bank_account_id']) }),
  );
  if (!hana) throw new Error('Hana has an account at Plava banka');
  const nowMs = world.clock.nowMs();
  const day = addBankingDays('ba', dateIn(nowMs, zone), 1);
  const bill = (mandateId: string, minor: number) => ({
    ...{ endToEndId: `BILL-${mandateId}`, amount: money(bam, minor), mandateId },
    ...{ mandateSignedOn: '2026-01-02' as const, debtorAgent: 'PLAVA' },
    debtor: { name: 'Hana', account: hana.iban },
  });
  const sent = await fetch(`${world.places.url('clearing-klir')}/collections`, {
    method: 'POST',
    headers: {
      'content-type': 'application/xml',
      authorization: `Bearer ${openKeys(dataFolder).between('acquirer-zelena', 'clearing-klir').reveal()}`,
    },
    body: writePain008({
      ...{ messageId: 'BILLS', createdAtMs: instant(nowMs), initiator: 'Vodovod' },
      batches: [
        {
          ...{ id: 'BILLS-1', collectOn: day, scheme: 'CORE', sequence: 'RCUR' },
          creditor: { name: 'Vodovod', account: 'BA391940000000000001' },
          ...{ creditorAgent: 'ZELENA', creditorId: 'BA98VOD00001' },
          collections: [bill('VODA-7', 40_00), bill('VODA-8', 50_00)],
        },
      ],
    }),
  });
  expect(await sent.json()).toMatchObject({ status: 'ACCP', settlesOn: day });
  await bank.exec(
    `insert into mandate
      (bank_account_id, creditor_id, mandate_id, creditor_name, currency, given_at_ms)
    values ($1, 'BA98VOD00001', 'VODA-7', 'Vodovod', 'BAM', $2)`,
    [hana.id, nowMs],
  );
  await world.clock.advanceTo(atZone(addBankingDays('ba', day, 1), '09:00', zone));

  const returns = await bank.query(
    { text: 'select end_to_end_id, reason, state from payment_return' },
    (row) => [row['end_to_end_id'], row['reason'], row['state']],
  );
  expect(returns).toEqual([['BILL-VODA-8', 'MD01', 'settled']]);
  const booked = await bank.query(
    { text: `select minor, counterparty from clearing_house_entry where kind = 'collection'` },
    (row) => [Number(row['minor']), row['counterparty']],
  );
  expect(booked).toEqual([[40_00, 'Vodovod']]);

  const { agreements, disagreements } = comparePositions({
    'issuer-plava': await positionsOfBank(bank),
    'clearing-klir': (await positionsOfKlir(klir)).filter((one) => one.with === 'issuer-plava'),
  });
  expect(disagreements).toEqual([]);
  expect(agreements.map(({ currency }) => currency)).toContain('BAM');
  for (const proof of [await proveBank(bank), await proveKlir(klir)]) {
    expect(proof).toMatchObject({ ok: true, findings: [] });
  }
  for (const db of [bank, klir]) await db.close();
});

function look(party: 'issuer-plava' | 'clearing-klir') {
  const where = { url: database.url, schema: schemaOf[party] };
  return openDatabase({ ...where, log: silentLog, name: 'look' });
}
