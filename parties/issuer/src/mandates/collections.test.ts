// Collections and returns over HTTP, as the clearing house brings them and is brought them.

import { writePacs002, writePacs008, writePain008 } from '@kassa/iso20022';
import { balances } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { instant } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hana, monday } from '../test-bank.ts';
import { keys, lookInto, openTestWorld, type TestWorld } from '../test-world.ts';

const bam = unwrap(currencyOf('BAM'));
const iban = hana.seed.accounts[0]?.iban ?? '';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let world: TestWorld;
let cookie = '';
beforeAll(async () => {
  world = await openTestWorld();
  const body = new URLSearchParams({ number: '10001001', password: 'plava-hana-1' }).toString();
  const entered = await world.post('/log-in', body, form);
  cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => world.close());

const bring = async (path: string, xml: string) => {
  const authorization = `Bearer ${keys.clearingHouse}`;
  const headers = { 'content-type': 'application/xml', authorization };
  const answer = await world.post(`/clearing/${path}`, xml, headers);
  await world.control('clock', { offsetMs: 0 });
  return { status: answer.status, body: await answer.json() };
};

const collection = (id: string, minor: number, change: { account?: string } = {}) =>
  writePain008({
    messageId: `M-${id}`,
    createdAtMs: instant(monday),
    initiator: 'Vodovod',
    batches: [
      {
        ...{ id: `B-${id}`, collectOn: '2026-11-23', scheme: 'CORE', sequence: 'RCUR' },
        creditor: { name: 'Vodovod', account: 'BA391610000000000001' },
        ...{ creditorAgent: 'ZELENA', creditorId: 'BA98VOD00001' },
        collections: [
          {
            ...{ instructionId: id, endToEndId: `E-${id}`, amount: money(bam, minor) },
            ...{ mandateId: 'VODA-7', mandateSignedOn: '2026-11-20' },
            debtor: { name: 'Hana', account: change.account ?? iban },
            ...{ debtorAgent: 'PLAVA', remittance: 'Water, October' },
          },
        ],
      },
    ],
  });

const give = (fields: Record<string, string>) =>
  world.post('/mandates', new URLSearchParams(fields).toString(), { ...form, cookie });

async function book(): Promise<Record<string, number>> {
  const look = lookInto(world);
  const all = await balances(look);
  await look.close();
  return Object.fromEntries(
    all
      .filter(({ posted }) => posted.currency === bam)
      .map(({ path, posted }) => [path, Number(posted.minor)]),
  );
}

const sentBack = () =>
  world.returns.messages.flatMap(({ returns }) =>
    returns.map(({ reason, original }) => [original.transactionId, reason.code]),
  );

describe('a collection', () => {
  test('without a mandate goes back with MD01, and the money is had back when that has settled', async () => {
    const before = await book();
    world.returns.status = 'ACCP';
    const taken = { status: 200, body: { booked: 0, refused: 1 } };
    expect(await bring('collections', collection('svp_1', 40_00))).toEqual(taken);
    expect(sentBack()).toEqual([['svp_1', 'MD01']]);
    const away = await book();
    expect(away['clearing-house:returns']).toBe(-40_00);
    expect(away['central-bank:reserve']).toBe((before['central-bank:reserve'] ?? 0) - 40_00);

    const settled = writePacs002({
      messageId: 'R1',
      createdAtMs: instant(monday),
      original: { id: world.returns.messages[0]?.messageId ?? '', name: 'pacs.004.001.10' },
      transactions: [{ endToEndId: 'E-svp_1', status: 'ACSC' }],
    });
    expect((await bring('status-reports', settled)).body).toEqual({ isSettled: true });
    await bring('status-reports', settled);
    expect(await book()).toMatchObject({
      ...before,
      'clearing-house:returns': 0,
    });
  });

  test('under a mandate that the customer gives is booked once, and shown in the statement', async () => {
    const mandate = {
      account: 'hana-current BAM',
      creditorName: 'Vodovod',
      creditorId: 'BA98VOD00001',
      mandateId: 'VODA-7',
      paymentMax: '50,00',
    };
    expect((await give({ ...mandate, creditorId: '' })).status).toBe(422);
    expect((await give({ ...mandate, paymentMax: 'much' })).status).toBe(422);
    expect((await give({ ...mandate, account: 'somebody BAM' })).status).toBe(422);
    expect((await give(mandate)).status).toBe(303);
    expect((await give(mandate)).status).toBe(422);

    const one = collection('svp_2', 40_00);
    expect((await bring('collections', one)).body).toEqual({ booked: 1, refused: 0 });
    expect((await bring('collections', one)).body).toEqual({ booked: 0, refused: 0 });
    expect((await book())['customer:hana-current']).toBe(460_00);
    const read = (path: string) =>
      fetch(world.bank.url + path, { headers: { cookie } }).then((answer) => answer.text());
    expect(await read('/accounts/hana-current')).toContain('Water, October');
    expect(await read('/mandates')).toContain('VODA-7');
  });

  test('goes back above the limit, without money, from nobody, and after the mandate is taken back', async () => {
    world.returns.messages.length = 0;
    await bring('collections', collection('svp_3', 50_01));
    await bring('collections', collection('svp_4', 1, { account: 'BA391290079401028400' }));
    const key = { account: 'hana-current', creditorId: 'BA98VOD00001', mandateId: 'VODA-7' };
    await world.post('/mandates/cancel', new URLSearchParams(key).toString(), { ...form, cookie });
    await bring('collections', collection('svp_5', 1));
    expect(sentBack()).toEqual([
      ['svp_3', 'AM02'],
      ['svp_4', 'AC01'],
      ['svp_5', 'MD01'],
    ]);
    expect(await world.control('prove')).toMatchObject({ ok: true, findings: [] });
  });
});

test('a transfer to nobody’s account goes back, and is out of the books when that is done', async () => {
  world.returns.messages.length = 0;
  world.returns.status = 'ACSC';
  const before = await book();
  const transfer = writePacs008({
    ...{ messageId: 'T1', createdAtMs: instant(monday), settledOn: '2026-11-23' },
    transfers: [
      {
        ...{ endToEndId: 'PAYOUT-9', transactionId: 'ctr_9', amount: money(bam, 97_00) },
        debtor: { name: 'Zelena banka', account: 'ZELENA/BAM' },
        creditor: { name: 'Nobody', account: 'BA391290079401028400' },
        ...{ debtorAgent: 'ZELENA', creditorAgent: 'PLAVA' },
      },
    ],
  });
  expect((await bring('credit-transfers', transfer)).status).toBe(200);
  expect(sentBack()).toEqual([['ctr_9', 'AC03']]);
  expect(await book()).toEqual(before);
  expect(await world.control('prove')).toMatchObject({ ok: true, findings: [] });
});
