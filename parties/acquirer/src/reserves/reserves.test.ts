// A contract at cost with a rolling reserve: 0.20 % and 0.05 on top of interchange and scheme fee, a tenth
// of each sale held for a week. Nothing is said of a fee before the network has; what is held is released
// on the day that was said; what is owed is made up for by what comes later.

import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prove } from '../index.ts';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, mid, refund, tid } from '../testing/messages.ts';

const merchant = {
  ...{ mid, terminals: [tid], name: 'Bura', city: 'Mostar', country: 'BA', mcc: '4722' },
  ...{ currencies: ['BAM'], key: 'bura-key' },
  fee: { pricing: 'interchange_plus', basisPoints: 20, fixed: { BAM: '0.05' } },
  reserve: { basisPoints: 1_000, days: 7 },
  payout: { iban: 'BA391290079401028494', holder: 'Bura d.o.o.' },
};
const sale = { atMs: friday };
let it: TestBank;
beforeEach(async () => {
  it = await openTestBank();
  await it.restart({ merchants: [merchant] });
});
afterEach(async () => {
  const proof = await prove(it.database.db);
  await it.close();
  expect(proof).toMatchObject({ ok: true, findings: [] });
});

async function sell(what: Parameters<typeof authorization>[0] = sale): Promise<void> {
  for (const message of [authorization(what), capture(what)]) {
    expect((await it.gateway.ask(message)).fields[39]).toBe('00');
  }
}

const forecast = async () => (await it.get(`/merchants/${mid}/forecast`, 'bura-key')).body;
const arrival = (on: string, payoutMinor: string | null, more = {}) => ({
  ...{ on, payoutMinor, currency: 'BAM' },
  ...more,
});
const paidOut = () =>
  it.house.transfers.flatMap(({ transfers }) => transfers.map(({ amount }) => amount.minor));

async function statement(path = '', lang = 'en'): Promise<string> {
  const headers = { authorization: `Basic ${btoa(`${mid}:bura-key`)}` };
  const url = `${it.bank.url}/statement/${mid}${path}?lang=${lang}`;
  return (await fetch(url, { headers })).text();
}

/** 100.00 of Friday: 1.20 and 0.30 at cost, 0.25 on top; 98.25, of which 10.00 is held. */
async function settleFriday(): Promise<void> {
  await sell();
  await it.moveTo('2026-11-20', '18:00');
  await it.moveTo('2026-11-23', '08:00');
  await it.advise({ amount: km(9_850) });
  await it.moveTo('2026-11-23', '10:00');
}

test('the fee is final when the network has told the cost, and not a moment before', async () => {
  await sell();
  expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 10_000 });
  const unpriced = { salesMinor: '10000', heldMinor: '1000', unpriced: 1 };
  expect(await forecast()).toMatchObject({
    arrivals: [arrival('2026-11-23', '9000', unpriced), arrival('2026-11-30', '1000')],
  });
  const page = await statement();
  expect(page).toContain('Not known yet');
  expect(page).toContain('Interchange and scheme fee at cost, and 0.20% + BAM');
  expect(page).toContain('10.00% of each sale is held in reserve for 7 days.');
  await it.moveTo('2026-11-20', '18:00');
  expect(await it.balances()).toMatchObject({
    [`merchant:${mid}:payable`]: 9_825,
    ...{ 'revenue:merchant-fee': 175, 'expense:interchange': 120, 'expense:scheme-fee': 30 },
  });
  const priced = { salesMinor: '9825', heldMinor: '1000', unpriced: 0 };
  expect(await forecast()).toMatchObject({
    arrivals: [arrival('2026-11-23', '8825', priced), arrival('2026-11-30', '1000')],
  });
  expect(await statement()).not.toContain('Not known yet');
});

test('a sale that the network rejects has cost nothing', async () => {
  it.network.judge = () => ({ outcome: 'rejected', reason: 'unknown authorization' });
  await sell();
  await it.moveTo('2026-11-20', '18:00');
  const balances = await it.balances();
  expect(balances[`merchant:${mid}:payable`]).toBeUndefined();
  expect(balances['revenue:merchant-fee']).toBeUndefined();
  expect(await forecast()).toEqual({ arrivals: [], owed: [] });
});

