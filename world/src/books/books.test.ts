// Money through the whole world, followed in every party's book until everybody is paid: the example
// of docs/books.md, a holder's disputes from the bank to the shop and back, and what else is booked
// beside them. Then the document is held against all that. To write it anew:
// npx vitest run --project worlds world/src/books -u

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type TestDatabase, testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { addBankingDays, atZone, dateIn, type PlainDate, timeIn } from '@kassa/time';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hanasCard } from '../cast/cards.ts';
import { businessDayOf } from '../clock/business-day.ts';
import { proveWorld, type WorldProof } from '../prove/prove-world.ts';
import { startWorld, type World } from '../start/start-world.ts';
import { freeBasePort } from '../test/free-base-port.ts';
import { printAgreements } from './agreed.ts';
import { printCharts, untouched } from './chart.ts';
import { type Diary, openDiary, type PartyBook } from './diary.ts';
import { type Example, printFollowed } from './followed.ts';
import { code, filled } from './markdown.ts';
import { openMarket } from './market.ts';
import { openNetBank } from './net-bank.ts';
import { chartLines, openingStep, printRecipes } from './recipes.ts';
import { changesOf, drawSplit, printChanges, splitOf } from './split.ts';

const zone = 'Europe/Sarajevo';
const dataFolder = mkdtempSync(join(tmpdir(), 'kassa-books-'));
let database: TestDatabase;
let world: World;
let stripe: Stripe;
let diary: Diary;
let proof: WorldProof;

function client(key: string): Stripe {
  const { hostname: host, port } = new URL(world.places.url('gateway'));
  return new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0 });
}

beforeAll(async () => {
  database = await testDatabase();
  const port = await freeBasePort();
  world = await startWorld({ port, dataFolder, databaseUrl: database.url, log: silentLog });
  stripe = client('sk_test_diva');
  diary = openDiary(database.url, silentLog);
});

afterAll(async () => {
  await world?.stop();
  await database?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Days of one walk, counted from the banking day that takes in what is paid now. */
function walkFrom(name: string) {
  const { businessDate } = businessDayOf(world.clock.nowMs());
  const dayAt = (day: number): PlainDate => addBankingDays('ba', businessDate, day);
  // What banks do in a walk, they do at hours that were agreed.
  const stepAt = (atMs: number) => {
    const day = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].find((one) => dayAt(one) === dateIn(atMs, zone));
    return `day ${day}, ${timeIn(atMs, zone).slice(0, 2)}:00`;
  };
  return async (day: number, time: string): Promise<void> => {
    const { problems } = await world.clock.advanceTo(atZone(dayAt(day), time, zone));
    expect(problems, `${name}, day ${day} ${time}`).toEqual([]);
    proof = await proveWorld(database.url, silentLog);
    expect(proof.ok, `${name}, day ${day} ${time}\n${proof.text}`).toBe(true);
    await diary.note(stepAt);
  };
}

/** What people do is done at once, and told to the acquirer a moment later. */
async function done(step: string): Promise<void> {
  const waiting = `select count(*)::int as waiting from advice where state = 'waiting'`;
  await expect.poll(() => gatewaySays(waiting, 'waiting')).toBe('0');
  await diary.note(() => step);
}

async function gatewaySays(text: string, name: string, values: string[] = []): Promise<string> {
  const { url } = database;
  await using db = openDatabase({ url, schema: 'gateway', log: silentLog, name: 'look' });
  return (await db.one({ text, values }, (row) => String(row[name]))) ?? '';
}

const rrnOf = (intent: string) =>
  gatewaySays('select rrn from payment_attempt where intent_id = $1', 'rrn', [intent]);

async function pay(card: string, amount = 10_000): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'bam',
    payment_method: `pm_card_${card}`,
    confirm: true,
    return_url: 'https://diva.example/back',
  });
  expect(intent.status).toBe('succeeded');
  return intent.id;
}

