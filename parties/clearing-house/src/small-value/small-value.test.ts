import {
  readCamt053,
  readPacs002,
  readPacs004,
  readPacs008,
  readPain002,
  readPain008,
  writePacs004,
  writePacs008,
  writePain008,
} from '@kassa/iso20022';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { atZone, instant, type PlainDate } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  fridayEvening,
  mondayMorning,
  openTestHouse,
  type TestHouse,
  zone,
} from '../testing/house.ts';
import { absent, judged } from '../testing/schemas.ts';

const bam = unwrap(currencyOf('BAM'));
const ibans = { ZELENA: 'BA391610000000000001', PLAVA: 'BA391290079401028494' };
const header = (messageId: string) => ({
  messageId,
  createdAtMs: instant(fridayEvening),
  settledOn: '2026-11-20' as PlainDate,
});

const salaries = (messageId: string, amounts: readonly number[]) =>
  writePacs008({
    ...header(messageId),
    urgency: 'NURG',
    transfers: amounts.map((minor, index) => ({
      endToEndId: `${messageId}-${index + 1}`,
      amount: money(bam, minor),
      debtor: { name: 'Fabrika', account: ibans.ZELENA },
      debtorAgent: 'ZELENA',
      creditor: { name: 'Hana', account: ibans.PLAVA },
      creditorAgent: 'NOTPROVIDED',
    })),
  });

const bills = (messageId: string, change: { creditor?: string; debtor?: string } = {}) =>
  writePain008({
    messageId,
    createdAtMs: instant(fridayEvening),
    initiator: 'Vodovod',
    batches: [
      {
        id: `${messageId}-A`,
        collectOn: '2026-11-23',
        scheme: 'CORE',
        sequence: 'RCUR',
        creditor: { name: 'Vodovod', account: change.creditor ?? ibans.ZELENA },
        creditorAgent: 'ZELENA',
        creditorId: 'BA98VOD00001',
        collections: [500, 700].map((minor, index) => ({
          endToEndId: `${messageId}-${index + 1}`,
          amount: money(bam, minor),
          mandateId: 'M-1',
          mandateSignedOn: '2026-01-02',
          debtor: { name: 'Hana', account: change.debtor ?? ibans.PLAVA },
          debtorAgent: 'NOTPROVIDED',
        })),
      },
    ],
  });

const back = (messageId: string, transactionId: string, minor: number, code = 'MD01') =>
  writePacs004({
    ...header(messageId),
    returns: [
      {
        returnId: `${messageId}-1`,
        amount: money(bam, minor),
        reason: { code },
        original: { endToEndId: 'E', transactionId },
      },
    ],
  });

