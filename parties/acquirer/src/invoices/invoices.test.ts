// A merchant's invoices of fees: of months that are over by the bank's clock, numbered without gaps,
// and adding up to what the bank's own book has earned in the month.

import { buildDisputeFile } from '@kassa/clearing-file';
import { column } from '@kassa/database';
import { atZone, type PlainDate } from '@kassa/time';
import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove } from '../index.ts';
import { friday, km, openTestBank, type TestBank, zone } from '../testing/bank.ts';
import { authorization, capture, mid, refund } from '../testing/messages.ts';
import { monthOf, monthsFrom, spanOf } from './month.ts';

let it: TestBank;
beforeAll(async () => {
  it = await openTestBank(200, { holder: 'Čaršija đul d.o.o.' });
});
afterAll(() => it.close());

async function sell(name: number, more: { minor?: number; currency?: string } = {}): Promise<void> {
  const sale = { atMs: friday, rrn: `63261800000${name}`, stan: `00000${name}`, ...more };
  for (const message of [authorization(sale), capture(sale)]) {
    expect((await it.gateway.ask(message)).fields[39]).toBe('00');
  }
}

async function dispute(): Promise<void> {
  const arn = it.network.files[0]?.items[0]?.arn ?? '';
  const text = buildDisputeFile({
    header: {
      ...{ fileId: 'D1', sender: '99900', receiver: '070194' },
      ...{ businessDate: '2026-11-23', createdAt: friday },
    },
    items: [
      {
        ...{ sequence: 1, stage: 'chargeback', caseId: 'dsp_1', amount: km(10_000), arn },
        ...{ rrn: '632618000001', acquirerId: '070194', raisedAt: friday, reason: '10.4' },
        ...{ documents: [], text: '' },
      },
    ],
  });
  const headers = { authorization: 'Bearer network-key', 'content-type': 'text/plain' };
  await it.client.postText(`${it.bank.url}/clearing/disputes`, text, { headers });
}

function ask(path: string, who = `${mid}:diva-key`): Promise<Response> {
  const headers = { authorization: `Basic ${btoa(who)}` };
  return fetch(`${it.bank.url}/statement/${mid}/invoices${path}`, { headers });
}

async function lines(file: string): Promise<Record<string, string>[]> {
  return parse(await (await ask(`/${file}.csv`)).text(), { columns: true, bom: true });
}

async function feesOf(file: string): Promise<Record<string, string>> {
  const pairs = (await lines(file)).map(({ fee, items, amount }) => [fee, `${items} ${amount}`]);
  return Object.fromEntries(pairs);
}

async function codeOf(file: string): Promise<unknown> {
  return Object(await (await ask(`/${file}.csv`)).json()).error?.code;
}

/** What the book has earned in a month, in minor units. */
async function earned(month: PlainDate, currency: string): Promise<bigint> {
  const { sinceMs, untilMs } = spanOf(month, zone);
  const found = await it.database.db.one(
    {
      text: `
        select coalesce(sum(case e.side when 'credit' then e.amount else -e.amount end), 0) as sum
        from ledger_entry e
        join ledger_transaction t on t.account_id = e.account_id and t.id = e.transaction_id
        where e.path in ('revenue:merchant-fee', 'revenue:dispute-fee') and e.currency = $1
          and t.at_ms >= $2 and t.at_ms < $3`,
      values: [currency, sinceMs, untilMs],
    },
    (row) => column.big(row, 'sum'),
  );
  return found ?? 0n;
}

