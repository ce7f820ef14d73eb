// One day of clearing: presented by the acquirer, netted at 20:00, delivered to the issuer, settled
// by the clearing house, booked once, and provable at every step.

import {
  buildPresentmentFile,
  type Presentment,
  parseAcceptanceFile,
  parsePresentmentFile,
} from '@kassa/clearing-file';
import { openDatabase } from '@kassa/database';
import { encodeReplacementAmount } from '@kassa/iso8583';
import { readPacs009, writeCamt054, writePacs002 } from '@kassa/iso20022';
import { silentLog } from '@kassa/log';
import { currencyOf, money, toMajor } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { atZone, instant } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { positions, prove } from '../book/prove.ts';
import { authorizationRequest, reversalAdvice } from '../testing/messages.ts';
import { presentment } from '../testing/presentments.ts';
import { openWorld, schema, type World } from '../testing/world.ts';

const bam = unwrap(currencyOf('BAM'));
const zone = 'Europe/Sarajevo';
let world: World;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Authorizes through the switch; what can be presented then. */
async function authorized(minor = 10_000n): Promise<Presentment> {
  count += 1;
  const stan = String(count).padStart(6, '0');
  const request = authorizationRequest({ stan, minor, atMs: world.clock.nowMs() });
  const answer = await world.acquirer.ask(request);
  expect(answer.fields[39]).toBe('00');
  return presentment({
    rrn: answer.fields[37] ?? '',
    arn: `0700016325130000${stan}1`,
    amount: money(bam, minor),
    capturedAt: Math.floor(world.clock.nowMs() / 1000) * 1000,
  });
}

function fileOf(fileId: string, items: readonly Presentment[], sender = '70001'): string {
  return buildPresentmentFile({
    header: {
      fileId,
      sender,
      receiver: '99900',
      businessDate: '2026-11-20',
      createdAt: world.clock.nowMs(),
    },
    items: items.map((item, index) => ({ ...item, sequence: index + 1 })),
  });
}

async function present(text: string, key = 'zelena-key') {
  const answer = await world.http.postText(`${world.network.url}/clearing/presentments`, text, {
    headers: { authorization: `Bearer ${key}` },
  });
  return unwrap(answer);
}

async function decisions(fileId: string, items: readonly Presentment[]) {
  const answer = await present(fileOf(fileId, items));
  expect(answer.status).toBe(200);
  return unwrap(parseAcceptanceFile(answer.body)).items.map(({ decision }) =>
    decision.outcome === 'rejected'
      ? decision.reason
      : [decision.fees.interchange, decision.fees.schemeFee].map((fee) => fee && toMajor(fee)),
  );
}

/** As the world does it: the clock is moved, and what is due runs. */
async function moveTo(atMs: number): Promise<string[]> {
  const offsetMs = Math.ceil(world.clock.offsetMs() + atMs - world.clock.nowMs()) + 1000;
  const answer = await world.http.postJson(
    `${world.network.url}/_kassa/clock`,
    { offsetMs },
    { headers: { authorization: 'Bearer control' } },
  );
  const { body } = unwrap(answer);
  return Array.isArray(Object(body).ran) ? Object(body).ran : [];
}

async function notify(messageId: string, minor: number, key = 'from-klir') {
  const xml = writeCamt054({
    messageId: 'ADV-1',
    createdAtMs: instant(world.clock.nowMs()),
    notifications: [
      {
        id: 'NTF-1',
        account: 'MOZAIK',
        entries: [
          {
            reference: 'MOV-1',
            amount: money(bam, Math.abs(minor)),
            side: minor < 0 ? 'debit' : 'credit',
            bookedOn: '2026-11-23',
            kind: 'NETSETTLEMENT',
            messageId,
          },
        ],
      },
    ],
  });
  const url = `${world.network.url}/clearing/notifications`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/xml' };
  return unwrap(await world.http.postText(url, xml, { headers }));
}

async function report(messageId: string, status: string, key = 'from-klir') {
  const xml = writePacs002({
    messageId: 'REP-1',
    createdAtMs: instant(world.clock.nowMs()),
    original: { id: messageId, name: 'pacs.009.001.08' },
    status,
    transactions: [],
  });
  const url = `${world.network.url}/clearing/status-reports`;
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/xml' };
  const answer = unwrap(await world.http.postText(url, xml, { headers }));
  return { status: answer.status, body: JSON.parse(answer.body) };
}

const open = async () =>
  Object.fromEntries(
    (await positions(world.database.db)).map(({ with: party, what, minor }) => [
      `${party} ${what}`,
      minor,
    ]),
  );
const proven = async () => {
  const report = await prove(world.database.db);
  expect(report.findings).toEqual([]);
  return report;
};

