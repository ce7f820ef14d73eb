// A holder who disputes what is on the statement: credited at once, charged back through the network,
// and judged when the shop answers.

import {
  buildDisputeFile,
  buildPresentmentFile,
  type DisputeMessage,
  parseAcceptanceFile,
} from '@kassa/clearing-file';
import { balances } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prove } from '../accounts/prove.ts';
import { hana, monday } from '../test-bank.ts';
import { keys, lookInto, openTestWorld, type TestWorld } from '../test-world.ts';
import type { ClaimReason } from './dispute.ts';

const bam = unwrap(currencyOf('BAM'));
let world: TestWorld;
let db: ReturnType<typeof lookInto>;

beforeEach(() => open('fraudulent'));
afterEach(close);

async function open(disputes: ClaimReason): Promise<void> {
  const [account] = hana.seed.accounts;
  const [card] = account?.cards ?? [];
  if (!account || !card) throw new Error('Hana has a card');
  const accounts = [{ ...account, cards: [{ ...card, disputes }] }];
  world = await openTestWorld({ customers: [{ ...hana.seed, accounts }] });
  db = lookInto(world);
}

async function close(): Promise<void> {
  expect((await prove(db)).findings).toEqual([]);
  await db.close();
  await world.close();
}

const header = (fileId: string, createdAt = monday) => ({
  fileId,
  sender: '99900',
  receiver: '500000',
  businessDate: '2026-11-23',
  createdAt,
});
const network = { authorization: `Bearer ${keys.network}`, 'content-type': 'text/plain' };

/** A hundred, presented; the bank acts on its holder's plan. */
async function present(fileId = 'F1'): Promise<void> {
  const text = buildPresentmentFile({
    header: header(fileId),
    items: [
      {
        sequence: 1,
        pan: unwrap(Pan.parse(hana.pan)),
        amount: money(bam, 100_00),
        isCredit: false,
        rrn: '632700000001',
        arn: '7'.repeat(23),
        capturedAt: monday,
        authorizationCode: 'A1B2C3',
        acquirerId: '400070',
        acquirerCountry: '070',
        mid: 'DIVA00000000001',
        tid: 'DIVA0001',
        mcc: '5977',
        merchantName: 'Diva shop',
        merchantCity: 'Sarajevo',
        merchantCountry: 'BA',
        entryMode: '812',
        fees: { interchange: money(bam, 1_20) },
      },
    ],
  });
  expect((await world.post('/clearing/presentments', text, network)).status).toBe(200);
  await drain();
}

const drain = (offsetMs = 0) => world.control('clock', { offsetMs });

let brought = 0;
const represent = (more: Partial<DisputeMessage> = {}) =>
  bring({ stage: 'representment', ...more }, 'D1');

/** What the network brings of the first chargeback. */
async function bring(more: Partial<DisputeMessage>, name?: string) {
  brought += 1;
  const fileId = name ?? `N${brought}`;
  const [item] = world.clearing.files[0]?.items ?? [];
  if (!item) throw new Error('no chargeback came');
  const items = [{ ...item, ...more }];
  const text = buildDisputeFile({ header: header(fileId), items });
  const answer = await world.post('/clearing/disputes', text, network);
  expect(answer.status).toBe(200);
  const [one] = unwrap(parseAcceptanceFile(await answer.text())).items;
  await drain();
  return one?.decision;
}

async function book(): Promise<Record<string, number>> {
  const all = await balances(db, { accountId: 'bank' });
  return Object.fromEntries(
    all.flatMap(({ path, posted }) =>
      posted.minor === 0n || /^(vault|cards)/.test(path) ? [] : [[path, Number(posted.minor)]],
    ),
  );
}

const sent = () => world.clearing.files.flatMap(({ items }) => items.map(({ stage }) => stage));
const states = () =>
  db.query({ text: 'select state, end_reason from dispute' }, (row) => [
    row['state'],
    row['end_reason'],
  ]);
const untouched = { 'customer:hana-current': 400_00, 'network:payable': 98_80 };
const chargedBack = { 'customer:hana-current': 500_00, 'network:payable': -1_20 };

