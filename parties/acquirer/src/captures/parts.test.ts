// Several captures of one authorization: each an item of its own, presented with its number.

import type { Message } from '@kassa/iso8583';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prove } from '../proof.ts';
import { friday, km, openTestBank, type TestBank } from '../testing/bank.ts';
import {
  authorization,
  capture,
  mid,
  part,
  refund,
  release,
  reversalRequest,
} from '../testing/messages.ts';

const sale = { atMs: friday };
const of = (minor: number) => ({ ...sale, minor });
const more = (number: number) => ({ number, count: null });

describe('several captures', () => {
  let it: TestBank;
  const codeOf = async (message: Message) => (await it.gateway.ask(message)).fields[39];

  beforeEach(async () => {
    it = await openTestBank();
    expect(await codeOf(authorization(sale))).toBe('00');
  });
  afterEach(async () => {
    const proof = await prove(it.database.db);
    await it.close();
    expect(proof).toMatchObject({ ok: true, findings: [] });
  });

  test('are items of their own, presented with their numbers, and reported so', async () => {
    for (const _ of [1, 2]) expect(await codeOf(part(of(3_000), more(1)))).toBe('00');
    expect(await codeOf(part(of(2_000), more(2)))).toBe('00');
    await it.moveTo('2026-11-20', '18:00');
    expect(await codeOf(part(of(1_000), { number: 3, count: 3 }))).toBe('00');
    expect(await codeOf(part(of(1), more(4)))).toBe('12');
    expect(await codeOf(capture(of(1)))).toBe('12');
    expect(await it.balances()).toMatchObject({ [`merchant:${mid}:payable`]: 6_000 - 180 });
    await it.moveTo('2026-11-23', '18:00');
    const items = it.network.files.map((file) => file.items);
    expect(items).toMatchObject([
      [
        { amount: km(3_000), clearing: { number: 1, count: null } },
        { amount: km(2_000), clearing: { number: 2, count: null } },
      ],
      [{ amount: km(1_000), clearing: { number: 3, count: 3 } }],
    ]);
    expect(new Set(items.flat().map(({ arn }) => arn)).size).toBe(3);
    await it.moveTo('2026-11-24', '08:00');
    await it.advise({ amount: km(6_000 - 90) });
    await it.moveTo('2026-11-24', '10:00');
    const id = it.house.transfers[0]?.messageId;
    const { body } = await it.get(`/merchants/${mid}/settlements/${id}`);
    expect(body).toMatchObject({
      items: [1, 2, 3].map((number) => ({ rrn: '632618000001', part: number })),
    });
  });

  test('never exceed what is authorized, in sum and at once', async () => {
    expect(await codeOf(part(of(6_000), more(1)))).toBe('00');
    const codes = await Promise.all(
      [2, 3, 4, 5].map((number) => codeOf(part(of(4_000), more(number)))),
    );
    expect(codes.filter((code) => code === '00')).toHaveLength(1);
    expect(await codeOf(part(of(1), more(6)))).toBe('13');
  });

  test('an only one is as before: nothing follows it, and it follows nothing', async () => {
    expect(await codeOf(part(of(1_000), more(1)))).toBe('00');
    expect(await codeOf(capture(of(9_000)))).toBe('12');
  });

  test('are refunded from their sum', async () => {
    await codeOf(part(of(3_000), more(1)));
    const own = (number: number) => ({ rrn: `63261800010${number}`, stan: `00010${number}` });
    expect(await codeOf(refund(of(2_000), own(1)))).toBe('00');
    expect(await codeOf(refund(of(1_001), own(2)))).toBe('13');
    await codeOf(part(of(1_000), { number: 2, count: 2 }));
    expect(await codeOf(refund(of(2_000), own(3)))).toBe('00');
  });

  test('leave a rest that can be let go, but not what is captured', async () => {
    await codeOf(part(of(3_000), more(1)));
    expect(await codeOf(reversalRequest(sale))).toBe('12');
    expect(await codeOf(release(sale, 2_999))).toBe('12');
    expect(await codeOf(release(sale, 3_000, '500003'))).toBe('00');
    const [, told] = it.network.messages;
    expect(told).toMatchObject({ mti: '0400', fields: { 37: '632618000001' } });
    expect(told?.fields[95]).toMatch(/^0{8}3000/);
    expect(await codeOf(part(of(1), more(2)))).toBe('13');
  });

  test('one with a number that is none is a format error', async () => {
    const { mti, fields } = part(of(1), more(1));
    expect(await codeOf({ mti, fields: { ...fields, 48: '65040001' } })).toBe('30');
  });
});