describe('presenting', () => {
  test('is for members with their own key and their own name', async () => {
    const text = fileOf('clf_key', []);
    expect((await present(text, 'wrong')).status).toBe(401);
    expect((await present(fileOf('clf_name', [], '70009'))).status).toBe(403);
    expect((await present(text.replace('clf_key', 'clf_kex'))).body).toContain('line 2');
  });

  test('the hundred of Hana: 1.20 for the issuer, 0.30 for the network', async () => {
    const item = await authorized();
    const text = fileOf('clf_1', [item]);
    const first = await present(text);
    const again = await present(text);
    expect(first.status).toBe(200);
    // The same file again: the very same answer, and nothing booked twice.
    expect(again.body).toBe(first.body);
    const { items } = unwrap(parseAcceptanceFile(first.body));
    expect(items[0]?.decision).toEqual({
      outcome: 'accepted',
      fees: { interchange: money(bam, -120), schemeFee: money(bam, -30) },
    });
    expect(await open()).toEqual({ 'acquirer-zelena card clearing': '-9850' });
    expect((await proven()).counts).toMatchObject({ presentments: 1 });
    expect((await present(fileOf('clf_1', []))).status).toBe(409);
  });

  test('each item is answered for itself', async () => {
    const [good, over, reversed, part] = [
      await authorized(),
      await authorized(),
      await authorized(),
      await authorized(),
    ];
    const undo = (item: Presentment, stan: string) =>
      reversalAdvice(authorizationRequest({ rrn: item.rrn, stan: item.rrn.slice(6) }), stan);
    await world.acquirer.ask(undo(reversed, '800001'));
    const partly = undo(part, '800002');
    await world.acquirer.ask({
      mti: '0400',
      fields: { ...partly.fields, 95: encodeReplacementAmount(4000n) },
    });
    const otherCard = unwrap(Pan.parse('4000000000000002'));
    expect(
      await decisions('clf_2', [
        good,
        { ...over, amount: money(bam, 10_001) },
        reversed,
        { ...part, amount: money(bam, 4000) },
        { ...good, rrn: '999999999999', arn: '1'.repeat(23) },
        { ...over, pan: otherCard },
        good,
      ]),
    ).toEqual([
      ['-1.20', '-0.30'],
      'amount_exceeds_authorization',
      'authorization_reversed',
      ['-0.48', '-0.12'],
      'authorization_unknown',
      'card_differs',
      'duplicate',
    ]);
    expect(await decisions('clf_3', [good])).toEqual(['duplicate']);
  });

  test('a refund runs the other way and gives the interchange back', async () => {
    const item = await authorized();
    expect(await decisions('clf_4', [item])).toEqual([['-1.20', '-0.30']]);
    const refund = {
      ...item,
      isCredit: true,
      rrn: '632599000001',
      originalRrn: item.rrn,
      arn: '2'.repeat(23),
      amount: money(bam, 5000),
    };
    expect(await decisions('clf_5', [refund])).toEqual([['0.60', '0.00']]);
    const rest = { ...refund, rrn: '632599000002', arn: '3'.repeat(23), amount: money(bam, 5001) };
    expect(await decisions('clf_6', [rest])).toEqual(['refund_exceeds_purchase']);
    await proven();
  });

  test('two files at the same moment cannot present one authorization twice', async () => {
    const item = await authorized();
    const files = [1, 2, 3, 4].map((n) => decisions(`clf_race_${n}`, [item]));
    const outcomes = (await Promise.all(files)).flat();
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(3);
    await proven();
  });
});

describe('the cycle of 20:00', () => {
  // Presented above: 100 four times and 40; given back: 50. Less interchange and scheme fees.
  const acquirerDue = -(44_000 - 5000) + (528 - 60) + 132;

  test('waits while issuer and clearing house are down, and shows that it does', async () => {
    world.web.state.isDown = true;
    expect(await moveTo(atZone('2026-11-20', '20:00', zone))).toEqual([]);
    const health = unwrap(await world.http.getJson(`${world.network.url}/_kassa/health`));
    expect(health.body).toMatchObject({ details: { failingTasks: ['clearing 2026-11-20'] } });
    expect(world.web.files).toEqual([]);
    await proven();
  });

  test('brings the issuer its file and the clearing house the nets, once', async () => {
    world.web.state.isDown = false;
    // By the move, or by the schedule's own look at the clock just before it.
    expect(['', 'clearing 2026-11-20']).toContain((await moveTo(world.clock.nowMs())).join());
    const [text = ''] = world.web.files;
    const file = unwrap(parsePresentmentFile(text));
    expect(world.web.files).toHaveLength(1);
    expect(file.header).toMatchObject({ sender: '99900', receiver: '70002' });
    expect(file.items).toHaveLength(6);
    expect(file.items[0]?.pan.reveal()).toBe('4000000000009995');
    expect(file.items[0]?.fees).toEqual({ interchange: money(bam, 120) });
    const instruction = unwrap(readPacs009(world.web.instructions[0] ?? ''));
    expect(instruction).toMatchObject({
      messageId: 'MOZAIK-20261120-BAM',
      settledOn: '2026-11-23',
    });
    expect(
      instruction.transfers.map(({ debtor, creditor, amount }) => [debtor, creditor, amount.minor]),
    ).toEqual([
      ['MOZAIK', 'ZELENA', BigInt(-acquirerDue)],
      ['PLAVA', 'MOZAIK', BigInt(-acquirerDue + 132)],
    ]);
    expect(await moveTo(world.clock.nowMs())).toEqual([]);
    expect(world.web.instructions).toHaveLength(1);
  });

  test('leaves the members with what they owe and are owed', async () => {
    expect(await open()).toEqual({
      'acquirer-zelena card clearing': String(acquirerDue),
      'issuer-plava card clearing': String(-acquirerDue + 132),
    });
    await proven();
  });

  test('forgets the card numbers once the issuer has its file', async () => {
    const sealed = await world.database.db.exec(
      'select 1 from presentment where sealed_item is not null',
    );
    expect(sealed).toBe(0);
  });
});

