import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  merchant,
  startTestGateway,
  type TestGateway,
  until,
  visa,
} from '../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../testing/test-shop.ts';

let gateway: TestGateway;
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs());
  const diva = {
    ...merchant('diva', 'BAM'),
    webhooks: [{ url: shop.url, secret: webhookSecret }],
  };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
});
afterAll(async () => {
  await gateway.close();
  await shop.close();
});

async function pay(amount: number) {
  const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
  return gateway.stripe.paymentIntents.create({
    amount,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: 'https://shop.example/back',
  });
}

const about = (id: string) =>
  shop.events.filter(({ data }) => 'id' in data.object && data.object.id === id);

describe('a merchant', () => {
  test('is told of a payment by signed events, in the order of each object', async () => {
    const intent = await pay(1_000);
    await until(() => about(intent.id).length === 2, 'both events of the intent');
    expect(about(intent.id).map(({ type }) => type)).toEqual([
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    await until(() => about(String(intent.latest_charge)).length === 1, 'the event of the charge');
    const [event] = about(intent.id);
    expect(JSON.stringify(event)).not.toContain('_secret_');
    const kept = await gateway.stripe.events.retrieve(String(event?.id));
    expect(kept).toMatchObject({ type: event?.type, pending_webhooks: 0 });
    expect(kept.request?.id).toMatch(/^req_/);
  });

  test('that does not take an event gets it again, and the later ones after it', async () => {
    shop.answer(500);
    const intent = await pay(1_100);
    await until(() => about(intent.id).length === 1, 'the first try');
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    shop.answer(200);
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 60_000);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    expect(about(intent.id).map(({ type }) => type)).toEqual([
      'payment_intent.created',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    expect(new Set(about(intent.id).map(({ id }) => id)).size).toBe(2);
  });

  test('that never takes an event is given up after three days, and the log says why', async () => {
    shop.answer(503);
    const intent = await pay(1_200);
    for (let day = 0; day < 5; day++) {
      for (let hour = 0; hour < 24; hour += 6) {
        gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 6 * 3_600_000);
        await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
      }
    }
    shop.answer(200);
    const text = `select d.state, d.tries, d.last_status from webhook_delivery d
      join event e on e.id = d.event_id where e.object_id = $1`;
    const rows = await gateway.db.query({ text, values: [intent.id] }, (row) => row);
    expect(rows.map((row) => row['state'])).toContain('failed');
    expect(rows[0]).toMatchObject({ last_status: 503 });
  }, 30_000);
});
