import {
  buildReversalAdvice,
  buildReversalRequest,
  encodeReplacementAmount,
  type Message,
} from '@kassa/iso8583';
import { balance } from '@kassa/ledger';
import { unwrap } from '@kassa/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerPath } from '../accounts/chart.ts';
import { prove, trace } from '../accounts/prove.ts';
import { changeCard } from '../cards/change-card.ts';
import { hana, monday, openTestBank, type TestBank } from '../test-bank.ts';
import { expireHolds } from './expire-holds.ts';
import { answerTo } from './listener.ts';
import { authorizationRequest, incrementRequest, type Wish } from './test-messages.ts';

let world: TestBank;
beforeAll(async () => {
  const rates = [{ sold: 'EUR', bought: 'BAM', rate: '1.95583' }];
  world = await openTestBank({ rates, customers: [hana.seed] });
});
afterAll(() => world.database.close());

let next = 500;
function names(): { rrn: string; stan: string } {
  next += 1;
  return { rrn: String(632_710_000_000 + next), stan: String(next).padStart(6, '0') };
}

const request = (wish: Wish = {}) => authorizationRequest({ ...names(), ...wish });
const increment = (of: Message, minor: number, wish: Wish = {}) =>
  incrementRequest(of, { ...names(), minor, ...wish });

async function send(message: Message): Promise<Message> {
  const answer = await answerTo(world.bank, message);
  if (!answer) throw new Error('no answer');
  return answer;
}

const code = async (message: Message) => (await send(message)).fields[39];

async function heldMinor(): Promise<number> {
  const { bank } = world;
  const kept = await balance(bank.db, bank.book, customerPath('hana-current'), bank.currency);
  return Number(kept?.pendingOut.minor);
}

function reversal(of: Message, keptMinor?: bigint): Message {
  const built = buildReversalRequest(of, { stan: names().stan, atMs: monday });
  if (keptMinor === undefined) return built;
  return { ...built, fields: { ...built.fields, 95: encodeReplacementAmount(keptMinor) } };
}

/** An authorization of 100.00, held. */
async function held(wish: Wish = {}): Promise<Message> {
  const asked = request(wish);
  expect(await code(asked)).toBe('00');
  return asked;
}

describe('an increment', () => {
  test('raises the hold by the difference, once, and is undone by its own name', async () => {
    const original = await held();
    const more = increment(original, 50_00);
    const answers = [await send(more), await send(more)];
    expect(answers.map(({ fields }) => fields[39])).toEqual(['00', '00']);
    expect(answers[0]?.fields[38]).toBe(answers[1]?.fields[38]);
    expect(await heldMinor()).toBe(150_00);
    // The original is still known as it was asked.
    expect(await code(original)).toBe('00');
    expect(await code(reversal(more))).toBe('00');
    expect(await heldMinor()).toBe(100_00);
    await send(reversal(original));
    expect(await heldMinor()).toBe(0);
  });

  test('goes with the whole when the original is reversed', async () => {
    const original = await held();
    const [one, two] = [increment(original, 20_00), increment(original, 30_00)];
    expect([await code(one), await code(two)]).toEqual(['00', '00']);
    expect(await heldMinor()).toBe(150_00);
    expect(await code(reversal(original))).toBe('00');
    expect(await heldMinor()).toBe(0);
    expect(await code(reversal(one))).toBe('00');
    expect(await heldMinor()).toBe(0);
    expect(await code(increment(original, 1_00))).toBe('12');
    const told = JSON.stringify(await trace(world.bank.db, original.fields[37] ?? ''));
    expect(told.match(/increment 00/g)?.length).toBe(2);
  });

  test('that is refused leaves the hold as it was', async () => {
    const original = await held();
    expect(await code(increment(original, 400_01))).toBe('51');
    expect(await code(increment(original, 1_00, { currency: '978' }))).toBe('12');
    expect(await code(increment(original, 0))).toBe('13');
    expect(await code(increment(request(), 1_00))).toBe('25');
    const { 90: _, ...fields } = increment(original, 1_00).fields;
    expect(await code({ mti: '0100', fields })).toBe('30');
    expect(await heldMinor()).toBe(100_00);
    await send(reversal(original));
  });

  test('whose reversal was faster is refused when it comes', async () => {
    const original = await held();
    const more = increment(original, 50_00);
    expect(await code(buildReversalAdvice(more, { ...names(), atMs: monday }))).toBe('00');
    expect(await code(more)).toBe('12');
    expect(await heldMinor()).toBe(100_00);
    for (let round = 0; round < 5; round += 1) {
      const both = increment(original, 50_00);
      const advice = buildReversalAdvice(both, { ...names(), atMs: monday });
      await Promise.all([send(both), send(advice)]);
      expect(await heldMinor()).toBe(100_00);
    }
    await send(reversal(original));
  });

  test('many at once never hold more than there is', async () => {
    const original = await held();
    const asked = Array.from({ length: 6 }, () => increment(original, 150_00));
    expect((await Promise.all(asked.map(code))).sort()).toEqual([
      '00',
      '00',
      '51',
      '51',
      '51',
      '51',
    ]);
    expect(await heldMinor()).toBe(400_00);
    await send(reversal(original));
    expect(await heldMinor()).toBe(0);
  });

  test('counts against the limit of the day, and is no payment more', async () => {
    const { bank } = world;
    const [card = ''] = await bank.db.query({ text: 'select card_id from card' }, (row) =>
      String(row['card_id']),
    );
    await bank.db.exec('update card_authorization set counted_minor = 0');
    unwrap(
      await changeCard(bank, {
        cardId: card,
        by: 'bank',
        limits: { dayMaxMinor: 160_00n, dayCountMax: 1 },
      }),
    );
    const original = await held();
    const more = increment(original, 50_00);
    expect([await code(more), await code(increment(original, 20_00))]).toEqual(['00', '61']);
    await send(reversal(more));
    expect(await code(increment(original, 60_00))).toBe('00');
    await send(reversal(original));
    const again = await held({ minor: 160_00 });
    await send(reversal(again));
    unwrap(
      await changeCard(bank, {
        cardId: card,
        by: 'bank',
        limits: { dayMaxMinor: null, dayCountMax: null },
      }),
    );
  });

  test('in another currency is priced at the rate of the original, down to the last fening', async () => {
    const original = await held({ currency: '978', minor: 33_33, country: 'DE' });
    const before = await heldMinor();
    const more = increment(original, 33_33, { currency: '978', country: 'DE' });
    expect(await code(more)).toBe('00');
    expect(await heldMinor()).toBe(2 * before);
    await send(reversal(more));
    expect(await heldMinor()).toBe(before);
    await send(reversal(original));
  });
});

test('a partial reversal after an increment keeps what it says', async () => {
  const original = await held();
  await send(increment(original, 50_00));
  expect(await code(reversal(original, 120_00n))).toBe('00');
  expect(await heldMinor()).toBe(120_00);
  await send(reversal(original));
  expect(await heldMinor()).toBe(0);
});

test('a raised hold that nobody claims expires whole, when the original does', async () => {
  const { bank } = world;
  const original = await held();
  bank.clock.advanceTo(monday + 6 * 86_400_000);
  expect(await code(increment(original, 50_00))).toBe('00');
  bank.clock.advanceTo(monday + 7 * 86_400_000);
  expect(await expireHolds(bank)).toBe(1);
  expect(await heldMinor()).toBe(0);
  expect(await prove(bank.db)).toMatchObject({ ok: true, findings: [] });
});