// One house for all: each test begins with what the one before has left.
describe('small-value payments', () => {
  let it: TestHouse;
  const seen: string[] = [];
  beforeAll(async () => {
    it = await openTestHouse({ seen });
  });
  afterAll(() => it.close());

  test('of a batch wait for the window, are netted in it, and go on bank by bank', async () => {
    const taken = { status: 202, body: { status: 'ACCP', settlesOn: '2026-11-23' } };
    expect(
      await it.send('credit-transfers', 'ZELENA', salaries('S1', [3_000, 2_000])),
    ).toMatchObject(taken);
    expect(
      await it.send('credit-transfers', 'ZELENA', salaries('S1', [3_000, 2_000])),
    ).toMatchObject(taken);
    expect(await it.send('collections', 'ZELENA', bills('B1'))).toMatchObject(taken);
    await it.moveTo(fridayEvening + 60_000);
    expect(await it.balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 100_000, ZELENA: 100_000 });
    expect(it.peers.PLAVA.received).toEqual([]);

    await it.moveTo(mondayMorning);
    expect(await it.balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 103_800, ZELENA: 96_200 });
    const { transfers } = unwrap(readPacs008(it.bodyTo('PLAVA', 'credit-transfers')));
    expect(transfers.map(({ amount }) => amount.minor)).toEqual([3_000n, 2_000n]);
    const [collected] = unwrap(readPain008(it.bodyTo('PLAVA', 'collections'))).batches;
    expect(collected).toMatchObject({ creditorId: 'BA98VOD00001', collectOn: '2026-11-23' });
    const reports = it.peers.ZELENA.received.map(({ body }) => {
      const bank = readPacs002(body);
      return bank.ok ? bank.value.original.id : unwrap(readPain002(body)).batches[0]?.id;
    });
    expect(reports.sort()).toEqual(['B1-A', 'S1']);
    const xml = await it.getText('statements/ZELENA?date=2026-11-23', 'ZELENA');
    expect(unwrap(readCamt053(xml)).statements[0]?.entries).toMatchObject([
      { kind: 'SMALLVALUE', side: 'debit', amount: money(bam, 3_800), messageId: '2026-11-23/BAM' },
    ]);
    await it.proves();
  });

  test('come back in the next window, whole and once', async () => {
    const { batches } = unwrap(readPain008(it.bodyTo('PLAVA', 'collections')));
    const [first, second] = batches[0]?.collections ?? [];
    const id = first?.instructionId ?? '';
    const refused: [string, string, string][] = [
      ['PLAVA', back('R0', id, 499), 'AM09'],
      ['ZELENA', back('R0', id, 500), 'AG01'],
      ['PLAVA', back('R0', 'svp_none', 500), 'NOOR'],
    ];
    for (const [who, xml, code] of refused) {
      expect(await it.send('returns', who, xml)).toMatchObject({ body: { reason: { code } } });
    }
    const sent = await it.send('returns', 'PLAVA', back('R1', id, 500));
    expect(sent).toMatchObject({ status: 202, body: { status: 'ACCP', settlesOn: '2026-11-24' } });
    expect(await it.send('returns', 'PLAVA', back('R1', id, 500))).toEqual(sent);
    expect(await it.send('returns', 'PLAVA', back('R2', id, 500))).toMatchObject({
      body: { reason: { code: 'ARDT' } },
    });
    expect(second?.amount.minor).toBe(700n);

    await it.moveTo(atZone('2026-11-24', '08:00', zone));
    expect(await it.balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 104_300, ZELENA: 95_700 });
    expect(unwrap(readPacs004(it.bodyTo('ZELENA', 'returns'))).returns).toMatchObject([
      {
        reason: { code: 'MD01' },
        original: { endToEndId: 'B1-1', message: { id: 'B1', name: 'pain.008.001.08' } },
      },
    ]);
    const told = unwrap(readPacs002(it.bodyTo('PLAVA', 'status-reports')));
    expect(told).toMatchObject({ original: { id: 'R1' }, transactions: [{ status: 'ACSC' }] });
    await it.proves();
  });

  test('that a bank cannot pay abort the window, whoever wanted them', async () => {
    await it.send('credit-transfers', 'ZELENA', salaries('S2', [200_000]));
    await it.moveTo(atZone('2026-11-26', '08:00', zone));
    expect((await it.get('_kassa/health', 'ZELENA')).body).toMatchObject({
      details: { windowsAborted: [{ waitsFor: 'not enough money: ZELENA lacks 1043.00 BAM' }] },
    });
    const page = await fetch(`${it.url()}/?lang=bs`).then((answer) => answer.text());
    for (const text of ['Prekinut', 'ZELENA lacks', 'Direktna zaduženja']) {
      expect(page).toContain(text);
    }
    await it.proves();
  });

  test.skipIf(absent)(`and what is told of them all fit their schemas${absent}`, async () => {
    expect(await judged(seen)).toEqual([
      'camt.053.001.08',
      'pacs.002.001.10',
      'pacs.004.001.10',
      'pacs.008.001.08',
      'pain.002.001.11',
      'pain.008.001.08',
    ]);
  });

  test.each([
    ['for another bank', 'PLAVA', bills('X'), 403, 'AG01'],
    ['to an account elsewhere', 'ZELENA', bills('X', { creditor: ibans.PLAVA }), 422, 'AC03'],
    ['from an account of nobody', 'ZELENA', bills('X', { debtor: 'NO9386011117947' }), 422, 'AC01'],
    ['under an id that was used', 'ZELENA', bills('S1'), 409, 'AM05'],
    ['that are none', 'ZELENA', salaries('X', [1]), 400, 'FF01'],
  ])('collections %s are refused', async (_, who, xml, status, code) => {
    const sent = await it.send('collections', who, xml);
    expect(sent).toMatchObject({ status, body: { status: 'RJCT', reason: { code } } });
  });
});
