import { buildAnswer, decodeOriginalData, type Message } from '@kassa/iso8583';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prove } from '../proof.ts';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import {
  authorization,
  capture,
  increment,
  mid,
  reversalAdvice,
  reversalRequest,
} from '../testing/messages.ts';
import { approve } from '../testing/peers.ts';

const sale = { atMs: friday };
const own = { rrn: '632618000002', stan: '000002' };
const ownSale = { atMs: friday, ...own, minor: 5_000 };
const whole = { atMs: friday, minor: 15_000 };

describe('an increment', () => {
  let it: TestBank;
  const codeOf = async (message: Message) => (await it.gateway.ask(message)).fields[39];
  const typesSent = () => it.network.messages.map(({ mti }) => mti);

  beforeEach(async () => {
    it = await openTestBank();
    expect(await codeOf(authorization(sale))).toBe('00');
  });
  afterEach(async () => {
    const proof = await prove(it.database.db);
    await it.close();
    expect(proof).toMatchObject({ ok: true, findings: [] });
  });

  test('names its original as the network knows it, and raises what may be captured', async () => {
    const answer = await it.gateway.ask(increment(sale, own, 5_000));
    expect(answer.fields).toMatchObject({ 11: own.stan, 37: own.rrn, 38: 'A1B2C3', 39: '00' });
    const [first, second] = it.network.messages;
    expect(second?.fields).toMatchObject({ 4: '000000005000', 37: own.rrn });
    expect(second?.fields[48]).toContain('6201I6412632618000001');
    expect(decodeOriginalData(second?.fields[90] ?? '')).toMatchObject({
      stan: first?.fields[11],
      transmittedAt: first?.fields[7],
    });
    expect(await codeOf(increment(sale, own, 5_000))).toBe('00');
    expect(await codeOf(capture({ ...whole, minor: 15_001 }))).toBe('13');
    expect(await codeOf(capture(whole))).toBe('00');
    await it.moveTo('2026-11-20', '18:00');
    expect(it.network.files[0]?.items).toMatchObject([{ amount: km(15_000) }]);
    const trace = await it.get('/_kassa/trace/632618000001', 'control');
    expect(JSON.stringify(trace.body).match(/authorization of/g)).toHaveLength(2);
  });

  test('that is refused leaves things as they were', async () => {
    it.network.answer = (message) => buildAnswer(message, { responseCode: '51' });
    expect(await codeOf(increment(sale, own, 5_000))).toBe('51');
    expect(await codeOf(capture(whole))).toBe('13');
    expect(await codeOf(capture(sale))).toBe('00');
  });

  test('that is not answered is undone by its own name; the sale is captured as it was', async () => {
    it.network.answer = (message) => (message.mti === '0100' ? undefined : approve(message));
    expect(await codeOf(increment(sale, own, 5_000))).toBe('91');
    await it.settle();
    expect(typesSent()).toEqual(['0100', '0100', '0420']);
    const asked = it.network.messages[1];
    const undone = it.network.messages[2];
    expect(undone?.fields).toMatchObject({ 4: '000000005000', 37: own.rrn });
    expect(decodeOriginalData(undone?.fields[90] ?? '')?.stan).toBe(asked?.fields[11]);
    if (asked) it.network.push(approve(asked));
    await expect.poll(typesSent).toEqual(['0100', '0100', '0420', '0420']);
    expect(await codeOf(capture(whole))).toBe('13');
    expect(await codeOf(capture(sale))).toBe('00');
  });

  test('taken back by the gateway lowers what may be captured, once', async () => {
    await it.gateway.ask(increment(sale, own, 5_000));
    expect(await codeOf(reversalAdvice(ownSale))).toBe('00');
    expect(await codeOf({ ...reversalAdvice(ownSale), mti: '0421' })).toBe('00');
    expect(await codeOf(reversalAdvice(ownSale, '500009'))).toBe('00');
    expect(await codeOf(capture(whole))).toBe('13');
    expect(await codeOf(capture(sale))).toBe('00');
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 9_700 });
  });

  test('taken back before it came is refused when it comes', async () => {
    expect(await codeOf(reversalAdvice(ownSale))).toBe('00');
    expect(await codeOf(increment(sale, own, 5_000))).toBe('12');
    expect(typesSent()).toEqual(['0100', '0420']);
  });

  test('goes with its original', async () => {
    await it.gateway.ask(increment(sale, own, 5_000));
    expect(await codeOf(reversalRequest(sale))).toBe('00');
    expect(await codeOf(capture(whole))).toBe('12');
    expect(await codeOf(reversalAdvice(ownSale))).toBe('00');
  });

  test('whose original is taken back meanwhile is undone', async () => {
    it.network.answer = (message) => {
      if (message.mti !== '0100') return approve(message);
      void it.gateway.ask(reversalRequest(sale)).then(() => it.network.push(approve(message)));
      return undefined;
    };
    expect(await codeOf(increment(sale, own, 5_000))).toBe('91');
    await it.settle();
    const undone = it.network.messages.filter(({ mti }) => mti === '0420');
    expect(undone.map(({ fields }) => fields[37])).toContain(own.rrn);
  });

  test.each([
    ['of what nobody knows', increment({ ...sale, rrn: '632618000009' }, own, 1), '25'],
    ['of another card’s sale', withCard(increment(sale, own, 1), '4242424242424242'), '25'],
    ['in another currency', increment({ ...sale, currency: '978' }, own, 1), '12'],
    ['of nothing', increment(sale, own, 0), '13'],
    ['that does not say of what', without90(increment(sale, own, 1)), '30'],
  ])('%s is refused here', async (_, message, code) => {
    expect(await codeOf(message)).toBe(code);
    expect(typesSent()).toEqual(['0100']);
  });

  test('of what is captured is refused, and none is captured under its own name', async () => {
    await it.gateway.ask(increment(sale, own, 5_000));
    expect(await codeOf(capture(ownSale))).toBe('25');
    expect(await codeOf(capture(sale))).toBe('00');
    expect(await codeOf(increment(sale, { rrn: '632618000003', stan: '000003' }, 1))).toBe('12');
  });
});

function withCard({ mti, fields }: Message, card: string): Message {
  return { mti, fields: { ...fields, 2: card } };
}

function without90({ mti, fields: { 90: _, ...fields } }: Message): Message {
  return { mti, fields };
}
