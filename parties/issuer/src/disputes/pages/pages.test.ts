// A cardholder at the net-bank: disputes a purchase in their own words, reads what the shop shows, and
// stands by it; nobody else sees any of it.

import { buildDisputeFile, buildPresentmentFile, type DisputeMessage } from '@kassa/clearing-file';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prove } from '../../accounts/prove.ts';
import { hana, monday } from '../../test-bank.ts';
import { keys, lookInto, openTestWorld, type TestWorld } from '../../test-world.ts';

const bam = unwrap(currencyOf('BAM'));
const arn = '7'.repeat(23);
const other = {
  ...{ id: 'emir', number: '30003003', name: 'Emir', password: 'plava-emir-1' },
  accounts: [],
};
const network = { authorization: `Bearer ${keys.network}`, 'content-type': 'text/plain' };
const header = (fileId: string) => ({
  ...{ fileId, sender: '99900', receiver: '500000', businessDate: '2026-11-23' },
  createdAt: monday,
});

let world: TestWorld;
let cookie = '';

beforeEach(async () => {
  world = await openTestWorld({ customers: [hana.seed, other] });
  await present();
  cookie = await enter('10001001', 'plava-hana-1');
});
afterEach(async () => {
  const db = lookInto(world);
  expect((await prove(db)).findings).toEqual([]);
  await db.close();
  await world.close();
});

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const submit = (path: string, fields: Record<string, string>, as = cookie) =>
  world.post(path, new URLSearchParams(fields).toString(), { ...formType, cookie: as });

async function enter(number: string, password: string): Promise<string> {
  const answer = await submit('/log-in', { number, password }, '');
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function read(path: string, language = 'en', as = cookie): Promise<string> {
  const headers = { cookie: as, 'accept-language': language, accept: 'text/html' };
  return (await fetch(world.bank.url + path, { headers })).text();
}

/** A hundred of Hana's, on her statement. */
async function present() {
  const text = buildPresentmentFile({
    header: header('F1'),
    items: [
      {
        ...{ sequence: 1, pan: unwrap(Pan.parse(hana.pan)), amount: money(bam, 100_00) },
        ...{ isCredit: false, rrn: '632700000001', arn, capturedAt: monday, tid: 'DIVA0001' },
        ...{ authorizationCode: 'A1B2C3', acquirerId: '400070', acquirerCountry: '070' },
        ...{ mid: 'DIVA00000000001', mcc: '5977', merchantName: 'Diva shop' },
        ...{ merchantCity: 'Sarajevo', merchantCountry: 'BA', entryMode: '812' },
        fees: { interchange: money(bam, 1_20) },
      },
    ],
  });
  expect((await world.post('/clearing/presentments', text, network)).status).toBe(200);
}

const drain = (offsetMs = 0) => world.control('clock', { offsetMs });
const sent = () => world.clearing.files.flatMap(({ items }) => items);

/** Claimed in her own words; the page it leads to. */
async function claim(): Promise<string> {
  const text = 'Čekala sam mjesec dana.';
  const done = await submit('/disputes', { arn, reason: 'product_not_received', text });
  expect(done.status).toBe(303);
  await drain();
  return (done.headers.get('location') ?? '').split('?')[0] ?? '';
}

async function represent(more: Partial<DisputeMessage>) {
  const [chargeback] = sent();
  if (!chargeback) throw new Error('no chargeback was sent');
  const item: DisputeMessage = {
    ...{ ...chargeback, stage: 'representment', text: 'Signed for by a neighbour.' },
    ...more,
  };
  const text = buildDisputeFile({ header: header('D1'), items: [item] });
  expect((await world.post('/clearing/disputes', text, network)).status).toBe(200);
}

test('she disputes it, is asked what she says to the proof, and stands by it', async () => {
  expect(await read('/disputes')).toContain('Diva shop');
  for (const fields of [{}, { reason: 'product_not_received' }, { reason: 'x', text: 'Not me' }]) {
    expect((await submit('/disputes', { arn, ...fields })).status).toBe(422);
  }
  const page = await claim();
  expect(sent()).toMatchObject([{ stage: 'chargeback', reason: '13.1' }]);
  expect(await read(page)).toContain('On your account for now');
  expect((await submit('/disputes', { arn, reason: 'duplicate', text: 'Twice' })).status).toBe(404);

  // Delivery refutes it, but she is asked first.
  await represent({ documents: ['delivery'], dueOn: '2026-12-23' });
  await drain();
  expect(sent()).toHaveLength(1);
  const asked = await read(page);
  expect(asked).toContain('do you still dispute it?');
  expect(asked).toContain('Shown: proof of delivery');
  expect(asked).toContain('Signed for by a neighbour.');
  expect(await read(page, 'bs')).toContain('Zauvijek je vaše ako dobijete spor');
  const short = await submit(`${page}/answer`, { says: 'insist', text: '' });
  expect(short.headers.get('location')).toContain('tellMissing');
  const mine = { says: 'insist', text: 'To nije moj susjed.', has_carrier_letter: 'yes' };
  for (const _ of ['once', 'and again']) {
    const done = await submit(`${page}/answer`, mine);
    expect(done.headers.get('location')).toContain('answered');
  }
  await drain();
  expect(sent().slice(1)).toMatchObject([
    { stage: 'pre_arbitration', documents: ['carrier_letter'], text: 'To nije moj susjed.' },
  ]);
  expect(await read(page)).toContain('We asked the shop’s bank to give in');
});

test('she gives up, or says nothing in time: the purchase is charged again', async () => {
  const page = await claim();
  await represent({ documents: ['delivery'] });
  expect((await submit(`${page}/answer`, { says: 'withdraw' })).status).toBe(303);
  await drain();
  expect(sent().map(({ stage }) => stage)).toEqual(['chargeback', 'closing']);
  expect(await read(page)).toContain('Lost: charged again');
});

test('silence is giving up, after fourteen days', async () => {
  const page = await claim();
  await represent({ documents: ['delivery'], dueOn: '2027-01-30' });
  await drain(15 * 86_400_000);
  cookie = await enter('10001001', 'plava-hana-1');
  expect(await read(page)).toContain('Lost: charged again');
  const late = await submit(`${page}/answer`, { says: 'insist', text: 'But no!' });
  expect(late.headers.get('location')).toContain('not_asked');
  expect(sent().at(-1)).toMatchObject({ stage: 'closing' });
});

test('somebody else sees none of it', async () => {
  const page = await claim();
  const emir = await enter(other.number, other.password);
  expect(await read(page, 'en', emir)).toContain('You have no such dispute');
  expect((await submit(`${page}/answer`, { says: 'withdraw' }, emir)).status).toBe(404);
  expect(
    (await submit('/disputes', { arn, reason: 'fraudulent', text: 'Mine' }, emir)).status,
  ).toBe(404);
  expect(await read('/disputes', 'en', emir)).not.toContain('Diva shop');
});
