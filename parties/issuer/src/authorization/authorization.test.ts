import { connect } from 'node:net';
import {
  asRepeat,
  binaryDialect,
  buildEcho,
  buildReversalAdvice,
  buildReversalRequest,
  buildSignOn,
  decode,
  encode,
  encodeReplacementAmount,
  frameKeys,
  type Message,
} from '@kassa/iso8583';
import { balance, prove, transactions } from '@kassa/ledger';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { connectFramed, encodeFrame, frameSplitter } from '@kassa/tcp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customerPath } from '../accounts/chart.ts';
import { changeCard } from '../cards/change-card.ts';
import { hana, monday, openTestBank, type TestBank } from '../test-bank.ts';
import { expireHolds } from './expire-holds.ts';
import { answerTo, listenIso8583 } from './listener.ts';
import { authorizationRequest, type Wish } from './test-messages.ts';

let world: TestBank;
beforeAll(async () => {
  world = await openTestBank({
    rates: [{ sold: 'EUR', bought: 'BAM', rate: '1.95583' }],
    customers: [hana.seed],
  });
});
afterAll(() => world.database.close());

let next = 100;
beforeEach(async () => {
  // Every test pays from a full account: what an earlier one holds is released.
  await world.bank.db.exec(`delete from card_day`);
  await world.bank.db.exec(`update card_authorization set counted_minor = 0`);
});

/** A request of its own, unless the test names it. */
function request(wish: Wish = {}): Message {
  next += 1;
  const rrn = String(632_710_000_000 + next);
  return authorizationRequest({ rrn, stan: String(next).padStart(6, '0'), ...wish });
}

async function send(message: Message): Promise<Message> {
  const answer = await answerTo(world.bank, message);
  if (!answer) throw new Error('no answer');
  return answer;
}

const code = async (message: Message) => (await send(message)).fields[39];

async function money() {
  const { bank } = world;
  const kept = await balance(bank.db, bank.book, customerPath('hana-current'), bank.currency);
  return { posted: Number(kept?.posted.minor), held: Number(kept?.pendingOut.minor) };
}

async function reverse(original: Message, more: Record<number, string> = {}): Promise<Message> {
  next += 1;
  const details = { stan: String(next).padStart(6, '0'), atMs: monday };
  const reversal = buildReversalRequest(original, details);
  return { ...reversal, fields: { ...reversal.fields, ...more } };
}

describe('an approved authorization', () => {
  test('holds the amount, and says its code and the result of the CVC', async () => {
    const before = await money();
    const asked = request();
    const answer = await send(asked);
    expect(answer.mti).toBe('0110');
    expect(answer.fields).toMatchObject({ 39: '00', 38: expect.stringMatching(/^\w{6}$/) });
    expect(answer.fields[48]).toContain('8701M');
    const after = await money();
    expect(after).toEqual({ posted: before.posted, held: before.held + 100_00 });
    await send(await reverse(asked));
  });

  test('asked again gives the same answer and holds once', async () => {
    const asked = request();
    const [first, second, third] = [
      await send(asked),
      await send(asked),
      await send({ ...asked, mti: '0101' }),
    ];
    expect([second.fields[38], third.fields[38]]).toEqual([first.fields[38], first.fields[38]]);
    expect((await money()).held).toBe(100_00);
    expect(await code({ ...asked, fields: { ...asked.fields, 4: '000000000001' } })).toBe('94');
    await send(await reverse(asked));
    expect((await money()).held).toBe(0);
  });

  test('asked twice at the same moment holds once', async () => {
    const asked = request({ minor: 10_00 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(asked)));
    expect(new Set(answers.map((answer) => answer.fields[38])).size).toBe(1);
    expect((await money()).held).toBe(10_00);
    await send(await reverse(asked));
  });

  test('many at once never hold more than there is', async () => {
    const asked = Array.from({ length: 8 }, () => request({ minor: 120_00 }));
    const codes = await Promise.all(asked.map(code));
    expect(codes.sort()).toEqual(['00', '00', '00', '00', '51', '51', '51', '51']);
    expect((await money()).held).toBe(480_00);
    for (const one of asked) await send(await reverse(one));
    expect((await money()).held).toBe(0);
  });

  test('in euros holds the converted amount and the fee', async () => {
    const asked = request({ currency: '978', country: 'DE' });
    expect(await code(asked)).toBe('00');
    expect((await money()).held).toBe(199_49);
    await send(await reverse(asked));
  });
});

