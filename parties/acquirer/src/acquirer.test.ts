import { column } from '@kassa/database';
import { writePacs004 } from '@kassa/iso20022';
import { unwrap } from '@kassa/result';
import { instant } from '@kassa/time';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { positions, prove } from './index.ts';
import { bam, friday, km, openTestBank, type TestBank } from './testing/bank.ts';
import { authorization, capture, hanasCard, mid, refund } from './testing/messages.ts';

const sale = { atMs: friday };
const second = { atMs: friday, rrn: '632618000002', stan: '000002', minor: 4_000 };

describe('the day of an acquirer', () => {
  let it: TestBank;
  beforeEach(async () => {
    it = await openTestBank();
  });
  afterEach(async () => {
    const proof = await prove(it.database.db);
    await it.close();
    expect(proof).toMatchObject({ ok: true, findings: [] });
  });

  test('ends with 97 of 100 at the merchant’s bank, and the books say who got the 3', async () => {
    await sell(sale);
    expect(await it.balances()).toMatchObject({
      'network:unpresented': 10_000,
      [`merchant:${mid}:payable`]: 9_700,
      'revenue:merchant-fee': 300,
    });
    const ran = await it.moveTo('2026-11-20', '18:00');
    expect(ran).toEqual(['cut-off 18:00 Europe/Sarajevo ba 2026-11-20']);
    const [file] = it.network.files;
    expect(file?.header).toMatchObject({ sender: '070194', businessDate: '2026-11-20' });
    expect(file?.items).toMatchObject([
      { amount: km(10_000), isCredit: false, rrn: '632618000001', eci: '05', mid },
    ]);
    expect(file?.items[0]?.pan.reveal()).toBe(hanasCard);
    expect(await it.balances()).toMatchObject({
      'network:receivable': 9_850,
      'expense:interchange': 120,
      'expense:scheme-fee': 30,
    });
    expect(await positions(it.database.db)).toContainEqual({
      with: 'network-mozaik',
      what: 'card clearing',
      currency: 'BAM',
      minor: '9850',
    });

    await it.moveTo('2026-11-23', '08:00');
    expect(await it.advise({ amount: km(9_850) })).toBe(200);
    expect(it.house.transfers).toEqual([]);
    await it.moveTo('2026-11-23', '10:00');
    expect(it.house.transfers[0]?.transfers).toMatchObject([
      {
        amount: km(9_700),
        debtorAgent: 'ZELENA',
        creditorAgent: 'NOTPROVIDED',
        creditor: { name: 'Diva d.o.o.', account: 'BA391290079401028494' },
      },
    ]);
    expect(await it.balances()).toEqual({
      'klir:settlement': 100_000 + 9_850 - 9_700,
      'equity:capital': 100_000,
      'revenue:merchant-fee': 300,
      'expense:interchange': 120,
      'expense:scheme-fee': 30,
    });
  });

  test('is told to gateway and merchant in full', async () => {
    await dayOf(sale);
    const list = await it.get(`/merchants/${mid}/settlements?since=2026-11-23`);
    expect(list.body).toMatchObject({
      hasMore: false,
      settlements: [
        { status: 'paid', amountMinor: '9700', currency: 'BAM', valueOn: '2026-11-23' },
      ],
    });
    const id = it.house.transfers[0]?.messageId;
    const report = await it.get(`/merchants/${mid}/settlements/${id}`, 'diva-key');
    expect(report.body).toMatchObject({
      id,
      grossMinor: '10000',
      feeMinor: '300',
      items: [
        {
          kind: 'capture',
          rrn: '632618000001',
          grossMinor: '10000',
          feeMinor: '300',
          interchangeMinor: '120',
          schemeFeeMinor: '30',
          netMinor: '9700',
          arn: expect.stringMatching(/^\d{23}$/),
          payoutId: id,
          iban: 'BA391290079401028494',
        },
      ],
    });
    expect((await it.get(`/merchants/${mid}/settlements`, 'other')).status).toBe(401);
    expect((await it.get(`/merchants/${mid}/settlements?since=2026-12-01`)).body).toMatchObject({
      settlements: [],
    });
    const trace = await it.get('/_kassa/trace/632618000001', 'control');
    const accounts = JSON.stringify(trace.body);
    for (const account of ['revenue:merchant-fee', 'expense:interchange', 'expense:scheme-fee']) {
      expect(accounts).toContain(account);
    }
    expect(accounts).toContain(`payout ${id}`);
  });

  test('keeps no card number once the network has it, and none readable before', async () => {
    await sell(sale);
    expect(await it.dump()).not.toContain(hanasCard);
    await it.moveTo('2026-11-20', '18:00');
    const dump = await it.dump();
    expect(dump).not.toContain(hanasCard);
    expect(dump).not.toContain('v1.card1');
  });

  test('takes an advice once, however often it comes', async () => {
    await it.gateway.ask(authorization(sale));
    for (const _ of [1, 2]) expect(await codeOf(capture(sale))).toBe('00');
    expect(await codeOf(capture({ ...sale, minor: 5_000 }))).toBe('12');
    expect(await codeOf({ ...capture(sale), mti: '0221' })).toBe('00');
    const own = { rrn: '632618000009', stan: '000009' };
    const both = await Promise.all([
      codeOf(refund({ ...sale, minor: 6_000 }, own)),
      codeOf(refund({ ...sale, minor: 6_000 }, { rrn: '632618000010', stan: '000010' })),
    ]);
    expect(both.sort()).toEqual(['00', '13']);
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 9_700 - 6_000 });
  });

  test.each([
    ['a capture without authorization', capture(sale), '25'],
    ['a refund without authorization', refund(sale, { rrn: '632618000009', stan: '000009' }), '25'],
    [
      'a capture of a merchant without contract',
      capture({ ...sale, merchant: 'CRVENA000000001' }),
      '12',
    ],
    ['an advice of another kind', withField(capture(sale), 3, '010000'), '12'],
    ['a card that is none', withField(capture(sale), 2, '4000000700000018'), '14'],
  ])('%s is refused', async (_, message, code) => {
    expect(await codeOf(message)).toBe(code);
  });

  test('brings a batch again until the network takes it, and books it once', async () => {
    await sell(sale);
    it.network.clearingStatus = 503;
    expect(await it.moveTo('2026-11-20', '18:00')).toEqual([]);
    const health = await it.get('/_kassa/health');
    expect(JSON.stringify(health.body)).toContain('failingTasks');
    await it.restart();
    it.network.clearingStatus = 200;
    await it.moveTo('2026-11-20', '19:00');
    expect(it.network.files).toHaveLength(1);
    expect(it.network.files[0]?.header.fileId).toContain('2026-11-20');
    expect(await it.balances()).toMatchObject({ 'network:receivable': 9_850 });
    await it.restart();
    await it.moveTo('2026-11-20', '19:30');
    expect(it.network.files).toHaveLength(1);
  });

  test('leaves what comes after the cut-off to the next banking day', async () => {
    await it.moveTo('2026-11-20', '18:00');
    await sell(sale);
    await it.moveTo('2026-11-22', '23:00');
    expect(it.network.files).toEqual([]);
    await it.moveTo('2026-11-23', '18:00');
    expect(it.network.files).toHaveLength(1);
    expect(it.network.files[0]?.header.businessDate).toBe('2026-11-23');
  });

  test('gives the merchant’s money back when the network rejects an item', async () => {
    it.network.judge = (rrn) =>
      rrn === second.rrn ? { outcome: 'rejected', reason: 'authorization_unknown' } : undefined;
    await sell(sale);
    await sell(second);
    await it.moveTo('2026-11-20', '18:00');
    expect(await it.balances()).toMatchObject({
      [`merchant:${mid}:payable`]: 9_700,
      'revenue:merchant-fee': 300,
      'network:receivable': 9_850,
    });
    await it.moveTo('2026-11-23', '08:00');
    await it.advise({ amount: km(9_850) });
    await it.moveTo('2026-11-23', '10:00');
    expect(paidOut()).toEqual([9_700n]);
  });

  test('carries more refunds than sales over to the next payout', async () => {
    await dayOf(sale);
    await it.gateway.ask(authorization(second));
    expect(await codeOf(capture(second))).toBe('00');
    expect(await codeOf(refund(sale, { rrn: '632618000009', stan: '000009' }))).toBe('00');
    await it.moveTo('2026-11-23', '18:00');
    // 40.00 sold and 100.00 given back: the network takes 60.00 less 0.72 interchange plus 0.12.
    await it.moveTo('2026-11-24', '08:00');
    const amount = km(6_000 - 72 + 12);
    expect(await it.advise({ amount, side: 'debit', bookedOn: '2026-11-24' })).toBe(200);
    await it.moveTo('2026-11-24', '10:00');
    expect(paidOut()).toEqual([9_700n]);
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 3_880 - 10_000 });

    await sell({ atMs: friday, rrn: '632618000011', stan: '000011' });
    await it.moveTo('2026-11-24', '18:00');
    await it.moveTo('2026-11-26', '08:00');
    await it.advise({ amount: km(9_850), bookedOn: '2026-11-26' });
    await it.moveTo('2026-11-26', '10:00');
    expect(paidOut()).toEqual([9_700n, 9_700n - 6_120n]);
  });

  test('pays out the same day when the money comes after ten', async () => {
    await sell(sale);
    await it.moveTo('2026-11-23', '12:00');
    expect(paidOut()).toEqual([]);
    await it.advise({ amount: km(9_850) });
    await it.moveTo('2026-11-23', '12:01');
    expect(paidOut()).toEqual([9_700n]);
  });

  test('takes an advice of the clearing house once, and waits when it does not add up', async () => {
    await sell(sale);
    await it.moveTo('2026-11-23', '08:00');
    await it.advise({ amount: km(9_000), reference: 'E1' });
    await it.advise({ amount: km(9_000), reference: 'E1' });
    expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: false });
    await it.moveTo('2026-11-23', '10:00');
    expect(paidOut()).toEqual([]);
    expect(await it.balances()).toMatchObject({ 'network:receivable': 850 });
    await it.advise({ amount: km(850), reference: 'E2' });
    await it.moveTo('2026-11-23', '10:30');
    expect(paidOut()).toEqual([9_700n]);
    expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: true });
  });

  test('sends a payout again when the clearing house is away, always as the same message', async () => {
    it.house.answer = { status: 503, body: {} };
    await dayOf(sale);
    it.house.answer = { status: 200, body: {} };
    await it.moveTo('2026-11-23', '10:30');
    await it.moveTo('2026-11-23', '11:30');
    expect(new Set(it.house.transfers.map(({ messageId }) => messageId)).size).toBe(1);
    expect(it.house.transfers.length).toBeGreaterThan(1);
    expect((await it.get(`/merchants/${mid}/settlements`)).body).toMatchObject({
      settlements: [{ status: 'paid' }],
    });
  });

  test('owes the merchant again what could not be paid, and pays to the next account', async () => {
    const reason = { code: 'AC03', detail: 'no member bank' };
    it.house.answer = { status: 422, body: { status: 'RJCT', reason } };
    await dayOf(sale);
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 9_700 });
    it.house.answer = { status: 200, body: {} };
    await it.moveTo('2026-11-24', '10:00');
    expect(it.house.transfers).toHaveLength(1);
    await changeIban('BA391290079401028400');
    await it.moveTo('2026-11-26', '10:00');
    expect(it.house.transfers[1]?.transfers[0]?.creditor.account).toBe('BA391290079401028400');
  });

  test('owes the merchant again what the merchant’s bank sent back', async () => {
    await dayOf(sale);
    const endToEndId = it.house.transfers[0]?.messageId ?? '';
    const reason = { code: 'AC01' };
    const back = writePacs004({
      messageId: 'B1',
      createdAtMs: instant(0),
      settledOn: '2026-11-23',
      returns: [{ returnId: 'R1', amount: km(9_700), reason, original: { endToEndId } }],
    });
    const headers = { authorization: 'Bearer delivery', 'content-type': 'application/xml' };
    const bring = async () =>
      unwrap(await it.client.postText(`${it.bank.url}/clearing/returns`, back, { headers }));
    expect(JSON.parse((await bring()).body)).toEqual({ taken: 1 });
    expect(JSON.parse((await bring()).body)).toEqual({ taken: 0 });
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 9_700 });
    expect((await it.get(`/merchants/${mid}/settlements`)).body).toMatchObject({
      settlements: [{ status: 'returned', reason: 'AC01' }],
    });
    const entry = { amount: km(9_700), kind: 'RETURN', endToEndId: 'po_unknown' };
    expect(await it.advise({ ...entry, reference: 'R2' })).toBe(200);
    expect((await it.get('/_kassa/health')).body).toMatchObject({ ok: false });
    await it.database.db.exec(`delete from settlement_advice where reference = 'R2'`);
  });

  test('refuses advices that are not for it', async () => {
    const url = `${it.bank.url}/clearing/notifications`;
    const post = async (body: string, key: string) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/xml' };
      const answer = await it.client.postText(url, body, { headers });
      return answer.ok ? answer.value.status : answer.error.code;
    };
    expect(await post('<a/>', 'delivery')).toBe(400);
    expect(await post('<a/>', 'wrong')).toBe(401);
  });

  test('shows its pages to those who may see them', async () => {
    await dayOf(sale);
    const id = it.house.transfers[0]?.messageId;
    expect(await page('/')).toMatchObject({
      status: 200,
      body: expect.stringContaining('Diva shop'),
    });
    expect((await page('/staff')).status).toBe(401);
    const staff = await page('/staff', 'staff:control');
    expect(staff.body).toContain('expense:interchange');
    expect((await page(`/statement/${mid}`, `${mid}:wrong`)).status).toBe(401);
    expect((await page(`/statement/${mid}`, `${mid}:diva-key`)).body).toContain(String(id));
    const payout = await page(`/statement/${mid}/${id}`, `${mid}:diva-key`);
    expect(payout.body).toContain('400000******0013');
    for (const part of ['97,00', '1,20', '0,30', '1,50']) expect(payout.body).toContain(part);
  });

  async function sell(what: Parameters<typeof authorization>[0]): Promise<void> {
    expect(await codeOf(authorization(what))).toBe('00');
    expect(await codeOf(capture(what))).toBe('00');
  }

  /** Sold on Friday, settled and paid out on Monday. */
  async function dayOf(what: Parameters<typeof authorization>[0]): Promise<void> {
    await sell(what);
    await it.moveTo('2026-11-20', '18:00');
    await it.moveTo('2026-11-23', '08:00');
    await it.advise({ amount: km(9_850) });
    await it.moveTo('2026-11-23', '10:00');
  }

  async function codeOf(message: Parameters<typeof it.gateway.ask>[0]) {
    return (await it.gateway.ask(message)).fields[39];
  }

  function paidOut(): bigint[] {
    return it.house.transfers.flatMap(({ transfers }) => transfers.map((one) => one.amount.minor));
  }

  async function changeIban(iban: string): Promise<void> {
    const [merchant] = await it.database.db.query({ text: 'select mid from payout' }, (row) =>
      column.text(row, 'mid'),
    );
    expect(merchant).toBe(mid);
    await it.restart({ merchants: [merchantWith(iban)] });
  }

  async function page(path: string, as?: string) {
    const headers = {
      accept: 'text/html',
      'accept-language': 'bs',
      ...(as && { authorization: `Basic ${Buffer.from(as).toString('base64')}` }),
    };
    const answer = await it.client.getText(it.bank.url + path, { headers });
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value;
  }
});

function merchantWith(iban: string) {
  return {
    mid,
    terminals: ['DIVA0001'],
    name: 'Diva shop',
    city: 'Sarajevo',
    country: 'BA',
    mcc: '5977',
    currencies: [bam],
    fee: { basisPoints: 300 },
    payout: { iban, holder: 'Diva d.o.o.' },
    key: 'diva-key',
  };
}

function withField(message: ReturnType<typeof capture>, field: number, text: string) {
  return { mti: message.mti, fields: { ...message.fields, [field]: text } };
}