test('what is held is said with the payout, and goes out on its day', async () => {
  await settleFriday();
  expect(paidOut()).toEqual([8_825n]);
  expect(await it.balances()).toMatchObject({ [`merchant:${mid}:reserve`]: 1_000 });
  const id = it.house.transfers[0]?.messageId ?? '';
  const { body } = await it.get(`/merchants/${mid}/settlements/${id}`);
  expect(body).toMatchObject({
    ...{ amountMinor: '8825', feeMinor: '175', reservedMinor: '1000', next: null },
    items: [{ marginMinor: '25', interchangeMinor: '120', reservedMinor: '1000' }],
    reserves: [{ kind: 'hold', netMinor: '-1000', releaseOn: '2026-11-30' }],
  });
  const csv: Record<string, string>[] = parse(await statement(`/${id}/report.csv`), {
    ...{ columns: true, bom: true },
  });
  expect(csv).toMatchObject([
    { kind: 'capture', fee: '1.75', margin: '0.25', net: '98.25', reserved: '10.00' },
    { kind: 'reserve_hold', net: '-10.00', release_date: '2026-11-30' },
  ]);
  expect((await statement(`/${id}/report.pdf`)).startsWith('%PDF')).toBe(true);
  for (const path of ['', `/${id}`]) expect(await statement(path)).toContain('2026-11-30');

  await it.moveTo('2026-11-30', '10:00');
  expect(paidOut()).toEqual([8_825n, 1_000n]);
  // Nothing but the release is in it.
  const last = it.house.transfers.at(-1)?.messageId ?? '';
  expect((await statement(`/${last}/report.pdf`)).startsWith('%PDF')).toBe(true);
  expect(await statement(`/${last}`)).toContain('Released from the reserve');
  expect((await it.balances())[`merchant:${mid}:reserve`]).toBeUndefined();
  expect(await forecast()).toEqual({ arrivals: [], owed: [] });
});

test('a payout that comes back is held of once, and no sooner released', async () => {
  await settleFriday();
  const [sent] = it.house.transfers.flatMap(({ transfers }) => transfers);
  const back = { kind: 'RETURN', endToEndId: sent?.endToEndId ?? '', reference: 'R1' } as const;
  expect(await it.advise({ ...back, amount: km(8_825), remittance: 'AC04' })).toBe(200);
  expect(await it.balances()).toMatchObject({
    ...{ [`merchant:${mid}:payable`]: 8_825, [`merchant:${mid}:reserve`]: 1_000 },
  });
  // The merchant names another account.
  const payout = { ...merchant.payout, iban: 'BA391990440001200279' };
  await it.restart({ merchants: [{ ...merchant, payout }] });
  await it.moveTo('2026-11-24', '10:00');
  await it.moveTo('2026-11-30', '10:00');
  expect(paidOut()).toEqual([8_825n, 8_825n, 1_000n]);
});

test('a refund gives the interchange back; what it leaves owed is aged until sales make up for it', async () => {
  await settleFriday();
  await it.gateway.ask(refund({ ...sale, minor: 3_000 }, { rrn: '632718000009', stan: '000009' }));
  await it.moveTo('2026-11-23', '18:00');
  await it.moveTo('2026-11-24', '08:00');
  await it.advise({ amount: km(2_964), side: 'debit', bookedOn: '2026-11-24' });
  await it.moveTo('2026-11-24', '10:00');
  // 30.00 less the 0.36 that issuers give back: at cost they are the merchant's.
  expect(await forecast()).toMatchObject({
    arrivals: [arrival('2026-11-24', null), arrival('2026-11-30', null)],
    owed: [{ owedMinor: '2964', since: '2026-11-24' }],
  });
  // The reserve of that day makes up for a part.
  await it.moveTo('2026-11-30', '10:00');
  expect(await forecast()).toMatchObject({ owed: [{ owedMinor: '1964', since: '2026-11-24' }] });
  expect(await statement()).toContain('Owed to us, set off against the next sales');

  await sell({ ...sale, rrn: '633418000002', stan: '000002' });
  await it.moveTo('2026-11-30', '18:00');
  await it.moveTo('2026-12-01', '08:00');
  await it.advise({ amount: km(9_850), bookedOn: '2026-12-01' });
  await it.moveTo('2026-12-01', '10:00');
  expect(paidOut()).toEqual([8_825n, BigInt(9_825 - 1_000 - 1_964)]);
  expect(await forecast()).toMatchObject({ owed: [] });
  const page = await statement();
  expect(page).toContain('Made up for');
  expect(await statement('', 'bs')).toContain('Namireno');
  // Two sales at 1.20 and 0.30 and 0.25 each; 0.36 of the interchange came back.
  const invoice: Record<string, string>[] = parse(await statement('/invoices/2026-11-BAM.csv'), {
    ...{ columns: true, bom: true },
  });
  expect(invoice.map(({ fee, amount }) => [fee, amount])).toEqual([
    ['interchange', '2.04'],
    ['scheme_fee', '0.60'],
    ['margin', '0.50'],
  ]);
});
