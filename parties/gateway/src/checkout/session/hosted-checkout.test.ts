// The hosted pages' port, end to end behind real pages: forms are posted as a browser would.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
  gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
  gateway.directory.onCard(() => 'Y');
});

async function open() {
  return gateway.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cart',
    client_reference_id: 'D-1001',
    line_items: [
      {
        quantity: 2,
        price_data: { currency: 'bam', unit_amount: 4_500, product_data: { name: 'Rose water' } },
      },
    ],
    shipping_options: [
      {
        shipping_rate_data: {
          type: 'fixed_amount',
          display_name: 'Courier',
          fixed_amount: { amount: 1_000, currency: 'bam' },
        },
      },
    ],
  });
}

const hana = {
  number: '4000 0007 0000 0005',
  expiry: '12/34',
  cvc: '123',
  name: 'Hana Hadžić',
};

function click(sessionId: string, card = hana) {
  return fetch(`${gateway.url}/c/${sessionId}/pay`, {
    method: 'POST',
    body: new URLSearchParams(card),
    headers: { accept: 'text/html', origin: gateway.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
}

const where = (answer: Response) => answer.headers.get('location') ?? '';
const doneUrl = (id: string) => `https://shop.example/done?session=${id}`;

describe('a checkout session', () => {
  test('is shown, paid, complete, and never paid twice', async () => {
    const session = await open();
    expect(session).toMatchObject({
      amount_total: 10_000,
      status: 'open',
      payment_status: 'unpaid',
    });
    const page = await (await fetch(String(session.url))).text();
    expect(page).toContain('Rose water');
    expect(page).toContain('D-1001');
    const before = gateway.acquirer.of('0100').length;
    const clicks = await Promise.all([click(session.id), click(session.id), click(session.id)]);
    for (const answer of clicks) expect(where(answer)).toBe(doneUrl(session.id));
    expect(gateway.acquirer.of('0100').length).toBe(before + 1);
    const now = await gateway.stripe.checkout.sessions.retrieve(session.id);
    expect(now).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    const told = await gateway.stripe.events.list({ type: 'checkout.session.completed' });
    expect(
      told.data.filter(({ data }) => 'id' in data.object && data.object.id === session.id),
    ).toHaveLength(1);
    await expect(gateway.stripe.checkout.sessions.expire(session.id)).rejects.toThrow(/open/);
  });

  test('a refusal leads back to the page, and another card pays', async () => {
    const session = await open();
    gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
    expect(where(await click(session.id))).toBe(`/c/${session.id}`);
    const asked = gateway.acquirer.of('0100').length;
    expect(where(await click(session.id))).toBe(`/c/${session.id}`);
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    const other = { ...hana, number: '4242 4242 4242 4242' };
    expect(where(await click(session.id, other))).toBe(doneUrl(session.id));
  });

  test('a challenge is opened once for two clicks, and its end leads to the shop', async () => {
    const session = await open();
    gateway.directory.onCard(() => 'C');
    const asked = gateway.directory.requests.length;
    const [first, second] = await Promise.all([click(session.id), click(session.id)]);
    expect(where(first)).toContain('/3ds/redirect/auth_');
    expect(where(second)).toBe(where(first));
    expect(gateway.directory.requests.length).toBe(asked + 1);
    await gateway.directory.sendResult('Y');
    const back = await fetch(`${gateway.url}/3ds/notify`, {
      method: 'POST',
      body: new URLSearchParams({ cres: gateway.directory.cres() }),
      headers: { accept: 'text/html' },
    });
    expect(back.status).toBe(200);
    expect(await back.text()).toContain(`url=${doneUrl(session.id)}`);
  });

  test('another card instead of the challenge gives the first one up', async () => {
    const session = await open();
    gateway.directory.onCard(() => 'C');
    const first = await click(session.id);
    gateway.directory.onCard(() => 'Y');
    const other = { ...hana, number: '4242 4242 4242 4242' };
    expect(where(await click(session.id, other))).toBe(doneUrl(session.id));
    // The old challenge's page knows that there is nothing to answer any more.
    const old = await fetch(where(first).split('?')[0] ?? '', { redirect: 'manual' });
    expect(where(old)).toBe(doneUrl(session.id));
  });

  test('an unknown outcome shows the waiting page until it is known', async () => {
    const session = await open();
    gateway.acquirer.onAuthorization(() => ({ do: 'silence' }));
    gateway.acquirer.onAdvice(() => ({ do: 'silence' }));
    expect(where(await click(session.id))).toBe(`/c/${session.id}/wait`);
    await expect(gateway.stripe.checkout.sessions.expire(session.id)).rejects.toThrow();
    gateway.acquirer.onAdvice(() => ({ do: 'approve' }));
    const state = async () =>
      (await fetch(`${gateway.url}/c/${session.id}/state`)).json() as Promise<{ state: string }>;
    await until(async () => (await state()).state === 'decided', 'the reversal is acknowledged');
    gateway.acquirer.onAuthorization(() => ({ do: 'approve' }));
    expect(where(await click(session.id))).toBe(doneUrl(session.id));
  });

  test('expires after a day, by itself, and cannot be paid then', async () => {
    const session = await open();
    gateway.clock.setOffsetMs(gateway.clock.offsetMs() + 24 * 3_600_000 + 1_000);
    expect((await fetch(`${gateway.url}/c/${session.id}`)).status).toBe(410);
    await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
    const now = await gateway.stripe.checkout.sessions.retrieve(session.id);
    expect(now.status).toBe('expired');
    expect((await gateway.stripe.paymentIntents.retrieve(String(now.payment_intent))).status).toBe(
      'canceled',
    );
    const asked = gateway.acquirer.of('0100').length;
    expect(where(await click(session.id))).toBe(`/c/${session.id}`);
    expect(gateway.acquirer.of('0100').length).toBe(asked);
    expect(await gateway.control('prove')).toMatchObject({ ok: true });
  });
});