/** Without Hana there: no challenge. */
async function payByHana(amount: number, key = 'sk_test_diva'): Promise<string> {
  const { number, expiry, cvc = '' } = hanasCard;
  const form = new URLSearchParams({
    ...{ amount: String(amount), currency: 'bam', confirm: 'true', off_session: 'true' },
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': expiry.slice(2),
    'payment_method_data[card][exp_year]': `20${expiry.slice(0, 2)}`,
    'payment_method_data[card][cvc]': cvc,
  });
  const answered = await fetch(`${world.places.url('gateway')}/v1/payment_intents`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${key}` },
  });
  const { status, id } = JSON.parse(await answered.text());
  expect(status).toBe('succeeded');
  return id;
}

/** A network that has lost an authorization: it will reject what is presented for it. */
async function forgetAtNetwork(rrn: string): Promise<void> {
  await using db = openDatabase({
    ...{ url: database.url, schema: 'network_mozaik', log: silentLog, name: 'forget' },
  });
  await db.exec(`update switch_authorization set status = 'reversed' where rrn = $1`, [rrn]);
}

const disputeOf = async (intent: string) =>
  (await stripe.disputes.list({ payment_intent: intent })).data[0];
const statusOf = async (intent: string) => (await disputeOf(intent))?.status;
const available = async () =>
  (await stripe.balance.retrieve()).available.find(({ currency }) => currency === 'bam')?.amount;
const answer = async (intent: string, evidence: Stripe.DisputeUpdateParams.Evidence) =>
  stripe.disputes.update((await disputeOf(intent))?.id ?? '', { evidence });

type Told = Example & { readonly proof: WorldProof; readonly rrn: string };
const disputeEvents = [
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
];
let example: Told;
/** The purchase at cost. */
let atCost = '';

test('a purchase of 100, a refund of 30 and a lost dispute of 20, until everybody is paid', async () => {
  await diary.note(() => openingStep);
  const [opening, before]: [number, readonly PartyBook[]] = [diary.noted.length, diary.books()];
  const to = walkFrom('the example');
  const disputed = await pay('createDispute', 2_000);
  await done('day 0, at once');
  await to(0, '20:30');
  for (const time of ['12:00', '20:30']) await to(1, time);
  await to(2, '12:00');
  expect(await disputeOf(disputed)).toMatchObject({ status: 'needs_response', amount: 2_000 });
  // The 20 and the fee of the contract are owed: the next sale makes up for them.
  expect(await available()).toBe(-5_000);
  await answer(disputed, { uncategorized_text: 'losing_evidence' });
  await done('day 2, at once');
  await to(2, '20:30');
  // With the answer the 20 are back, until the cardholder’s bank has looked at it.
  await to(3, '12:00');
  expect(await available()).toBe(-3_000);
  await to(3, '20:30');
  await to(4, '12:00');
  expect(await statusOf(disputed)).toBe('lost');
  expect(await available()).toBe(-5_000);
  const bought = await payByHana(10_000);
  const { id } = await stripe.refunds.create({ payment_intent: bought, amount: 3_000 });
  await expect.poll(async () => (await stripe.refunds.retrieve(id)).status).toBe('succeeded');
  await done('day 4, at once');
  await to(4, '20:30');
  await to(5, '12:00');
  expect(await available()).toBe(0);

  const noted = diary.noted.slice(opening);
  example = { before, after: diary.books(), noted, proof, rrn: await rrnOf(bought) };
  const payouts = (await stripe.payouts.list()).data.map(({ amount, status }) => [amount, status]);
  expect(payouts).toEqual([
    [1_700, 'paid'],
    [1_940, 'paid'],
  ]);
  expect(changesOf(example).reduce((sum, { change }) => sum + change.minor, 0n)).toBe(0n);
  expect(splitOf(noted, example.rrn)).toMatchObject({
    gross: { minor: 10_000n },
    issuer: { minor: 120n },
    network: { minor: 30n },
    acquirer: { minor: 150n },
    gateway: { minor: 0n },
    merchant: { minor: 9_700n },
  });
}, 180_000);

test('goes from the cardholder to the shop and back, won, lost and refuted', async () => {
  const market = openMarket(client('sk_test_tezga'));
  const [fraud, lost, notCome] = [
    await pay('createDispute'),
    await pay('createDispute'),
    await pay('createDisputeProductNotReceived'),
  ];
  const to = walkFrom('the disputes');
  await market.sell();
  atCost = await rrnOf(await payByHana(10_000, 'sk_test_bura'));
  const forgotten = await rrnOf(await pay('domesticPricing', 4_000));
  await done('the market');
  await forgetAtNetwork(forgotten);
  // Presented and on the statements; charged back that evening, in the cycle of the next day.
  await to(0, '20:30');
  await to(1, '12:00');
  expect(await statusOf(fraud)).toBeUndefined();
  await market.refundAndPayOut();
  await to(1, '20:30');
  await to(2, '12:00');
  await market.payOutToNobody();
  const dispute = await disputeOf(fraud);
  expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 10_000 });
  expect(await disputeOf(notCome)).toMatchObject({ reason: 'product_not_received' });
  // Three sales were paid out; three disputes and their fees are owed.
  expect(await available()).toBe(-39_000);
  const created = await stripe.events.list({ type: 'charge.dispute.created' });
  // With that of the example.
  expect(created.data).toHaveLength(4);

  await answer(fraud, { uncategorized_text: 'winning_evidence' });
  await answer(lost, { uncategorized_text: 'losing_evidence' });
  await answer(notCome, { shipping_tracking_number: 'BA123456' });
  // The issuer has the answers in the evening, the shop's bank the verdicts a day later.
  await to(2, '20:30');
  expect(await statusOf(fraud)).toBe('under_review');
  // A cycle of disputes alone earns the network nothing: it asks at nine whether that has settled.
  await to(3, '12:00');
  await market.payOutToNowhere();
  await to(3, '20:30');
  await to(4, '12:00');
  expect([await statusOf(fraud), await statusOf(lost), await statusOf(notCome)]).toEqual([
    'won',
    'lost',
    'won',
  ]);
  expect(await available()).toBe(-19_000);
  const closed = await stripe.events.list({ type: 'charge.dispute.funds_reinstated' });
  // For now, each with its answer; and that of the example.
  expect(closed.data).toHaveLength(4);
  // A week after the sale: what Bura's bank held back is released, and the hold of the sale that the
  // network would not have has expired.
  await to(6, '12:00');
  expect(await market.endsOfPayouts()).toEqual(['paid', 'failed', 'failed']);
  const bura = client('sk_test_bura');
  const lines = (await bura.balanceTransactions.list()).data.map(({ type, net }) => [type, net]);
  expect(lines.reverse()).toEqual([
    ['charge', 9_800],
    ['reserve_hold', -1_000],
    ['payout', -8_800],
    ['reserve_release', 1_000],
    ['payout', -1_000],
  ]);
}, 180_000);

test('ends before the network: won, lost, and by silence', async () => {
  const [won, silent, lost] = [
    await pay('createDispute'),
    await pay('createDispute'),
    await payByHana(10_000),
  ];
  const to = walkFrom('arbitration');
  await to(0, '20:30');
  const hana = await openNetBank(world.places.url('issuer-plava'));
  const hers = await hana.dispute('product_not_received', 'Nothing came.');
  await to(1, '20:30');
  await to(2, '12:00');
  const file = { data: Buffer.from('%PDF-1.4\n%%EOF\n'), name: 'paper.pdf' };
  const paper = (await stripe.files.create({ purpose: 'dispute_evidence', file })).id;
  await answer(won, { customer_communication: paper });
  await answer(silent, { receipt: paper });
  await answer(lost, { shipping_tracking_number: 'BA123456' });
  await done('answered');
  await to(2, '20:30');
  // The holders of test cards insist; Hana is asked what she says to the proof.
  expect(await hana.read(hers)).toContain('proof of delivery');
  await hana.answer(hers, { says: 'insist', text: 'Not my house.', has_carrier_letter: 'yes' });
  await to(3, '12:00');
  expect(await statusOf(won)).toBe('under_review');
  await to(3, '20:30');
  await to(4, '12:00');
  for (const intent of [won, silent, lost]) expect(await statusOf(intent)).toBe('needs_response');
  await answer(won, { uncategorized_text: 'She wrote to us about her order.' });
  await answer(lost, { uncategorized_text: 'The carrier has it signed.' });
  await done('contested');
  // Five days after the filing, on a day that banks work.
  await to(10, '20:30');
  await to(11, '12:00');
  expect([await statusOf(won), await statusOf(silent), await statusOf(lost)]).toEqual([
    'won',
    'needs_response',
    'lost',
  ]);
  const told = async (intent: string) => {
    const { id } = (await disputeOf(intent)) ?? {};
    const { data } = await stripe.events.list({ types: disputeEvents, limit: 100 });
    const own = data.filter(({ data: { object } }) => Object(object).id === id);
    return own.map(({ type }) => type.slice('charge.dispute.'.length)).toReversed();
  };
  const asked = ['created', 'funds_withdrawn', 'updated', 'funds_reinstated', 'updated'];
  expect(await told(silent)).toEqual([...asked, 'funds_withdrawn']);
  const contested = [...asked, 'funds_withdrawn', 'updated', 'updated', 'closed'];
  expect(await told(won)).toEqual([...contested, 'funds_reinstated']);
  expect(await told(lost)).toEqual([...contested, 'funds_withdrawn']);
  expect(await hana.read(hers)).toContain('Won: the money is yours');
  for (const day of [19, 26]) await to(day, '20:30');
  await to(27, '12:00');
  expect(await statusOf(silent)).toBe('lost');
  // Events are kept for thirty days.
  expect(await told(silent)).toEqual(['closed']);
  const netOf = async (intent: string) =>
    (await disputeOf(intent))?.balance_transactions.map(({ net }) => net);
  const thrice = [-13_000, 10_000, -10_000];
  expect(await netOf(silent)).toEqual(thrice);
  expect(await netOf(won)).toEqual([...thrice, 10_000]);
  // What the network took for the case and its ruling, as the contract says.
  expect(await netOf(lost)).toEqual([...thrice, -78_000]);
}, 300_000);

test('docs/books.md says what was booked', async () => {
  const document = new URL('../../../docs/books.md', import.meta.url);
  const { noted } = diary;
  const books = diary.books();
  const missing = untouched(books, noted, chartLines(books)).map(code);
  const text = filled(readFileSync(document, 'utf8'), {
    charts: printCharts(books),
    drawing: drawSplit(splitOf(example.noted, example.rrn), 'Diva'),
    at_cost: drawSplit(splitOf(noted, atCost), 'Bura'),
    changes: printChanges(example),
    followed: printFollowed(example),
    agreed: printAgreements(example.proof.comparison, 'BAM'),
    recipes: printRecipes(books, noted),
    untouched: missing.length === 0 ? 'Every account of every chart is moved.' : missing.join(', '),
  });
  await expect(text).toMatchFileSnapshot(document.pathname);
});
