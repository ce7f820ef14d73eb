// What the log of the wire keeps of real messages, and that nobody ever waits for it.

import { column } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { findPans } from '@kassa/secret';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { back, errorOf } from '../testing/paying.ts';
import { startTestGateway, type TestGateway, until, visa } from '../testing/test-gateway.ts';
import { wireMessagesOf } from './store.ts';
import { openWireLog } from './wire-log.ts';
import type { WireMessage } from './wire-message.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function pay(change: object = {}) {
  const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa('735') });
  return gateway.stripe.paymentIntents.create({
    ...{ amount: 2_500, currency: 'bam', confirm: true, return_url: back },
    ...{ payment_method: method.id, ...change },
  });
}

const linesOf = async (intentId: string) =>
  (await wireMessagesOf(gateway.db, { accountId: 'acct_diva', intentId }, 100)).map(
    ({ direction, type, peer, responseCode, failure }) =>
      [direction, type, peer, failure ?? responseCode].filter((part) => part !== null).join(' '),
  );

describe('the log of the wire', () => {
  test('has every message of a payment, in order', async () => {
    const { id } = await pay();
    await until(async () => (await linesOf(id)).length === 6, 'six messages are written');
    expect(await linesOf(id)).toEqual([
      'out AReq directory-server',
      'in ARes directory-server Y',
      'out 0100 zelena',
      'in 0110 zelena 00',
      'out 0220 zelena',
      'in 0230 zelena 00',
    ]);
    const [, , request, answer] = await wireMessagesOf(
      gateway.db,
      { accountId: 'acct_diva', intentId: id },
      100,
    );
    expect(request?.fields[2]).toBe('424242******4242');
    expect(request?.fields[48]).toMatch(/^eci 05, initiation C/);
    expect(request?.latencyMs).toBeNull();
    expect(answer?.latencyMs).toBeGreaterThanOrEqual(0);
    expect([answer?.stan, answer?.rrn]).toEqual([request?.stan, request?.rrn]);
  });

  test('says what did not come, and what came too late', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'late' }));
    gateway.acquirer.onInquiry(() => ({ do: 'silence' }));
    const { id = '' } = (await errorOf(pay())).payment_intent ?? {};
    gateway.acquirer.answerLate();
    const awaited = [
      'none 0100 zelena timeout',
      'none 0600 zelena timeout',
      'in 0110 zelena 00',
      'in 0430 zelena 00',
    ];
    await until(async () => {
      const lines = await linesOf(id);
      return awaited.every((line) => lines.includes(line));
    }, 'all of it is written');
    const messages = await wireMessagesOf(
      gateway.db,
      { accountId: 'acct_diva', intentId: id },
      100,
    );
    expect(messages.filter(({ isLate }) => isLate).map(({ type }) => type)).toContain('0110');
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    gateway.acquirer.onInquiry(() => ({ do: 'approve' }));
  });

  test('keeps no card number, no CVC and no CAVV', async () => {
    const rows = await gateway.db.query(
      { text: 'select t.fields::text as row from wire_message t' },
      (row) => column.text(row, 'row'),
    );
    expect(rows.length).toBeGreaterThan(6);
    expect(rows.flatMap(findPans)).toEqual([]);
    const cavv = Buffer.alloc(20, 7).toString('base64');
    for (const secret of ['4242424242424242', 'cvc 735', '9203735', cavv, 'cavv']) {
      expect(rows.filter((row) => row.includes(secret))).toEqual([]);
    }
  });

  test('goes in the night after its days, by weeks', async () => {
    const count = () =>
      gateway.db.one({ text: 'select count(*) as n from wire_message' }, (row) =>
        column.integer(row, 'n'),
      );
    const { forgetOld } = await import('../forget-old.ts');
    await forgetOld(gateway.db, gateway.clock.nowMs() + 29 * 86_400_000, { wireLogDays: 30 });
    expect(await count()).toBeGreaterThan(0);
    await forgetOld(gateway.db, gateway.clock.nowMs() + 37 * 86_400_000, { wireLogDays: 30 });
    expect(await count()).toBe(0);
  });
});

describe('its buffer', () => {
  const message = (number: number): WireMessage => ({
    ...{ id: `wm_${number}`, atMs: 1, direction: 'out', protocol: 'iso8583', peer: 'zelena' },
    ...{ type: '0100', stan: '000001', rrn: null, about: null, responseCode: null },
    ...{ latencyMs: null, isLate: false, failure: null, fields: {} },
  });

  test('drops what does not fit, and says how many', async () => {
    const said: unknown[] = [];
    const log = { ...silentLog, warn: (about: unknown) => void said.push(about) };
    const db = await brokenDatabase();
    const settings = { everyMs: 1_000_000, waitingMax: 3, batchMax: 2 };
    const wireLog = openWireLog({ db, log }, settings);
    for (let number = 0; number < 5; number += 1) wireLog.add(message(number));
    await wireLog.written();
    expect(said.at(-1)).toEqual({ dropped: 5 });
    await wireLog[Symbol.asyncDispose]();
  });
});

/** Nobody listens there. */
async function brokenDatabase() {
  const { openDatabase } = await import('@kassa/database');
  return openDatabase({
    url: 'postgres://nobody@127.0.0.1:9/nothing',
    schema: 'nothing',
    log: silentLog,
    name: 'broken',
  });
}