describe('settlement', () => {
  test('told by the clearing house is booked once', async () => {
    expect((await notify('MOZAIK-20261120-BAM', 132, 'wrong')).status).toBe(401);
    expect(JSON.parse((await notify('MOZAIK-20261120-BAM', 132)).body)).toMatchObject({
      booked: 1,
    });
    expect(JSON.parse((await notify('MOZAIK-20261120-BAM', 132)).body)).toMatchObject({ known: 1 });
    expect(JSON.parse((await notify('SOMETHING-ELSE', 132)).body)).toMatchObject({ foreign: 1 });
    // What is left at the clearing house is what the network has earned.
    expect(await open()).toEqual({ 'clearing-klir settlement account': '132' });
    await proven();
  });

  test('of which no notice comes is found by asking', async () => {
    const item = await authorized();
    expect(await decisions('clf_7', [item])).toEqual([['-1.20', '-0.30']]);
    await moveTo(atZone('2026-11-23', '20:00', zone));
    expect(world.web.instructions).toHaveLength(2);
    await moveTo(atZone('2026-11-24', '09:00', zone));
    expect(await open()).toHaveProperty('issuer-plava card clearing', '9880');
    world.web.state.settlementState = 'settled';
    await moveTo(atZone('2026-11-26', '09:00', zone));
    expect(await open()).toEqual({ 'clearing-klir settlement account': '162' });
    await proven();
  });

  test('that is reported, without a notice, is booked once; of another amount than the nets it is found', async () => {
    const item = await authorized();
    await decisions('clf_8', [item]);
    world.web.state.settlementState = 'waiting';
    await moveTo(atZone('2026-11-26', '20:00', zone));
    const id = 'MOZAIK-20261126-BAM';
    expect((await report(id, 'ACSC', 'wrong')).status).toBe(401);
    expect((await report('SOMETHING-ELSE', 'ACSC')).body).toEqual({ isSettled: false });
    expect((await report(id, 'PDNG')).body).toEqual({ isSettled: false });
    expect(await open()).toHaveProperty('issuer-plava card clearing', '9880');
    for (let times = 0; times < 2; times += 1) {
      expect((await report(id, 'ACSC')).body).toEqual({ isSettled: true });
      expect(await open()).toEqual({ 'clearing-klir settlement account': '192' });
      await proven();
    }
    await notify(id, 31);
    const { ok, findings } = await prove(world.database.db);
    expect(ok).toBe(false);
    expect(findings).toMatchObject([
      { what: 'settlement_advice_differs', where: 'MOZAIK-20261126-BAM' },
    ]);
  });
});

test('one payment can be followed by its RRN, with who got which part', async () => {
  const { body } = unwrap(
    await world.http.getJson(`${world.network.url}/_kassa/trace/632513000001`, {
      headers: { authorization: 'Bearer control' },
    }),
  );
  const lines: { what: string; account?: string; amount?: string }[] = Array.isArray(body)
    ? body
    : [];
  expect(lines.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      '0100 from Zelena banka',
      '0100 to Plava banka',
      '0110 from Plava banka: 00 approved',
      '0110 to Zelena banka: 00 approved',
    ]),
  );
  expect(lines.find(({ account }) => account === 'revenue:scheme_fees')?.amount).toBe('30');
});

test('books can be proved while the program is stopped', async () => {
  const db = openDatabase({
    url: world.database.url,
    schema,
    log: silentLog,
    name: 'prover',
  });
  expect((await prove(db)).party).toBe('network-mozaik');
  await db.close();
});