test('a claim is credited at once, and charged back once the network has it', async () => {
  world.clearing.isDown = true;
  await present();
  expect(await book()).toMatchObject({
    'customer:hana-current': 500_00,
    'disputes:under-way': 100_00,
    'network:payable': 98_80,
  });
  expect((await prove(db)).findings).toEqual([]);
  world.clearing.isDown = false;
  // An attempt that was under way waits once more, from the time that it is then.
  let offsetMs = 0;
  const sentAfter = async () => {
    offsetMs += 600_000;
    await drain(offsetMs);
    return world.clearing.files.length;
  };
  await expect.poll(sentAfter).toBe(1);
  expect(world.clearing.files[0]).toMatchObject({
    header: { sender: '500000', receiver: '99900' },
    items: [
      { stage: 'chargeback', reason: '10.4', amount: money(bam, 100_00), acquirerId: '400070' },
    ],
  });
  expect(await book()).toMatchObject(chargedBack);
  expect(await book()).not.toHaveProperty('disputes:under-way');
  // The same purchase in another file is no new claim.
  await present('F2');
  expect(sent()).toEqual(['chargeback']);
});

test('a shop that convinces gets the money, and the cardholder is charged again', async () => {
  await present();
  expect(await represent({ text: 'winning_evidence' })).toMatchObject({ outcome: 'accepted' });
  expect(await represent({ text: 'winning_evidence' })).toMatchObject({ outcome: 'accepted' });
  expect(await book()).toMatchObject(untouched);
  expect(sent()).toEqual(['chargeback', 'closing']);
  expect(await states()).toEqual([['lost', 'the cardholder gives up']]);
});

test('a shop that does not convince is charged a second time', async () => {
  await present();
  await represent({ text: 'losing_evidence' });
  expect(await book()).toMatchObject(chargedBack);
  expect(sent()).toEqual(['chargeback', 'second_chargeback']);
  expect(await states()).toEqual([['won', 'the cardholder insists']]);
});

test('what the network rejects is taken back from the cardholder', async () => {
  world.clearing.refusal = 'authenticated';
  await present();
  expect(await book()).toMatchObject(untouched);
  expect(await states()).toEqual([['refused', 'authenticated']]);
});

test('a shop that never answers has lost', async () => {
  await present();
  await drain(50 * 86_400_000);
  expect(await states()).toEqual([['won', 'the shop never answered']]);
  expect(await represent({ text: 'winning_evidence' })).toMatchObject({ outcome: 'accepted' });
  expect(await states()).toEqual([['lost', 'the cardholder gives up']]);
});

test('a representment of nothing is rejected, and a file without the key', async () => {
  await present();
  expect(await represent({ caseId: 'dsp_other' })).toMatchObject({ outcome: 'rejected' });
  expect((await world.post('/clearing/disputes', 'x')).status).toBe(401);
  expect((await world.post('/clearing/disputes', 'x', network)).status).toBe(422);
});

const insisted = ['chargeback', 'pre_arbitration'];

test('against what a shop shows the bank stands by its holder, and the shop may give in', async () => {
  await present();
  await represent({ documents: ['delivery'], text: 'losing_evidence' });
  expect(sent()).toEqual(insisted);
  expect(await states()).toEqual([
    ['pre_arbitration', 'the cardholder insists, whatever the shop has shown'],
  ]);
  // The shop's bank has the money, the cardholder too: the bank stands between.
  expect(await book()).toMatchObject({ 'disputes:under-way': 100_00, 'network:payable': 98_80 });
  expect((await prove(db)).findings).toEqual([]);
  for (const _ of ['once', 'and again']) {
    expect(await bring({ stage: 'acceptance' })).toMatchObject({ outcome: 'accepted' });
  }
  expect(await book()).toMatchObject(chargedBack);
  expect(await states()).toEqual([['won', 'the shop gives in']]);
});

test.each([
  ['issuer', 290_00, 'won', { ...chargedBack, 'network:payable': -1_20 }, undefined],
  ['acquirer', -490_00, 'lost', { 'customer:hana-current': 400_00 }, 780_00],
] as const)(
  'what the network rules for the %s is booked with its fees, once',
  async (favours, fee, state, expected, spent) => {
    await present();
    await represent({ documents: ['receipt'], text: 'losing_evidence' });
    world.clearing.fee = money(bam, -290_00);
    for (const _ of ['once', 'and again']) {
      expect(await bring({ stage: 'declination' })).toMatchObject({ outcome: 'accepted' });
      await drain();
    }
    expect(sent()).toEqual([...insisted, 'arbitration']);
    expect(await book()).toMatchObject({ 'expense:arbitration-fee': 290_00 });
    const ruling = { stage: 'ruling', favours, fee: money(bam, fee), text: 'So it is.' } as const;
    for (const _ of ['once', 'and again']) {
      expect(await bring(ruling)).toMatchObject({ outcome: 'accepted' });
    }
    expect(await states()).toEqual([[state, 'the network has ruled']]);
    const after = await book();
    expect(after).toMatchObject(expected);
    expect(after['expense:arbitration-fee']).toBe(spent);
  },
);
