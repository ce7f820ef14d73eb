import { createHmac } from 'node:crypto';
import { testDatabase } from '@kassa/database';
import { httpClient, listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { virtualClock } from '@kassa/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { migrations, type Running, startPspAdyen } from './index.ts';

const merchantAccount = 'KassaDiva';
const hmacKey = 'AB'.repeat(32);
const expiry = { expiryMonth: 12, expiryYear: 2034, cvc: '314' };
const account = { currency: 'BAM', balance: '10000' };

const itemSchema = z.object({
  pspReference: z.string(),
  originalReference: z.string().default(''),
  merchantReference: z.string(),
  amount: z.object({ value: z.number(), currency: z.string() }),
  eventCode: z.string(),
  success: z.string(),
  additionalData: z.object({ hmacSignature: z.string() }),
});
const answerSchema = z.record(z.string(), z.unknown());
const toldSchema = z.object({
  notificationItems: z.tuple([z.object({ NotificationRequestItem: itemSchema })]),
});

let psp: Running;
let database: Awaited<ReturnType<typeof testDatabase>>;
const told: z.output<typeof itemSchema>[] = [];
const client = httpClient({ timeoutMs: 5_000 });
const clock = virtualClock({ offsetMs: 0 });
const shop = openHttp({ name: 'shop', log: silentLog });
/** How often a notification is turned away before it is taken. */
let turnedAway = 0;

beforeAll(async () => {
  database = await testDatabase(migrations, { schema: 'psp' });
  shop.post('/told', async (request, reply) => {
    if (turnedAway > 0) {
      turnedAway -= 1;
      return reply.status(503).send('not now');
    }
    const [one] = toldSchema.parse(request.body).notificationItems;
    told.push(one.NotificationRequestItem);
    return reply.type('text/plain').send('[accepted]');
  });
  const notificationsUrl = `${await listen(shop, { host: '127.0.0.1', port: 0 })}/told`;
  psp = await startPspAdyen(
    {
      databaseUrl: database.url,
      schema: 'psp',
      port: 0,
      controlKey: 'control',
      merchants: [{ merchantAccount, apiKey: 'key', hmacKey, notificationsUrl }],
      cards: [
        { id: 'one', number: '4111111111111111', ...expiry, ...account },
        { id: 'two', number: '4000000000000002', ...expiry, ...account, state: 'restricted' },
      ],
    },
    { log: silentLog, clock },
  );
});

afterAll(async () => {
  await psp.stop();
  await shop.close();
  await client.close();
  await database.close();
});

async function post(
  path: string,
  body: object,
  key?: string,
  apiKey = 'key',
): Promise<Record<string, unknown>> {
  const headers = { 'x-api-key': apiKey, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await client.postJson(
    `${psp.url}/v72${path}`,
    { merchantAccount, ...body },
    { headers },
  );
  const { status, body: answered } = unwrap(answer);
  return { status, ...answerSchema.parse(answered) };
}

const payment = (reference: string, value: number, number = '4111111111111111') => ({
  amount: { currency: 'BAM', value },
  reference,
  returnUrl: 'https://shop.example',
  paymentMethod: { type: 'scheme', number, expiryMonth: '12', expiryYear: '2034', cvc: '314' },
});

const control = async (path: string, body?: object) => {
  const sent = { headers: { authorization: 'Bearer control' } };
  const url = `${psp.url}/_kassa/${path}`;
  const answer = body ? client.postJson(url, body, sent) : client.getJson(url, sent);
  return unwrap(await answer).body;
};
const settle = () => control('clock', { offsetMs: clock.offsetMs() });

describe('a provider by the documented API', () => {
  test('holds, captures and gives back, and tells of each with a signature', async () => {
    const paid = await post('/payments', payment('r1', 6_000));
    expect(paid).toMatchObject({ status: 200, resultCode: 'Authorised', merchantReference: 'r1' });
    const id = String(paid['pspReference']);
    expect(id).toMatch(/^[0-9A-Z]{16}$/);
    const amount = { currency: 'BAM', value: 4_000 };
    const received = { status: 'received', paymentPspReference: id };
    expect(await post(`/payments/${id}/captures`, { amount, reference: 'c1' })).toMatchObject(
      received,
    );
    await post(`/payments/${id}/refunds`, { amount, reference: 'f1' });
    await post(`/payments/${id}/refunds`, { amount, reference: 'f2' });
    await post(`/payments/${id}/cancels`, { reference: 'x1' });
    await settle();
    const of = (name: string) => told.find((one) => one.merchantReference === name);
    expect(
      ['r1', 'c1', 'f1', 'f2', 'x1'].map((name) => [of(name)?.eventCode, of(name)?.success]),
    ).toEqual([
      ['AUTHORISATION', 'true'],
      ['CAPTURE', 'true'],
      ['REFUND', 'true'],
      ['REFUND', 'false'],
      ['CANCELLATION', 'true'],
    ]);
    for (const item of told) {
      const { pspReference, originalReference, merchantReference, eventCode, success } = item;
      const { value, currency } = item.amount;
      const text = [
        ...[pspReference, originalReference, merchantAccount, merchantReference],
        ...[value, currency, eventCode, success],
      ].join(':');
      const hmac = createHmac('sha256', Buffer.from(hmacKey, 'hex')).update(text).digest('base64');
      expect(item.additionalData.hmacSignature).toBe(hmac);
    }
    expect(await control('payments/r1')).toMatchObject({
      payments: [{ held: '0', captured: '4000', refunded: '4000' }],
    });
  });

  test('does once what bears one key, however many ask at once', async () => {
    const asked = Array.from({ length: 8 }, () => post('/payments', payment('r2', 100), 'k2'));
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((one) => one['pspReference'])).size).toBe(1);
    expect(await control('payments/r2')).toMatchObject({ payments: [{ held: '100' }] });
    const other = await post('/payments', payment('r2', 200), 'k2');
    expect(other).toMatchObject({ status: 422, errorCode: '704' });
  });

  test('holds no more than there is', async () => {
    const asked = Array.from({ length: 5 }, (_, at) => post('/payments', payment(`m${at}`, 3_000)));
    const answers = await Promise.all(asked);
    const results = answers.map((one) => String(one['refusalReasonCode'] ?? 'yes')).sort();
    expect(results).toEqual(['12', '12', 'yes', 'yes', 'yes']);
    expect(await control('prove')).toMatchObject({ ok: true, findings: [] });
  });

  test('refuses by what the bank knows, and strangers before that', async () => {
    const refused = { resultCode: 'Refused', refusalReasonCode: '25' };
    expect(await post('/payments', payment('r3', 1, '4000000000000002'))).toMatchObject(refused);
    expect(await post('/payments', payment('r4', 1), undefined, 'other')).toMatchObject({
      status: 401,
    });
  });

  test('tells again until it is taken', async () => {
    turnedAway = 2;
    await post('/cancels', { reference: 't1', paymentReference: 'nobody-knows' });
    // Each round waits longer than the one before it.
    for (const minutes of [0, 1, 2]) {
      await control('clock', { offsetMs: clock.offsetMs() + minutes * 60_000 });
    }
    const last = told.find((one) => one.merchantReference === 't1');
    expect(last).toMatchObject({ eventCode: 'TECHNICAL_CANCEL', success: 'false' });
    expect(turnedAway).toBe(0);
  });
});
