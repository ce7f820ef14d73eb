import { readCamt054, readPacs002, type SettlementPriority, writePacs009 } from '@kassa/iso20022';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { atZone, instant } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Code, fridayEvening, openTestHouse, type TestHouse, zone } from '../testing/house.ts';
import { absent, judged } from '../testing/schemas.ts';

const bam = unwrap(currencyOf('BAM'));
const pay = (
  id: string,
  from: Code,
  to: string,
  minor: number,
  priority?: SettlementPriority,
): string =>
  writePacs009({
    messageId: id,
    createdAtMs: instant(fridayEvening),
    settledOn: '2026-11-20',
    transfers: [
      {
        ...{ endToEndId: `${id}-1`, amount: money(bam, minor), debtor: from, creditor: to },
        ...(priority && { priority }),
      },
    ],
  });

// One house for all: each test begins with what the one before has left.
describe('large-value payments', () => {
  let it: TestHouse;
  const seen: string[] = [];
  beforeAll(async () => {
    it = await openTestHouse({ seen });
  });
  afterAll(() => it.close());
  const send = (from: Code, xml: string) => it.send('rtgs/payments', from, xml);

  test('are settled at once where they are covered, and told to the receiver', async () => {
    const sent = await send('ZELENA', pay('Z1', 'ZELENA', 'PLAVA', 40_000));
    expect(sent).toEqual({ status: 200, body: { messageId: 'Z1', status: 'ACSC' } });
    expect(await send('ZELENA', pay('Z1', 'ZELENA', 'PLAVA', 40_000))).toEqual(sent);
    expect(await it.balancesNow()).toEqual({ MOZAIK: 0, PLAVA: 140_000, ZELENA: 60_000 });
    await it.moveTo(fridayEvening + 1_000);
    const [told] = unwrap(readCamt054(it.bodyTo('PLAVA', 'notifications'))).notifications;
    expect(told?.entries).toMatchObject([
      { kind: 'LARGEVALUE', side: 'credit', endToEndId: 'Z1-1', counterparty: 'ZELENA' },
    ]);
  });

  test('wait where they are not, urgent ones in front, and go when money has come', async () => {
    const waits = { status: 202, body: { status: 'PDNG' } };
    expect(await send('ZELENA', pay('Z2', 'ZELENA', 'MOZAIK', 60_001))).toMatchObject(waits);
    // It would be covered, and overtakes nobody of the same sender.
    expect(await send('ZELENA', pay('Z3', 'ZELENA', 'MOZAIK', 1))).toMatchObject(waits);
    const urgent = await send('ZELENA', pay('Z4', 'ZELENA', 'MOZAIK', 2, 'URGT'));
    expect(urgent).toMatchObject({ status: 200, body: { status: 'ACSC' } });
    expect(await it.balancesNow()).toMatchObject({ MOZAIK: 2, ZELENA: 59_998 });
    await send('MOZAIK', pay('M1', 'MOZAIK', 'PLAVA', 2));
    await send('PLAVA', pay('P1', 'PLAVA', 'ZELENA', 10));
    expect(await it.balancesNow()).toEqual({ MOZAIK: 60_002, PLAVA: 139_992, ZELENA: 6 });
    const z2 = await it.get('rtgs/payments/Z2', 'ZELENA');
    expect(z2.body).toMatchObject({ payments: [{ endToEndId: 'Z2-1', state: 'settled' }] });
  });

  test('of two members against one another settle together when neither could pay first', async () => {
    await send('PLAVA', pay('P2', 'PLAVA', 'ZELENA', 500_000));
    expect(await it.balancesNow()).toMatchObject({ PLAVA: 139_992, ZELENA: 6 });
    const back = await send('ZELENA', pay('Z5', 'ZELENA', 'PLAVA', 490_000));
    expect(back).toMatchObject({ status: 200, body: { status: 'ACSC' } });
    expect(await it.balancesNow()).toMatchObject({ PLAVA: 129_992, ZELENA: 10_006 });
    expect((await it.get('rtgs/payments/P2', 'PLAVA')).body).toMatchObject({
      payments: [{ state: 'settled' }],
    });
    await it.proves();
  });

  test('can be cancelled while they wait; what still waits at the end of the day is rejected', async () => {
    await send('ZELENA', pay('Z6', 'ZELENA', 'PLAVA', 900_000, 'HIGH'));
    await send('ZELENA', pay('Z7', 'ZELENA', 'PLAVA', 6));
    await send('ZELENA', pay('Z8', 'ZELENA', 'PLAVA', 800_000));
    const headers = { authorization: 'Bearer key-ZELENA' };
    const cancel = () =>
      fetch(`${it.url()}/rtgs/payments/Z6`, { method: 'DELETE', headers }).then((a) => a.json());
    expect(await cancel()).toEqual({ messageId: 'Z6', cancelled: 1 });
    expect(await cancel()).toEqual({ messageId: 'Z6', cancelled: 0 });
    expect(await it.balancesNow()).toMatchObject({ ZELENA: 10_000 });
    const page = await fetch(`${it.url()}/`).then((answer) => answer.text());
    expect(page).toContain('Z8-1');

    const ran = await it.moveTo(atZone('2026-11-23', '17:00', zone));
    expect(ran).toContain('rtgs-close 2026-11-23');
    const asked = await send('ZELENA', pay('Z8', 'ZELENA', 'PLAVA', 800_000));
    expect(asked.body).toMatchObject({ status: 'RJCT', reason: { code: 'AM04' } });
    const reports = it.peers.ZELENA.received
      .filter(({ path }) => path.endsWith('status-reports'))
      .map(({ body }) => unwrap(readPacs002(body)).transactions[0]);
    expect(reports.map((one) => [one?.endToEndId, one?.status, one?.reason?.code])).toEqual(
      expect.arrayContaining([
        ['Z5-1', 'ACSC', undefined],
        ['Z6-1', 'RJCT', 'CUST'],
        ['Z8-1', 'RJCT', 'AM04'],
      ]),
    );
    await it.proves();
  });

  test.skipIf(absent)(`and what is told of them all fit their schemas${absent}`, async () => {
    const names = ['camt.054.001.08', 'pacs.002.001.10', 'pacs.009.001.08'];
    expect(await judged(seen)).toEqual(names);
  });

  test.each([
    ['of nothing', pay('X', 'ZELENA', 'PLAVA', 0), 422, 'AM01'],
    ['of another’s money', pay('X', 'PLAVA', 'ZELENA', 1), 403, 'AG01'],
    ['to a stranger', pay('X', 'ZELENA', 'SIVA', 1), 422, 'RC04'],
    ['to itself', pay('X', 'ZELENA', 'ZELENA', 1), 422, 'AG01'],
    ['under an id that was used', pay('Z1', 'ZELENA', 'PLAVA', 1), 409, 'AM05'],
  ])('%s are refused', async (_, xml, status, code) => {
    expect(await send('ZELENA', xml)).toMatchObject({ status, body: { reason: { code } } });
  });
});