describe('an account verification', () => {
  test('is answered 85, checks the CVC, and holds nothing', async () => {
    const before = await money();
    const asked = request({ verify: true });
    const answer = await send(asked);
    expect(answer.fields[39]).toBe('85');
    expect(answer.fields[38]).toBeUndefined();
    expect(answer.fields[48]).toContain('8701M');
    expect(await code(asked)).toBe('85');
    expect(await code(await reverse(asked))).toBe('00');
    expect(await money()).toEqual(before);
  });

  test.each<[string, Wish, string]>([
    ['an unknown card', { pan: '4000000700000021' }, '14'],
    ['a wrong code', { cvc: '124' }, 'N7'],
    ['another expiry', { expiry: '2911' }, '54'],
    ['a proof that is not there', { eci: '05' }, '82'],
    ['an amount', { minor: 1 }, '13'],
    ['kroner without a rate, which nobody pays', { currency: '578' }, '85'],
  ])('with %s', async (_, wish, expected) => {
    expect(await code(request({ verify: true, ...wish }))).toBe(expected);
  });
});

describe('a refusal', () => {
  test.each<[string, Wish, string]>([
    ['more than there is', { minor: 600_00 }, '51'],
    ['an unknown card', { pan: '4000000700000021' }, '14'],
    ['a number with a wrong digit', { pan: '4000000700000014' }, '14'],
    ['a wrong code', { cvc: '124' }, 'N7'],
    ['another expiry', { expiry: '2911' }, '54'],
    ['a proof out of thin air', { eci: '05', cavv: 'AAABBBCCCDDDEEEFFFGGGHHHIII=' }, '82'],
    ['a proof that is not there', { eci: '05' }, '82'],
    ['kroner without a rate', { currency: '578' }, '12'],
    ['a currency nobody knows', { currency: '000' }, '12'],
    ['nothing', { minor: 0 }, '13'],
  ])('%s', async (_, wish, expected) => {
    const before = await money();
    const asked = request(wish);
    expect(await code(asked)).toBe(expected);
    expect(await code(asked)).toBe(expected);
    expect(await money()).toEqual(before);
  });

  test('a message that lacks a field is answered 30, a message of another kind 12', async () => {
    const asked = request();
    const { 42: _mid, ...fields } = asked.fields;
    expect(await code({ mti: '0100', fields })).toBe('30');
    expect(await code({ mti: '0200', fields: asked.fields })).toBe('12');
  });

  test('daily limits count what is held, also when all come at once, and not what was reversed', async () => {
    const { bank } = world;
    const [card] = await bank.db.query({ text: 'select card_id from card' }, (row) =>
      String(row['card_id']),
    );
    const limits = { dayMaxMinor: 50_00n, dayCountMax: 3 };
    unwrap(await changeCard(bank, { cardId: card ?? '', by: 'bank', limits }));
    const asked = Array.from({ length: 6 }, () => request({ minor: 20_00 }));
    const codes = await Promise.all(asked.map(code));
    expect(codes.sort()).toEqual(['00', '00', '61', '61', '61', '61']);
    for (const one of asked) await send(await reverse(one));
    const small = Array.from({ length: 4 }, () => request({ minor: 1_00 }));
    const later = await Promise.all(small.map(code));
    expect(later.sort()).toEqual(['00', '00', '00', '65']);
    for (const one of small) await send(await reverse(one));
    const none = { dayMaxMinor: null, dayCountMax: null };
    unwrap(await changeCard(bank, { cardId: card ?? '', by: 'bank', limits: none }));
  });

  test('a card frozen between question and answer is not charged', async () => {
    const { bank } = world;
    const [card] = await bank.db.query({ text: 'select card_id from card' }, (row) =>
      String(row['card_id']),
    );
    unwrap(await changeCard(bank, { cardId: card ?? '', by: 'holder', status: 'frozen' }));
    expect(await code(request())).toBe('62');
    unwrap(await changeCard(bank, { cardId: card ?? '', by: 'holder', status: 'active' }));
    const asked = request({ minor: 1_00 });
    expect(await code(asked)).toBe('00');
    await send(await reverse(asked));
  });
});

