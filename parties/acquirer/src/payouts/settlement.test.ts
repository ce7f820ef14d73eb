// The settlement report of a payout, as a merchant's accountants fetch it.

import { column } from '@kassa/database';
import { parse } from 'csv-parse/sync';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, mid, refund } from '../testing/messages.ts';
import { printedMax } from './settlement-pdf.ts';

const holder = 'Čokolada, Ćevapi & Đumbir Žutašć Øå d.o.o.';
const sale = { atMs: friday };
const second = { atMs: friday, rrn: '632618000002', stan: '000002', minor: 4_000 };
const back = { rrn: '632618000009', stan: '000009' };
let it: TestBank;
let id = '';

/** 100.00 and 40.00 sold, 30.00 of the first given back: 105.80 are paid out. */
beforeAll(async () => {
  it = await openTestBank(200, { holder });
  for (const one of [sale, second]) {
    await it.gateway.ask(authorization(one));
    await it.gateway.ask(capture(one));
  }
  await it.gateway.ask(refund({ ...sale, minor: 3_000 }, back));
  await it.moveTo('2026-11-20', '18:00');
  await it.moveTo('2026-11-23', '08:00');
  // 14 000 - 3 000, less 1.50 % of the sales, and the interchange of the refund back.
  await it.advise({ amount: km(11_000 - 210 + 36) });
  await it.moveTo('2026-11-23', '10:00');
  id = it.house.transfers[0]?.messageId ?? '';
});
afterAll(() => it.close());

function ask(path: string, who = `${mid}:diva-key`): Promise<Response> {
  const headers = { authorization: `Basic ${btoa(who)}` };
  return fetch(`${it.bank.url}/statement/${mid}/${path}`, { headers });
}

type Line = Readonly<Record<string, string>>;

async function csv(): Promise<Line[]> {
  const text = await (await ask(`${id}/report.csv`)).text();
  return parse(text, { columns: true, bom: true });
}

async function pdf(path = `${id}/report.pdf?lang=en`) {
  const bytes = new Uint8Array(await (await ask(path)).arrayBuffer());
  const raw = Buffer.from(bytes).toString('latin1');
  const { text, totalPages } = await extractText(await getDocumentProxy(bytes));
  return { raw, pages: text, totalPages };
}

const minor = (text = '') => BigInt(text.replace('.', ''));

test('as CSV has the items of the database, and they are the payout', async () => {
  const lines = await csv();
  const rows = await it.database.db.query(
    {
      text: `
        select i.*, item_net(kind, amount, fee) as net, item_net(kind, amount, 0) as gross
        from item i where payout_id = $1 order by number`,
      values: [id],
    },
    (row) => ({
      kind: column.text(row, 'kind'),
      rrn: column.text(row, 'rrn'),
      arn: column.text(row, 'arn'),
      gross: column.big(row, 'gross'),
      fee: column.big(row, 'fee'),
      interchange: column.big(row, 'interchange'),
      schemeFee: column.big(row, 'scheme_fee'),
      net: column.big(row, 'net'),
    }),
  );
  expect(rows).toHaveLength(3);
  expect(
    lines.map((line) => ({
      ...{ kind: line['kind'], rrn: line['rrn'], arn: line['arn'] },
      ...{ gross: minor(line['gross']), fee: minor(line['fee']), net: minor(line['net']) },
      ...{ interchange: minor(line['interchange']), schemeFee: minor(line['scheme_fee']) },
    })),
  ).toEqual(rows);
  expect(lines[2]).toMatchObject({
    ...{ date: '2026-11-20', kind: 'refund', currency: 'BAM', gross: '-30.00', fee: '0.00' },
    ...{ interchange: '-0.36', scheme_fee: '0.00', margin: '0.36', net: '-30.00' },
    ...{ captured_at: '2026-11-20T14:00:00.000Z', value_date: '2026-11-23', payout: id },
  });
  expect(lines.reduce((sum, line) => sum + minor(line['net']), 0n)).toBe(10_580n);
});

test('as JSON comes in pages, each after the last of the page before', async () => {
  const read: { items: { id: string }[]; next: string | null }[] = [];
  for (let after: string | null = '0'; after !== null; ) {
    const { body } = await it.get(`/merchants/${mid}/settlements/${id}?limit=2&after=${after}`);
    const page = JSON.parse(JSON.stringify(body));
    read.push(page);
    after = page.next;
  }
  expect(read.map(({ items }) => items.length)).toEqual([2, 1]);
  expect(new Set(read.flatMap(({ items }) => items.map((item) => item.id))).size).toBe(3);
  expect((await it.get(`/merchants/${mid}/settlements/${id}?limit=1001`)).status).toBe(400);
});

