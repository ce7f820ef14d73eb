// Several presentments of one authorization, grown or not: whatever comes in whatever order, the
// hold is what may still come, and the cardholder pays what was agreed, to the last fening.

import { buildPresentmentFile, type Presentment } from '@kassa/clearing-file';
import { buildReversalRequest, encodeReplacementAmount, type Message } from '@kassa/iso8583';
import { balance } from '@kassa/ledger';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { Pan } from '@kassa/secret';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerPath } from '../accounts/chart.ts';
import { prove } from '../accounts/prove.ts';
import { expireHolds } from '../authorization/expire-holds.ts';
import { answerTo } from '../authorization/listener.ts';
import { authorizationRequest, incrementRequest } from '../authorization/test-messages.ts';
import { hana, monday, openTestBank, type TestBank } from '../test-bank.ts';
import { takeClearingFile } from './take-file.ts';

const bam = unwrap(currencyOf('BAM'));
const eur = unwrap(currencyOf('EUR'));

const rich = (account: (typeof hana.seed.accounts)[number]) => ({
  ...account,
  balanceMinor: 90_000_00,
});

let world: TestBank;
beforeAll(async () => {
  world = await openTestBank({
    reserves: [{ currency: 'BAM', minor: 100_000_00 }],
    rates: [{ sold: 'EUR', bought: 'BAM', rate: '1.95583' }],
    customers: [{ ...hana.seed, accounts: hana.seed.accounts.map(rich) }],
  });
});
afterAll(() => world.database.close());

let next = 0;
const number = () => {
  next += 1;
  return next;
};
const names = () => {
  const own = number();
  return { rrn: String(632_700_000_000 + own), stan: String(own).padStart(6, '0') };
};

async function code(message: Message): Promise<string | undefined> {
  return (await answerTo(world.bank, message))?.fields[39];
}

async function authorize(minor: number, currency = '977'): Promise<Message> {
  const asked = authorizationRequest({ ...names(), minor, currency });
  expect(await code(asked)).toBe('00');
  return asked;
}

type Part = Pick<Presentment, 'amount' | 'clearing'>;

async function present(original: Message, part: Part): Promise<void> {
  const own = number();
  const item: Presentment = {
    sequence: 1,
    pan: unwrap(Pan.parse(hana.pan)),
    isCredit: false,
    rrn: original.fields[37] ?? '',
    arn: String(own).padStart(23, '0'),
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
    ...part,
  };
  const header = {
    fileId: `P${own}`,
    sender: '99900',
    receiver: '500000',
    businessDate: '2026-11-23',
    createdAt: monday,
  };
  const file = buildPresentmentFile({ header, items: [item] });
  const taken = await takeClearingFile(world.bank, file);
  expect(taken.ok).toBe(true);
}

const more = (number: number) => ({ number, count: null });
const last = (number: number) => ({ number, count: number });

async function account() {
  const { bank } = world;
  const kept = await balance(bank.db, bank.book, customerPath('hana-current'), bank.currency);
  return { posted: Number(kept?.posted.minor), held: Number(kept?.pendingOut.minor) };
}

/** What has changed on the account since then. */
async function since(before: { posted: number; held: number }) {
  const { posted, held } = await account();
  return { paid: before.posted - posted, held: held - before.held };
}

function kept(original: Message, minor: bigint): Message {
  const built = buildReversalRequest(original, { stan: names().stan, atMs: monday });
  return { ...built, fields: { ...built.fields, 95: encodeReplacementAmount(minor) } };
}

