// A contract that pays out on Tuesdays, and nothing below 150: the merchant sees beforehand when each
// sale arrives, and what is too little goes out with the next one.

import { column } from '@kassa/database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prove } from '../index.ts';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, mid } from '../testing/messages.ts';

let it: TestBank;
beforeEach(async () => {
  it = await openTestBank(200, { every: 'tuesday', minimum: { BAM: '150.00' } });
});
afterEach(async () => {
  const proof = await prove(it.database.db);
  await it.close();
  expect(proof).toMatchObject({ ok: true, findings: [] });
});

test('pays on its payday, when there is enough', async () => {
  await sell({ atMs: friday });
  await it.moveTo('2026-11-20', '18:00');
  expect(await valueDates()).toEqual(['2026-11-24']);
  await it.moveTo('2026-11-23', '08:00');
  await it.advise({ amount: km(9_850) });
  await it.moveTo('2026-11-23', '10:00');
  await it.moveTo('2026-11-24', '10:00');
  expect(paidOut()).toEqual([]);

  await sell({ atMs: friday, rrn: '632618000002', stan: '000002' });
  await it.moveTo('2026-11-24', '18:00');
  expect(await valueDates()).toEqual(['2026-11-24', '2026-12-01']);
  await it.moveTo('2026-11-26', '08:00');
  await it.advise({ amount: km(9_850), bookedOn: '2026-11-26' });
  await it.moveTo('2026-11-30', '10:00');
  expect(paidOut()).toEqual([]);
  await it.moveTo('2026-12-01', '10:00');
  expect(paidOut()).toEqual([2n * 9_700n]);
});

test('says so to the merchant', async () => {
  const headers = { authorization: `Basic ${btoa(`${mid}:diva-key`)}` };
  const page = async (lang: string) => {
    const answer = await fetch(`${it.bank.url}/statement/${mid}?lang=${lang}`, { headers });
    return answer.text();
  };
  const english = await page('en');
  expect(english).toContain('paid out weekly (Tuesday), on Tx+1 at the earliest, at 10:00.');
  expect(english).toContain('waits for the next time.');
  expect(await page('bs')).toContain('isplata sedmično (utorak), najranije Tx+1, u 10:00.');
});

async function sell(what: Parameters<typeof authorization>[0]): Promise<void> {
  for (const message of [authorization(what), capture(what)]) {
    expect((await it.gateway.ask(message)).fields[39]).toBe('00');
  }
}

function paidOut(): bigint[] {
  return it.house.transfers.flatMap(({ transfers }) => transfers.map((one) => one.amount.minor));
}

function valueDates(): Promise<string[]> {
  return it.database.db.query({ text: 'select value_on from item order by id' }, (row) =>
    column.text(row, 'value_on'),
  );
}
