// What merchants' programs ask of the API stands in their log, and nothing of what they said.

import { type Database, openDatabase } from '@kassa/database';
import { openLog } from '@kassa/log';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { back, errorOf } from '../testing/paying.ts';
import {
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from '../testing/test-gateway.ts';
import { type LoggedRequest, noError } from './logged-request.ts';
import { openRequestLog } from './request-log.ts';
import { listRequests, loadRequest } from './store.ts';

let gateway: TestGateway;
beforeAll(async () => {
  const diva = {
    ...merchant('diva', 'BAM'),
    restrictedKeys: [{ key: 'rk_test_diva', rights: { products: 'read' as const } }],
  };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
});
afterAll(() => gateway.close());

async function logged(requestId: string, accountId: `acct_${string}` = 'acct_diva') {
  let found: LoggedRequest | undefined;
  const isThere = async () => {
    found = await loadRequest(gateway.db, accountId, requestId);
    return found !== undefined;
  };
  await until(isThere, `the line of ${requestId}`);
  return found;
}

type Ask = {
  readonly key?: string;
  readonly form?: Record<string, string>;
  readonly idempotencyKey?: string;
};

async function ask(path: string, { key = 'sk_test_diva', form, idempotencyKey }: Ask = {}) {
  const answer = await fetch(gateway.url + path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  await answer.text();
  return String(answer.headers.get('request-id'));
}

describe('the log of requests', () => {
  test('has a request that was done, by its operation, version and kind of key', async () => {
    const made = await gateway.stripe.products.create(
      { name: 'soap' },
      { idempotencyKey: 'soap-1' },
    );
    const line = await logged(made.lastResponse.requestId);
    expect(line).toMatchObject({
      accountId: 'acct_diva',
      method: 'POST',
      path: '/v1/products',
      operation: 'products.create',
      forAccountId: null,
      status: 200,
      error: noError,
      idempotencyKey: 'soap-1',
      isReplayed: false,
      apiVersion: '2026-10-28.endive',
      keyKind: 'secret',
    });
    const again = await gateway.stripe.products.create(
      { name: 'soap' },
      { idempotencyKey: 'soap-1' },
    );
    expect(await logged(again.lastResponse.requestId)).toMatchObject({ isReplayed: true });
  });

  test('has what was refused, and why, also at the door', async () => {
    const refused = await errorOf(gateway.stripe.products.retrieve('prod_none'));
    expect(await logged(String(refused.requestId))).toMatchObject({
      status: 404,
      path: '/v1/products/prod_none',
      operation: 'products.retrieve',
      error: { type: 'invalid_request_error', code: 'resource_missing', param: 'id' },
    });
    expect(await logged(await ask('/v1/nothing?secret=1'))).toMatchObject({
      status: 404,
      path: '/v1/nothing',
      operation: null,
    });
    expect(await logged(await ask('/v1/products?a=%00'))).toMatchObject({
      status: 400,
      path: '/v1/products',
      error: { type: 'invalid_request_error' },
    });
    const forbidden = await ask('/v1/customers', { key: 'rk_test_diva' });
    expect(await logged(forbidden)).toMatchObject({
      status: 403,
      keyKind: 'restricted',
      error: { code: 'more_permissions_required' },
    });
    const browser = await ask('/v1/products', { key: 'pk_test_diva' });
    expect(await logged(browser)).toMatchObject({ status: 403, keyKind: 'publishable' });
  });

  test('has what was asked for a connected account, in the platform’s log', async () => {
    const account = await gateway.stripe.accounts.create({ type: 'custom', country: 'BA' });
    const listed = await gateway.stripe.products.list({}, { stripeAccount: account.id });
    expect(await logged(listed.lastResponse.requestId)).toMatchObject({
      accountId: 'acct_diva',
      forAccountId: account.id,
    });
  });

  test('is each merchant’s own, newest first, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.unshift(await ask('/v1/balance'));
    await logged(String(ids[0]));
    const [first, second] = ids;
    const page = { limit: 2, isRefused: false };
    const newest = await listRequests(gateway.db, 'acct_diva', page);
    expect(newest.map(({ id }) => id)).toEqual([first, second]);
    const older = await listRequests(gateway.db, 'acct_diva', { ...page, before: second });
    expect(older.map(({ id }) => id)).toEqual(ids.slice(2, 4));
    expect(await loadRequest(gateway.db, 'acct_nordlys', String(first))).toBeUndefined();
    expect(await listRequests(gateway.db, 'acct_nordlys', page)).toEqual([]);
    const bad = await listRequests(gateway.db, 'acct_diva', { limit: 50, isRefused: true });
    expect(bad.every(({ status }) => status >= 400)).toBe(true);
  });

  test('has nobody’s requests in it', async () => {
    const id = await ask('/v1/balance', { key: 'sk_test_nobody' });
    await logged(await ask('/v1/balance'));
    const rows = await gateway.db.query(
      { text: 'select 1 from request_log where id = $1', values: [id] },
      () => 1,
    );
    expect(rows).toEqual([]);
  });

  test('goes after thirty days, by weeks', async () => {
    const id = await ask('/v1/balance');
    await logged(id);
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 38 * 86_400_000);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    await until(
      async () => (await loadRequest(gateway.db, 'acct_diva', id)) === undefined,
      'the night after',
    );
  });
});

