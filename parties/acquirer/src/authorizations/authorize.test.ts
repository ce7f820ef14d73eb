import { buildAnswer } from '@kassa/iso8583';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { friday, openTestBank, type TestBank } from '../testing/bank.ts';
import { authorization, cvc, hanasCard, verification } from '../testing/messages.ts';

const sale = { atMs: friday };

describe('an authorization', () => {
  let it: TestBank;
  beforeEach(async () => {
    it = await openTestBank();
  });
  afterEach(() => it.close());

  test('goes to the network in our name, and its answer back to the gateway', async () => {
    const answer = await it.gateway.ask(authorization(sale));
    expect(answer.mti).toBe('0110');
    expect(answer.fields).toMatchObject({
      11: '000001',
      37: '632618000001',
      38: 'A1B2C3',
      39: '00',
      48: '6306TRACE18701M',
    });
    const [sent] = it.network.messages;
    expect(sent?.fields).toMatchObject({ 2: hanasCard, 18: '5977', 19: '070', 32: '070194' });
    expect(sent?.fields[43]).toMatch(/^Diva shop +Sarajevo +BA$/);
    expect(sent?.fields[48]).toContain(`9203${cvc}`);
    expect(sent?.fields[37]).toBe('632618000001');
  });

  test('leaves no card number and no CVC readable in the database', async () => {
    it.network.answer = () => undefined;
    await it.gateway.ask(authorization(sale));
    const dump = await it.dump();
    expect(dump).toContain('400000******0013');
    expect(dump).not.toContain(hanasCard);
    expect(dump).not.toContain(`9203${cvc}`);
  });

  test.each([
    ['of a merchant without contract', { merchant: 'CRVENA000000001' }, '12'],
    ['from a terminal that is not the merchant’s', { terminal: 'OTHER001' }, '12'],
    ['in a currency outside the contract', { currency: '840' }, '12'],
    ['in a currency that is none', { currency: '999' }, '12'],
    ['of nothing', { minor: 0 }, '13'],
    ['of a number that is no card', { card: '4000000700000018' }, '14'],
  ])('%s is refused here and never sent on', async (_, change, code) => {
    const answer = await it.gateway.ask(authorization({ ...sale, ...change }));
    expect(answer.fields[39]).toBe(code);
    expect(it.network.messages).toEqual([]);
  });

  test('that lacks a field is answered as a format error', async () => {
    const { 18: _, ...fields } = authorization(sale).fields;
    expect((await it.gateway.ask({ mti: '0100', fields })).fields[39]).toBe('30');
  });

  test('that the issuer declines is declined with the issuer’s code', async () => {
    it.network.answer = (message) => buildAnswer(message, { responseCode: '51' });
    expect((await it.gateway.ask(authorization(sale))).fields[39]).toBe('51');
  });

  test('asked again has the same answer and is sent once', async () => {
    const first = await it.gateway.ask(authorization(sale));
    expect(await it.gateway.ask(authorization(sale))).toEqual(first);
    expect(it.network.messages).toHaveLength(1);
    const other = await it.gateway.ask(authorization({ ...sale, minor: 9_999 }));
    expect(other.fields[39]).toBe('94');
  });

  test('is answered 91 without a line, and needs no reversal', async () => {
    await it.network.close();
    await it.restart();
    expect((await it.gateway.ask(authorization(sale))).fields[39]).toBe('91');
    expect(await it.dump()).not.toContain('rvs_');
  });
});

describe('an account verification', () => {
  let it: TestBank;
  beforeEach(async () => {
    it = await openTestBank();
    it.network.answer = (message) =>
      buildAnswer(message, { responseCode: '85', additionalData: { 63: 'TRACE1', 87: 'M' } });
  });
  afterEach(() => it.close());

  test('goes to the network in our name, and what it says back to the gateway', async () => {
    const answer = await it.gateway.ask(verification(sale));
    expect(answer.fields).toMatchObject({ 11: '000001', 39: '85', 48: '6306TRACE18701M' });
    expect(it.network.messages).toMatchObject([
      { mti: '0100', fields: { 4: '000000000000', 25: '51', 32: '070194' } },
    ]);
  });

  test('that nobody answers is answered 91, and leaves nothing to undo', async () => {
    it.network.answer = () => undefined;
    expect((await it.gateway.ask(verification(sale))).fields[39]).toBe('91');
    expect(await it.dump()).not.toContain('rvs_');
  });

  test.each([
    ['with an amount', { minor: 1 }, '13'],
    ['from a terminal that is not the merchant’s', { terminal: 'OTHER001' }, '12'],
  ])('%s is refused here', async (_, change, code) => {
    const answer = await it.gateway.ask(verification({ ...sale, ...change }));
    expect(answer.fields[39]).toBe(code);
    expect(it.network.messages).toEqual([]);
  });
});
