import { currencyOf, money } from '@kassa/money';
import {
  type AchFile,
  type Batch,
  changeFile,
  checkDigitOf,
  type Received,
  readAch,
  returnFile,
  writeAch,
} from '@kassa/nacha';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mondayMorning, openTestHouse, routingNumbers, type TestHouse } from '../testing/house.ts';

const usd = unwrap(currencyOf('USD'));
const klir = '990000013';
const [zelena = ''] = routingNumbers.ZELENA;
const [plava = ''] = routingNumbers.PLAVA;

const header = (from: string, idModifier: string): AchFile['header'] => ({
  ...{ immediateDestination: klir, immediateOrigin: from, createdOn: '261120', createdAt: '2000' },
  ...{ idModifier, destinationName: 'Klir', originName: 'A bank', reference: '' },
});

type Row = readonly [transactionCode: string, minor: number, to?: string];

function batch(rows: readonly Row[], batchNumber: number, first: number, dfi: string): Batch {
  return {
    header: {
      ...{ kind: 'domestic', serviceClass: '200', companyName: 'FACTORY' },
      ...{ companyDiscretionary: '', companyId: '1990000165', secCode: 'PPD' },
      ...{ description: 'PAYROLL', descriptiveDate: '', effectiveOn: '261123' },
      ...{ settlementDay: '', originatorStatus: '1', originatingDfi: dfi, batchNumber },
    },
    entries: rows.map(([code, minor, to = plava], index) => ({
      detail: {
        ...{ kind: 'standard', transactionCode: code, receivingDfi: to.slice(0, 8) },
        ...{ checkDigit: checkDigitOf(to), account: '123456789', amount: money(usd, minor) },
        ...{ identification: 'EMPLOYEE', name: 'HANA BEGIC', discretionary: '' },
        addendaIndicator: '0',
        traceNumber: `${dfi}${String(first + index).padStart(7, '0')}`,
      },
      addenda: [],
    })),
  };
}

const fileOf = (rows: readonly Row[], modifier: string, first = 1, from = zelena) =>
  writeAch({
    header: header(from, modifier),
    batches: [batch(rows, 1, first, from.slice(0, 8))],
  });

// One house for all: each test begins with what the one before has left.
describe('an ACH file', () => {
  let it: TestHouse;
  beforeAll(async () => {
    it = await openTestHouse({ liquidity: { USD: '1000.00' } });
  });
  afterAll(() => it.close());
  const send = (who: 'ZELENA' | 'PLAVA', text: string) => it.send('ach/files', who, text);
  const received = (who: 'ZELENA' | 'PLAVA') =>
    it.peers[who].received
      .filter(({ path }) => path === '/clearing/ach-files')
      .map(({ body }) => unwrap(readAch(body)));

  test('is netted in the window of its day, and handed on to each receiving bank', async () => {
    const rows: Row[] = [
      ['22', 300_00],
      ['27', 100_00],
      ['23', 0],
    ];
    const taken = { status: 202, body: { status: 'ACCP', settlesOn: '2026-11-23' } };
    expect(await send('ZELENA', fileOf(rows, 'A'))).toMatchObject(taken);
    expect(await send('ZELENA', fileOf(rows, 'A'))).toMatchObject(taken);
    expect(await it.balancesNow('USD')).toMatchObject({ PLAVA: 1_000_00, ZELENA: 1_000_00 });
    await it.moveTo(mondayMorning);
    expect(await it.balancesNow('USD')).toMatchObject({ PLAVA: 1_200_00, ZELENA: 800_00 });
    const [file] = received('PLAVA');
    expect(file?.header).toMatchObject({ immediateDestination: plava, immediateOrigin: klir });
    // 23 November is day 327 of the year.
    expect(file?.batches[0]?.header).toMatchObject({ settlementDay: '327', secCode: 'PPD' });
    expect(file?.batches[0]?.entries.map(({ detail }) => detail.amount.minor)).toEqual([
      300_00n,
      100_00n,
      0n,
    ]);
    await it.proves();
  });

  test('of returns and of notifications of change goes the way back', async () => {
    const [file] = received('PLAVA');
    const [source] = file?.batches ?? [];
    const [credit, debit, prenote] = source?.entries ?? [];
    if (!source || !credit || !debit || !prenote) throw new Error('the file came in full');
    const of = (entry: Received['entry']): Received => ({ header: source.header, entry });
    const answering = { dfi: plava.slice(0, 8), sequence: 1 };
    const back = writeAch(
      returnFile(header(plava, 'A'), answering, [
        { ...of(credit), reason: 'R03' },
        { ...of(debit), reason: 'R01' },
      ]),
    );
    const change = { ...of(prenote), code: 'C01', correctedText: '987654321' } as const;
    const changes = writeAch(
      changeFile(header(plava, 'B'), { ...answering, sequence: 9 }, [change]),
    );
    expect((await send('PLAVA', back)).status).toBe(202);
    expect((await send('PLAVA', changes)).status).toBe(202);
    const again = returnFile(header(plava, 'C'), { ...answering, sequence: 20 }, [
      { ...of(credit), reason: 'R04' },
    ]);
    expect(await send('PLAVA', writeAch(again))).toMatchObject({
      body: { reason: { code: 'ARDT' } },
    });

    await it.moveTo(mondayMorning + 86_400_000);
    expect(await it.balancesNow('USD')).toMatchObject({ PLAVA: 1_000_00, ZELENA: 1_000_00 });
    const addenda = received('ZELENA').flatMap(({ batches }) =>
      batches.flatMap(({ entries }) => entries.flatMap((entry) => entry.addenda)),
    );
    expect(addenda).toMatchObject([
      { kind: 'return', returnCode: 'R03' },
      { kind: 'return', returnCode: 'R01' },
      { kind: 'change', changeCode: 'C01', correctedText: '987654321' },
    ]);
    await it.proves();
  });

  test.each<[string, () => string, number, string, RegExp]>([
    ['of another bank', () => fileOf([['22', 1]], 'D', 1, plava), 403, 'AG01', /990000246/],
    [
      'to a bank nobody knows',
      () => fileOf([['22', 1, '990000327']], 'D'),
      422,
      'RC04',
      /990000327/,
    ],
    ['to its own sender', () => fileOf([['22', 1, zelena]], 'D'), 422, 'AG01', /ZELENA/],
    ['under the name of another', () => fileOf([['22', 1]], 'A'), 409, 'AM05', /-A/],
    [
      'with a wrong sum',
      () => fileOf([['22', 77]], 'D').replace('0000000077', '0000000078'),
      400,
      'FF01',
      /line \d+, columns/,
    ],
  ])('%s is refused, and says where', async (_, text, status, code, where) => {
    const sent = await send('ZELENA', text());
    expect(sent).toMatchObject({ status, body: { reason: { code } } });
    expect(sent.body.reason.detail).toMatch(where);
  });
});