describe('the canary', () => {
  const pan = '4242424242424242';

  test('is found nowhere: no number, code or secret that went in', async () => {
    const canaries = [pan, '918', 'sk_test_diva', 'pk_test_diva', 'whsec_'];
    const { stripe } = gateway;
    const method = await stripe.paymentMethods.create({ type: 'card', card: visa('918') });
    await stripe.paymentIntents.create({
      amount: 918_00,
      currency: 'bam',
      payment_method: method.id,
      confirm: true,
      return_url: back,
    });
    await stripe.webhookEndpoints.create({ url: 'https://shop.example/', enabled_events: ['*'] });
    await ask(`/v1/customers/${pan}`);
    await ask(`/v1/balance?number=${pan}`);
    await ask('/v1/products', { form: { [pan]: 'x' }, idempotencyKey: `key ${pan}` });
    await ask('/v1/products', { form: { nam: 'x' }, idempotencyKey: 'sk_test_diva' });
    await ask('/v1/customers/pi_1_secret_abcdef');
    await ask('/v1/payment_methods', {
      form: { type: 'card', 'card[number]': pan, 'card[cvc]': '918', 'card[x]': '1' },
    });
    await logged(await ask('/v1/balance'));
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    for (const table of [
      'request_log',
      'webhook_try',
      'webhook_delivery',
      'webhook_endpoint',
      'webhook_secret',
      'event',
    ]) {
      const text = `select t::text as line from ${table} t`;
      const lines = await gateway.db.query({ text }, (row) => String(row['line']));
      for (const canary of canaries) {
        // Amounts and times may have the three digits of a code in them; a code would stand alone.
        const alone = new RegExp(`(?<![\\w.])${canary}(?![\\d])`);
        expect({ table, canary, lines: lines.filter((line) => alone.test(line)) }).toEqual({
          table,
          canary,
          lines: [],
        });
      }
    }
  });
});

describe('when the database is slow', () => {
  test('answers do not wait, and the gap is counted and said', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = openLog({ name: 'test', level: 'warn', destination });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const own = openDatabase({
      url: gateway.config.databaseUrl,
      schema: 'gateway',
      poolMax: 1,
      log,
      name: 'log test',
    });
    const slow: Database = {
      ...own,
      commit: async (unit) => {
        await held;
        return own.commit(unit);
      },
    };
    const settings = { everyMs: 10, waitingMax: 20, batchMax: 5, keptMax: 10 };
    const requestLog = openRequestLog({ db: slow, log }, settings);
    const line = (number: number): LoggedRequest => ({
      accountId: 'acct_flood',
      id: `req_${String(number).padStart(4, '0')}`,
      atMs: number,
      method: 'GET',
      path: '/v1/balance',
      operation: null,
      forAccountId: null,
      status: 200,
      error: noError,
      idempotencyKey: null,
      isReplayed: false,
      apiVersion: null,
      keyKind: 'secret',
      durationMs: 1,
    });
    for (let count = 0; count < 100; count++) requestLog.add(line(count));
    release();
    await requestLog.written();
    expect(lines.join('\n')).toContain('"dropped":80');
    const kept = await listRequests(own, 'acct_flood', { limit: 100, isRefused: false });
    // Of one merchant ten are kept here; the newest.
    expect(kept.map(({ atMs }) => atMs)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
    await requestLog[Symbol.asyncDispose]();
  });
});

test('a stopped gateway has written what it had taken', async () => {
  const { hostname, port } = new URL(gateway.url);
  const stripe = new Stripe('sk_test_diva', { host: hostname, port, protocol: 'http' });
  const { lastResponse } = await stripe.balance.retrieve();
  await gateway.restart();
  expect(await loadRequest(gateway.db, 'acct_diva', lastResponse.requestId)).toBeDefined();
});
