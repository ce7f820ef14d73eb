// Where an error leads: its page in the docs, and its own line in the merchant's log of requests.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { back } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, visa } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const anError = z.object({ error: z.record(z.string(), z.unknown()) });

async function ask(path: string, form?: Record<string, string>, key = 'sk_test_diva') {
  const answer = await fetch(gateway.url + path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'one-of-these' },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  const { error } = anError.parse(await answer.json());
  return { requestId: String(answer.headers.get('request-id')), error };
}

describe('a body of another type than the interface takes is refused by what it takes', () => {
  const form = 'application/x-www-form-urlencoded';
  const v2 = '/v2/core/event_destinations';
  test.each([
    ['/v1/customers', 'text/xml', '<name>Hana</name>', form],
    ['/v1/customers', 'application/json', '{"name":"Hana"}', form],
    [v2, 'text/plain', 'name', 'application/json'],
    [v2, form, 'name=Hana', 'application/json'],
  ])('%s %s', async (path, type, body, taken) => {
    const headers = {
      ...{ authorization: 'Bearer sk_test_diva', 'content-type': type },
      'stripe-version': '2026-01-28.clover',
    };
    const answer = await fetch(gateway.url + path, { method: 'POST', headers, body });
    const { error } = anError.parse(await answer.json());
    expect(answer.status).toBe(400);
    expect(error['message']).toBe(
      `Invalid request (check that your POST content type is ${taken}).`,
    );
  });
});

describe('an error', () => {
  test.each([
    ['of the address', '/v1/nothing', undefined, 'sk_test_diva'],
    ['of the key', '/v1/balance', undefined, 'sk_test_nobody'],
    ['of a parameter', '/v1/payment_intents', { amount: 'x', currency: 'bam' }, 'sk_test_diva'],
    ['of an expansion', '/v1/balance?expand[]=nothing', undefined, 'sk_test_diva'],
    ['of an object', '/v1/payment_intents/pi_none', undefined, 'sk_test_diva'],
    ['of the door', '/v1/balance?a=%00', undefined, 'sk_test_diva'],
  ])('%s names the request that it answers', async (_, path, form, key) => {
    const { error, requestId } = await ask(path, form, key);
    expect(error['request_log_url']).toBe(`${gateway.url}/developers/requests/${requestId}`);
    const { code } = error;
    if (code !== undefined) expect(error['doc_url']).toBe(`${gateway.url}/docs/errors#${code}`);
  });

  test('that is repeated for its key names the first request', async () => {
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    const { id } = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
    const form = {
      amount: '900',
      currency: 'bam',
      payment_method: id,
      confirm: 'true',
      return_url: back,
    };
    const first = await ask('/v1/payment_intents', form);
    const again = await ask('/v1/payment_intents', form);
    expect(first.error['request_log_url']).toContain(first.requestId);
    expect(again.error).toEqual(first.error);
    expect(again.requestId).not.toBe(first.requestId);
  });
});
