// What the acquirer says of a request that the gateway had no answer to.

import { type Message, readInquiryAnswer } from '@kassa/iso8583';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { friday, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, inquiry, reversalRequest } from '../testing/messages.ts';

const sale = { atMs: friday };

describe('an inquiry', () => {
  let it: TestBank;
  const ask = async (message: Message) => readInquiryAnswer(await it.gateway.ask(message));
  const typesSent = () => it.network.messages.map(({ mti }) => mti);

  beforeEach(async () => {
    it = await openTestBank();
  });
  afterEach(() => it.close());

  test('about an approval repeats what was said, and asks nobody', async () => {
    await it.gateway.ask(authorization(sale));
    const said = { kind: 'answered', responseCode: '00', authorizationCode: 'A1B2C3' };
    expect(await ask(inquiry(sale))).toMatchObject(said);
    expect(await ask(inquiry(sale, '700002'))).toMatchObject(said);
    expect(typesSent()).toEqual(['0100']);
  });

  test('about what never came is promised to be so: it is refused if it still comes', async () => {
    expect(await ask(inquiry(sale))).toEqual({ kind: 'never_arrived' });
    expect((await it.gateway.ask(authorization(sale))).fields[39]).toBe('12');
    expect(await ask(inquiry(sale, '700002'))).toEqual({ kind: 'never_arrived' });
    expect(typesSent()).toEqual([]);
    // Taking it back all the same is passed on, as of any request that never came.
    expect((await it.gateway.ask(reversalRequest(sale))).fields[39]).toBe('00');
  });

  test('about what is under way says so', async () => {
    let answer: (() => void) | undefined;
    const whenAsked = new Promise<void>((resolve) => {
      it.network.answer = (message) => {
        answer = () => it.network.push({ mti: '0110', fields: { ...message.fields, 39: '51' } });
        resolve();
        return undefined;
      };
    });
    const waiting = it.gateway.ask(authorization(sale));
    await whenAsked;
    expect(await ask(inquiry(sale))).toEqual({ kind: 'under_way' });
    answer?.();
    await waiting;
    expect(await ask(inquiry(sale, '700002'))).toMatchObject({ responseCode: '51' });
  });

  test('about what was taken back says that it counts no more', async () => {
    await it.gateway.ask(authorization(sale));
    await it.gateway.ask(reversalRequest(sale));
    expect(await ask(inquiry(sale))).toMatchObject({ kind: 'answered', responseCode: '12' });
  });

  test('about another request under that name is about nothing', async () => {
    await it.gateway.ask(authorization(sale));
    expect(await ask(inquiry({ ...sale, stan: '000009' }))).toEqual({ kind: 'never_arrived' });
  });

  test('that does not say of what is a format error', async () => {
    const { mti, fields } = inquiry(sale);
    const { 90: _, ...without } = fields;
    const answer = await it.gateway.ask({ mti, fields: without });
    expect([answer.mti, answer.fields[39]]).toEqual(['0610', '30']);
  });
});