describe('a reversal', () => {
  test('releases a part: the rest stays held', async () => {
    const asked = request();
    await send(asked);
    const part = await reverse(asked, { 95: encodeReplacementAmount(60_00n) });
    expect((await send(part)).fields[39]).toBe('00');
    expect((await money()).held).toBe(60_00);
    await send(await reverse(asked));
    expect((await money()).held).toBe(0);
  });

  test('sent again, also as a repeat, changes nothing more', async () => {
    const asked = request();
    await send(asked);
    const advice = buildReversalAdvice(asked, { stan: '900001', atMs: monday });
    expect(await Promise.all([advice, asRepeat(advice), asRepeat(advice)].map(code))).toEqual([
      '00',
      '00',
      '00',
    ]);
    expect((await money()).held).toBe(0);
  });

  test('before its original: the late original is refused', async () => {
    const asked = request();
    expect(await code(buildReversalAdvice(asked, { stan: '900002', atMs: monday }))).toBe('00');
    expect(await code(asked)).toBe('12');
    expect((await money()).held).toBe(0);
  });

  test('at the same moment as its original: nothing stays held', async () => {
    for (let round = 0; round < 10; round += 1) {
      const asked = request();
      const advice = buildReversalAdvice(asked, { stan: String(910_000 + round), atMs: monday });
      await Promise.all([send(asked), send(advice)]);
      expect((await money()).held).toBe(0);
    }
  });
});

test('a hold that nobody claims expires after seven days', async () => {
  const { bank } = world;
  const asked = request();
  await send(asked);
  expect(await expireHolds(bank)).toBe(0);
  bank.clock.advanceTo(monday + 7 * 86_400_000);
  expect(await expireHolds(bank)).toBe(1);
  expect((await money()).held).toBe(0);
  expect(await code(await reverse(asked))).toBe('00');
  const [last] = await transactions(bank.db, {
    accountId: bank.book,
    reference: asked.fields[37] ?? '',
    limit: 1,
  });
  expect(last?.kind).toBe('expire');
});

test('over TCP: sign-on, echo, many in flight, garbage in between', async () => {
  const { bank } = world;
  const signOnKey = new Secret('shared');
  const listener = await listenIso8583(bank, { host: '127.0.0.1', port: 0, signOnKey });
  const keys = frameKeys(binaryDialect);
  const frame = (message: Message) => Buffer.from(unwrap(encode(message, binaryDialect)));
  const client = connectFramed({
    host: '127.0.0.1',
    port: listener.port,
    log: silentLog,
    ...keys,
    onUnmatched: () => {},
    onConnected: async (ask) => {
      const details = { stan: '000001', atMs: monday, institutionId: '500000' };
      await ask(frame(buildSignOn(details, signOnKey)), 2000);
    },
    inFlightMax: 100,
  });
  await expect.poll(() => client.isConnected()).toBe(true);
  const ask = async (message: Message) =>
    unwrap(decode(unwrap(await client.request(frame(message), 5000)), binaryDialect)).fields[39];
  expect(await ask(buildEcho({ stan: '000002', atMs: monday }))).toBe('00');
  const asked = Array.from({ length: 20 }, () => request({ minor: 1_00 }));
  expect(new Set(await Promise.all(asked.map(ask)))).toEqual(new Set(['00']));
  for (const one of asked) expect(await ask(await reverse(one))).toBe('00');
  await client.close();
  await listener.close();
});

test('over TCP: who has not signed on, or not rightly, is refused and closed', async () => {
  const signOnKey = new Secret('shared');
  const at = { host: '127.0.0.1', port: 0, signOnKey };
  const listener = await listenIso8583(world.bank, at);
  const details = { stan: '000001', atMs: monday, institutionId: '500000' };
  const first = (message: Message) => firstAnswer(listener.port, message);
  const asked = request({ minor: 1_00 });
  expect(await first(asked)).toEqual({ code: '63', isClosed: true });
  expect(await first(await reverse(asked))).toEqual({ code: '63', isClosed: true });
  const guessed = buildSignOn(details, new Secret('guessed'));
  expect(await first(guessed)).toEqual({ code: '63', isClosed: true });
  expect((await money()).held).toBe(0);
  expect(await first(buildSignOn(details, signOnKey))).toEqual({ code: '00', isClosed: false });
  await listener.close();
});

/** What a bare socket gets for the first thing it says, and whether it is shown the door. */
function firstAnswer(port: number, message: Message) {
  const bytes = encodeFrame(unwrap(encode(message, binaryDialect)));
  return new Promise<{ code: string | undefined; isClosed: boolean }>((resolve, reject) => {
    const splitter = frameSplitter(65_535);
    let code: string | undefined;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', reject);
    socket.on('close', () => resolve({ code, isClosed: true }));
    socket.on('data', (piece) => {
      const [frame] = splitter.push(piece) ?? [];
      if (!frame) return;
      code = unwrap(decode(frame, binaryDialect)).fields[39];
      if (code !== '00') return;
      resolve({ code, isClosed: false });
      socket.destroy();
    });
  });
}

test('the book balances after all of it', async () => {
  const { bank } = world;
  expect(await money()).toEqual({ posted: 500_00, held: 0 });
  expect(await prove(bank.db)).toMatchObject({ ok: true, findings: [] });
});