test('as PDF has names, totals and items, in type of its own', async () => {
  const { raw, pages } = await pdf();
  const [first = ''] = pages;
  const wanted = ['Zelena banka', holder, id, '632618000001', '−30.00', '105.80', 'page 1 of 1'];
  for (const text of wanted) expect(first).toContain(text);
  expect(raw.match(/\/FontFile2 /g)).toHaveLength(2);
  expect(raw).not.toContain('Helvetica');
  const { pages: bosnian } = await pdf(`${id}/report.pdf?lang=bs`);
  expect(bosnian[0]).toContain('Izvještaj o poravnanju');
});

test.each([
  ['csv', 'text/csv; charset=utf-8'],
  ['pdf', 'application/pdf'],
])('as %s is a download under a name of ASCII letters', async (kind, type) => {
  const { headers } = await ask(`${id}/report.${kind}`);
  expect(headers.get('content-type')).toBe(type);
  const name = `settlement-2026-11-23-${id}.${kind}`;
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('no-store');
});

test('is for those who may read the statement', async () => {
  for (const kind of ['csv', 'pdf']) {
    expect((await ask(`${id}/report.${kind}`, `${mid}:other-key`)).status).toBe(401);
    expect((await ask(`${id}/report.${kind}`, 'staff:control')).status).toBe(200);
    expect((await ask(`po_0/report.${kind}`)).status).toBe(404);
  }
});

test('is refused for a payout that came back, and not written if it does not add up', async () => {
  const { db } = it.database;
  const set = (what: string) => db.exec(`update payout set ${what} where id = $1`, [id]);
  await set(`state = 'returned', reason = 'AC04'`);
  expect((await ask(`${id}/report.csv`)).status).toBe(409);
  expect(await (await ask(`${id}?lang=en`)).text()).not.toContain('report.pdf');
  await set(`state = 'paid', reason = null, amount = amount + 1`);
  for (const kind of ['csv', 'pdf']) {
    expect((await ask(`${id}/report.${kind}`)).status).toBe(500);
  }
  await set('amount = amount - 1');
  expect((await ask(`${id}/report.csv`)).status).toBe(200);
});

test('of a long payout is whole as CSV, a summary as PDF, and pages on the screen', async () => {
  const more = printedMax;
  await it.database.db.exec(
    `insert into item (id, mid, kind, rrn, stan, original_rrn, tid, authorization_code, currency,
       amount, fee, card_masked, captured_at_ms, state, value_on, settled_at_ms, payout_id, part,
       dispute_id, interchange, scheme_fee, arn)
     select id || n, mid, kind, rrn, to_char(900000 + n, 'FM999999'), original_rrn, tid, authorization_code,
       currency, amount, fee, card_masked, captured_at_ms, state, value_on, settled_at_ms,
       payout_id, part, dispute_id, interchange, scheme_fee, arn
     from item, generate_series(1, ${more}) n
     where payout_id = $1 and kind = 'refund'`,
    [id],
  );
  await it.database.db.exec('update payout set amount = 1 where id = $1', [id]);
  // The payout must stay above zero: what was given back is as much as a sale more.
  await it.database.db.exec(
    `update item set amount = amount + 1 - (select sum(item_net(kind, amount, fee)) from item
       where payout_id = $1) where payout_id = $1 and rrn = '632618000001' and kind = 'capture'`,
    [id],
  );
  const lines = await csv();
  expect(lines).toHaveLength(more + 3);
  expect(new Set(lines.map((line) => line['item'])).size).toBe(more + 3);
  const { pages, totalPages } = await pdf();
  expect(totalPages).toBe(1);
  expect(pages[0]).toContain(`This payout has 1,003 items`);
  expect(pages[0]).toContain(`settlement-2026-11-23-${id}.csv`);
  const seen = new Set<string>();
  let asked = 0;
  for (let path: string | undefined = `${id}?lang=en`; path !== undefined; asked += 1) {
    const page: string = await (await ask(path)).text();
    expect(page).toContain('1,003');
    const rows = page.match(/<th[^>]*scope="row"[^>]*>\d{12}</g) ?? [];
    expect(rows.length).toBeLessThanOrEqual(50);
    const next: string | undefined = /\?after=(\d+)/.exec(page)?.[1];
    if (next !== undefined) expect(seen.has(next)).toBe(false);
    seen.add(next ?? 'the last');
    path = next === undefined ? undefined : `${id}?lang=en&after=${next}`;
  }
  expect(asked).toBe(Math.ceil((more + 3) / 50));
  expect((await ask(`${id}?after=x`)).status).toBe(400);
});
