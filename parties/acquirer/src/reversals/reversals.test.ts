import { decodeOriginalData, type Message } from '@kassa/iso8583';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { friday, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, capture, reversalAdvice, reversalRequest } from '../testing/messages.ts';
import { approve } from '../testing/peers.ts';

const sale = { atMs: friday };

describe('a reversal', () => {
  let it: TestBank;
  const typesSent = () => it.network.messages.map(({ mti }) => mti);
  const sent = (mti: string): Message | undefined =>
    it.network.messages.find((message) => message.mti === mti);

  beforeEach(async () => {
    it = await openTestBank();
  });
  afterEach(() => it.close());

  test('follows a request that is not answered, and repeats until it is acknowledged', async () => {
    let silences = 3;
    it.network.answer = (message) => {
      silences -= 1;
      return silences >= 0 ? undefined : approve(message);
    };
    expect((await it.gateway.ask(authorization(sale))).fields[39]).toBe('91');
    await it.settle();
    await it.moveTo('2026-11-20', '15:01');
    await it.moveTo('2026-11-20', '15:02');
    expect(typesSent()).toEqual(['0100', '0420', '0421', '0421']);
    const [request, first, second] = it.network.messages;
    const original = decodeOriginalData(first?.fields[90] ?? '');
    expect(original).toMatchObject({ mti: '0100', stan: request?.fields[11] });
    expect(first?.fields[37]).toBe('632618000001');
    expect(second?.fields[11]).toBe(first?.fields[11]);
    await it.moveTo('2026-11-20', '15:30');
    expect(typesSent()).toHaveLength(4);
    // Nothing of the card is kept once there is nothing left to send.
    expect(await it.dump()).not.toContain('v1.card1');
  });

  test('is sent again for an approval that comes too late', async () => {
    it.network.answer = (message) => (message.mti === '0100' ? undefined : approve(message));
    await it.gateway.ask(authorization(sale));
    await it.settle();
    expect(typesSent()).toEqual(['0100', '0420']);
    const request = sent('0100');
    if (!request) throw new Error('nothing was sent');
    it.network.push(approve(request));
    await expect.poll(() => typesSent()).toEqual(['0100', '0420', '0420']);
    expect(it.network.messages[2]?.fields[38]).toBe('A1B2C3');
  });

  test('of the gateway is sent on in our words and acknowledged, once', async () => {
    await it.gateway.ask(authorization(sale));
    const answer = await it.gateway.ask(reversalRequest(sale));
    expect([answer.mti, answer.fields[39]]).toEqual(['0410', '00']);
    const original = decodeOriginalData(sent('0400')?.fields[90] ?? '');
    expect(original?.stan).toBe(sent('0100')?.fields[11]);
    expect((await it.gateway.ask(reversalRequest(sale))).fields[39]).toBe('00');
    expect(typesSent()).toEqual(['0100', '0400']);
    expect((await it.gateway.ask(capture(sale))).fields[39]).toBe('12');
  });

  test('is acknowledged though the network is silent, and then is ours to bring', async () => {
    await it.gateway.ask(authorization(sale));
    it.network.answer = () => undefined;
    const answer = await it.gateway.ask(reversalAdvice(sale));
    expect([answer.mti, answer.fields[39]]).toEqual(['0430', '00']);
    it.network.answer = approve;
    await it.moveTo('2026-11-20', '15:05');
    expect(typesSent()).toEqual(['0100', '0420', '0421']);
  });

  test('of a request that never came is sent on, and the late request is refused', async () => {
    expect((await it.gateway.ask(reversalAdvice(sale))).fields[39]).toBe('00');
    expect((await it.gateway.ask(authorization(sale))).fields[39]).toBe('12');
    expect(typesSent()).toEqual(['0420']);
  });

  test('of what is captured is refused', async () => {
    await it.gateway.ask(authorization(sale));
    expect((await it.gateway.ask(capture(sale))).fields[39]).toBe('00');
    expect((await it.gateway.ask(reversalRequest(sale))).fields[39]).toBe('12');
    expect(typesSent()).toEqual(['0100']);
  });
});

describe('after a crash', () => {
  test('what was under way is reversed at the next start, and once more if approved late', async () => {
    const it = await openTestBank(10_000);
    const typesSent = () => it.network.messages.map(({ mti }) => mti);
    it.network.answer = (message) => (message.mti === '0100' ? undefined : approve(message));
    const waiting = it.gateway.ask(authorization(sale));
    await expect.poll(typesSent).toEqual(['0100']);
    const next = await it.startAnother();
    await expect.poll(typesSent).toEqual(['0100', '0420']);
    const [request] = it.network.messages;
    if (!request) throw new Error('nothing was sent');
    it.network.push(approve(request));
    await expect.poll(typesSent).toEqual(['0100', '0420', '0420']);
    expect((await waiting).fields[39]).toBe('12');
    await next.stop();
    await it.close();
  });
});