async function charged(file: string): Promise<bigint> {
  const amounts = (await lines(file)).map(({ amount = '' }) => BigInt(amount.replace('.', '')));
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

test('a month is the bank’s own, summer and winter', () => {
  expect(monthOf('2026-13')).toBeUndefined();
  expect(monthsFrom('2026-12-31', 1)).toBe('2027-01-01');
  expect(monthsFrom('2026-01-31', -1)).toBe('2025-12-01');
  expect(spanOf('2026-10-01', zone)).toEqual({
    sinceMs: Date.parse('2026-09-30T22:00:00Z'),
    untilMs: Date.parse('2026-10-31T23:00:00Z'),
  });
});

test('a year’s end: numbers, kinds of fees, and the book', async () => {
  await sell(1);
  await sell(2, { minor: 4_000, currency: '978' });
  await it.gateway.ask(
    refund({ atMs: friday, minor: 3_000 }, { rrn: '632618000009', stan: '000009' }),
  );
  await it.moveTo('2026-11-20', '18:00');
  await it.moveTo('2026-11-24', '09:00');
  await dispute();
  // After the cut-off of November's last day: cleared, and one of them rejected, in December.
  await it.moveTo('2026-11-30', '23:30');
  await sell(3, { minor: 5_000 });
  await sell(4, { minor: 2_000 });
  it.network.judge = (rrn) =>
    rrn.endsWith('4') ? { outcome: 'rejected', reason: 'over_amount' } : undefined;
  expect(await codeOf('2026-11-BAM')).toBe('month_not_over');
  await it.moveTo('2026-12-01', '00:05');
  expect(await codeOf('2026-11-BAM')).toBe('month_not_over');
  await it.moveTo('2026-12-01', '00:10');
  expect(await codeOf('2026-11-BAM')).toBe('items_waiting');
  expect(await codeOf('2026-10-BAM')).toBe('nothing_charged');
  await it.moveTo('2026-12-01', '18:00');
  await sell(5, { minor: 1_000 });

  // Asked for by several at once: given once, and the next number follows.
  const eight = await Promise.all(Array.from({ length: 8 }, () => lines('2026-11-BAM')));
  expect(new Set(eight.flat().map(({ number }) => number))).toEqual(new Set(['2026-000001']));
  expect((await lines('2026-11-EUR'))[0]).toMatchObject({
    ...{ number: '2026-000002', issued_on: '2026-12-01', month: '2026-11', currency: 'EUR' },
    ...{ issuer: 'Zelena banka', receiver: 'Čaršija đul d.o.o.', merchant_number: mid },
  });
  expect(await feesOf('2026-11-BAM')).toEqual({
    // 1.20 and 0.60, less 0.36 with the refund; 0.30 and 0.15; the rejected sale’s 0.60 is margin.
    interchange: '3 1.44',
    scheme_fee: '2 0.45',
    margin: '3 3.21',
    dispute_fee: '1 30.00',
  });
  await it.moveTo('2026-12-03', '18:00');
  await it.moveTo('2027-01-04', '09:00');
  expect(await feesOf('2026-12-BAM')).toEqual({
    ...{ interchange: '1 0.12', scheme_fee: '1 0.03', margin: '1 0.15', rejected: '1 -0.60' },
  });
  expect((await lines('2026-12-BAM'))[0]).toMatchObject({ number: '2027-000001' });
  expect((await lines('2026-11-BAM'))[0]).toMatchObject({ number: '2026-000001' });
  for (const file of ['2026-11-BAM', '2026-11-EUR', '2026-12-BAM']) {
    const month = monthOf(file.slice(0, 7)) ?? '2000-01-01';
    expect([file, await charged(file)]).toEqual([file, await earned(month, file.slice(8))]);
  }
  expect((await prove(it.database.db)).findings).toEqual([]);
});

async function bytesOf(answer: Response | undefined): Promise<Uint8Array> {
  return new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer(0));
}

test('an invoice as PDF is the same bytes whenever it is asked for', async () => {
  const [one, two] = await Promise.all([0, 1].map(() => ask('/2026-11-BAM.pdf?lang=en')));
  expect(one?.headers.get('content-disposition')).toBe(
    'attachment; filename="invoice-2026-000001.pdf"',
  );
  const [bytes, again] = [await bytesOf(one), await bytesOf(two)];
  expect(Buffer.from(again).equals(bytes)).toBe(true);
  expect(Buffer.from(bytes).toString('latin1')).toContain('/FontFile2 ');
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
  const wanted = ['2026-000001', 'Zelena banka', 'Čaršija đul d.o.o.', 'November 2026', '35.10'];
  for (const word of wanted) expect(text).toContain(word);
  expect(text).not.toMatch(/VAT|PDV/);
});

test('the page lists the months, and only the merchant and the staff may read it', async () => {
  const page = await (await ask('?lang=en')).text();
  for (const word of ['2026-11-BAM.pdf', '2026-12-BAM.csv', '2027-000001', '2026-11-EUR.pdf']) {
    expect(page).toContain(word);
  }
  expect(page).not.toContain('2026-10-');
  expect(await (await ask('?lang=bs&before=2026-11')).text()).toContain('nije bilo naknada');
  expect((await ask('', 'staff:control')).status).toBe(200);
  for (const path of ['', '/2026-11-BAM.pdf']) {
    expect((await ask(path, `${mid}:other`)).status).toBe(401);
  }
  for (const path of ['/2026-11-BAM.txt', '/2026-13-BAM.pdf', '/2026-11-XQQ.pdf']) {
    expect((await ask(path)).status).toBe(404);
  }
});

test('what was given stays: no row of it is changed', async () => {
  const { db } = it.database;
  for (const text of ['update fee_invoice set sequence = 9', 'delete from fee_invoice_line']) {
    await expect(db.exec(text)).rejects.toThrow('append-only');
  }
});

test('a sale late in the evening is of the day that the bank’s wall shows', () => {
  const { untilMs } = spanOf('2026-11-01', zone);
  expect(atZone('2026-11-30', '23:59', zone)).toBeLessThan(untilMs);
  expect(atZone('2026-12-01', '00:00', zone)).toBe(untilMs);
});