describe('several presentments of one authorization', () => {
  test('take their parts of the hold, and the last releases the rest', async () => {
    const before = await account();
    const original = await authorize(100_00);
    await present(original, { amount: money(bam, 30_00), clearing: more(1) });
    expect(await since(before)).toEqual({ paid: 30_00, held: 70_00 });
    await present(original, { amount: money(bam, 20_00), clearing: more(2) });
    expect(await since(before)).toEqual({ paid: 50_00, held: 50_00 });
    await present(original, { amount: money(bam, 10_00), clearing: last(3) });
    expect(await since(before)).toEqual({ paid: 60_00, held: 0 });
  });

  test('end by themselves when the whole is presented', async () => {
    const before = await account();
    const original = await authorize(100_00);
    await present(original, { amount: money(bam, 60_00), clearing: more(1) });
    await present(original, { amount: money(bam, 40_00), clearing: more(2) });
    expect(await since(before)).toEqual({ paid: 100_00, held: 0 });
  });

  test('of a raised hold clear up to the new total; one may clear it whole', async () => {
    const before = await account();
    const original = await authorize(100_00);
    expect(await code(incrementRequest(original, { ...names(), minor: 50_00 }))).toBe('00');
    await present(original, { amount: money(bam, 150_00) });
    expect(await since(before)).toEqual({ paid: 150_00, held: 0 });
  });

  test('bar an increment from the first of them on', async () => {
    const before = await account();
    const original = await authorize(100_00);
    await present(original, { amount: money(bam, 10_00), clearing: more(1) });
    expect(await code(incrementRequest(original, { ...names(), minor: 50_00 }))).toBe('12');
    expect(await code(kept(original, 10_00n))).toBe('00');
    expect(await since(before)).toEqual({ paid: 10_00, held: 0 });
  });

  test('in euros together cost what the whole would, however they are cut', async () => {
    const before = await account();
    const whole = await authorize(10_01, '978');
    await present(whole, { amount: money(eur, 10_01) });
    const { paid } = await since(before);
    const again = await account();
    const cut = await authorize(10_01, '978');
    await present(cut, { amount: money(eur, 3_33), clearing: more(1) });
    await present(cut, { amount: money(eur, 3_34), clearing: more(2) });
    await present(cut, { amount: money(eur, 3_34), clearing: last(3) });
    expect(await since(again)).toEqual({ paid, held: 0 });
  });

  test('leave a rest that expires; what was presented stays', async () => {
    const before = await account();
    const original = await authorize(100_00);
    await present(original, { amount: money(bam, 30_00), clearing: more(1) });
    world.bank.clock.advanceTo(monday + 7 * 86_400_000);
    expect(await expireHolds(world.bank)).toBe(1);
    expect(await since(before)).toEqual({ paid: 30_00, held: 0 });
    // A shop that comes too late is paid all the same: the promise was made.
    await present(original, { amount: money(bam, 70_00), clearing: last(2) });
    expect(await since(before)).toEqual({ paid: 100_00, held: 0 });
  });

  test('more than was authorized is booked, and nothing stays held', async () => {
    const before = await account();
    const original = await authorize(100_00);
    await present(original, { amount: money(bam, 60_00), clearing: more(1) });
    await present(original, { amount: money(bam, 60_00), clearing: more(2) });
    expect(await since(before)).toEqual({ paid: 120_00, held: 0 });
  });
});

test('in any order of increments, reversals and parts, the hold is what may still come', async () => {
  const step = fc.record({
    do: fc.constantFrom('increment', 'undo', 'present', 'present', 'keep'),
    minor: fc.integer({ min: 1, max: 60_00 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const before = await account();
      const original = await authorize(100_00);
      let total = 100_00;
      let presented = 0;
      let parts = 0;
      const raised: { readonly message: Message; readonly minor: number }[] = [];
      for (const { do: what, minor } of steps) {
        if (total === presented) break;
        if (what === 'increment') {
          const message = incrementRequest(original, { ...names(), minor });
          expect(await code(message)).toBe(presented === 0 ? '00' : '12');
          if (presented > 0) continue;
          raised.push({ message, minor });
          total += minor;
        } else if (what === 'undo') {
          const undone = raised.pop();
          if (undone === undefined) continue;
          const { stan } = names();
          expect(await code(buildReversalRequest(undone.message, { stan, atMs: monday }))).toBe(
            '00',
          );
          total = Math.max(total - undone.minor, presented);
        } else if (what === 'present') {
          const part = Math.min(minor, total - presented);
          parts += 1;
          await present(original, { amount: money(bam, part), clearing: more(parts) });
          presented += part;
        } else {
          expect(await code(kept(original, BigInt(minor)))).toBe('00');
          total = Math.max(Math.min(total, minor), presented);
        }
        expect(await since(before)).toEqual({ paid: presented, held: total - presented });
      }
      expect(await prove(world.bank.db)).toMatchObject({ ok: true, findings: [] });
    }),
    { numRuns: 12 },
  );
}, 60_000);
