import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './testing/browser.ts';
import {
  fillCart,
  hana,
  type Ordered,
  openShopWorld,
  order,
  orderedTo,
  type ShopWorld,
} from './testing/shop-world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await openShopWorld();
});
afterAll(async () => {
  expect(await world.control('prove')).toMatchObject({ ok: true, findings: [] });
  await world.stop();
});

const minutes = (count: number) => count * 60_000;
const lettersOf = (number: string) =>
  world.letters.filter((letter) => letter.subject?.includes(number));
const statusOf = async ({ browser, path }: Ordered) => {
  const page = await browser.get(path);
  return /class="status tone-\w+">([^<]+)</.exec(page.text)?.[1];
};
const comeBack = async ({ browser, path, sessionId }: Ordered) => {
  const back = await browser.get(`${path}/return?session_id=${sessionId}`);
  expect(back.location).toBe(path);
  return browser.get(path);
};
const expectPaidOnce = async (ordered: Ordered) => {
  expect(await statusOf(ordered)).toBe('Paid');
  await world.settle();
  expect(lettersOf(ordered.number).length).toBe(1);
};

describe('before anything leaves the shop', () => {
  test('the order is stored with its number, and the gateway gets its very lines', async () => {
    const ordered = await order(world, await fillCart(world));
    expect(ordered.number).toMatch(/^D-\d{4}-\d{6}$/);
    const { params } = world.gateway.sessions.get(ordered.sessionId) ?? {};
    const field = (name: string) => params?.get(name);
    expect(field('client_reference_id')).toBe(ordered.number);
    expect(field('customer_email')).toBe(hana.email);
    expect(field('locale')).toBe('en');
    expect(field('payment_intent_data[metadata][order_number]')).toBe(ordered.number);
    expect([0, 1, 2].map((at) => field(`line_items[${at}][price_data][unit_amount]`))).toEqual([
      '8400',
      '900',
      null,
    ]);
    const sending = 'shipping_options[0][shipping_rate_data]';
    expect(field(`${sending}[fixed_amount][amount]`)).toBe('700');
    // All prices include VAT, and the payment page is to tell how much.
    expect(field('automatic_tax[enabled]')).toBe('true');
    for (const priced of ['line_items[0][price_data]', 'line_items[1][price_data]', sending]) {
      expect(field(`${priced}[tax_behavior]`)).toBe('inclusive');
    }
    expect(field('success_url')).toContain('session_id={CHECKOUT_SESSION_ID}');
    expect(await statusOf(ordered)).toBe('Waiting for payment');
  });

  test('the gateway away: the order waits, and the same click later opens one payment', async () => {
    const browser = await fillCart(world);
    world.gateway.setDown(true);
    const { to } = await order(world, browser);
    expect(to).toMatch(/^\/orders\/.*trouble=gateway$/);
    const page = await browser.get(to);
    expect(page.text).toContain('The payment page cannot be reached right now');
    world.gateway.setDown(false);
    const path = to.split('?')[0] ?? '';
    const again = await browser.post(`${path}/pay`, {});
    const ordered = orderedTo(world, browser, again.location ?? '');
    expect(ordered.path).toBe(path);
    expect((await browser.get(to)).text).toContain('waiting for payment');
  });
});

describe('news of a payment', () => {
  test('webhook first, then the return', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    const status = await world.webhook('checkout.session.completed', ordered.sessionId, 'evt_1');
    expect(status).toBe(200);
    const page = await comeBack(ordered);
    expect(page.text).toContain('Thank you, your order is confirmed');
    expect(page.text).toContain(`pi_${ordered.sessionId}`);
    await expectPaidOnce(ordered);
  });

  test('return first, then the webhook', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    expect((await comeBack(ordered)).text).toContain('Thank you');
    expect(await world.webhook('checkout.session.completed', ordered.sessionId, 'evt_2')).toBe(200);
    await expectPaidOnce(ordered);
  });

  test('both at the same moment, and the webhook several times', async () => {
    const ordered = await order(world, await fillCart(world));
    const { sessionId } = ordered;
    world.gateway.pay(sessionId);
    await Promise.all([
      comeBack(ordered),
      world.webhook('checkout.session.completed', sessionId, 'evt_3'),
      world.webhook('checkout.session.completed', sessionId, 'evt_3'),
      world.webhook('checkout.session.completed', sessionId, 'evt_3b'),
      comeBack(ordered),
    ]);
    expect(await world.webhook('checkout.session.completed', sessionId, 'evt_3')).toBe(200);
    await expectPaidOnce(ordered);
  });

  test('the webhook never: the return asks', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await comeBack(ordered);
    await expectPaidOnce(ordered);
  });

  test('the return never: the webhook is enough', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await world.webhook('checkout.session.completed', ordered.sessionId, 'evt_5');
    await expectPaidOnce(ordered);
  });

  test('neither: the shop asks by itself after some minutes', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await world.pass(minutes(6));
    expect(lettersOf(ordered.number).length).toBe(1);
    await expectPaidOnce(ordered);
  });

  test('neither, and the shop was down: it asks at its start', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await world.restart();
    await world.settle();
    expect(lettersOf(ordered.number).length).toBe(1);
  });

  test('unsigned, with another key, or over other bytes: refused, and nothing happens', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    const event = world.gateway.event('checkout.session.completed', ordered.sessionId, 'evt_6');
    const forged = event.header.replace(/v1=./, (text) => `v1=${text.endsWith('0') ? '1' : '0'}`);
    expect(await world.send(event.payload, {})).toBe(400);
    expect(await world.send(event.payload, { 'stripe-signature': forged })).toBe(400);
    expect(await world.send(`${event.payload} `, { 'stripe-signature': event.header })).toBe(400);
    const rows = await world.db.query(
      {
        text: 'select status from shop_order where number = $1',
        values: [ordered.number],
      },
      (row) => row['status'],
    );
    expect(rows).toEqual(['pending']);
  });

  test('of a payment outside the shop is taken and means nothing', async () => {
    const ordered = await order(world, await fillCart(world));
    const session = world.gateway.sessions.get(ordered.sessionId);
    session?.params.delete('client_reference_id');
    expect(await world.webhook('checkout.session.completed', ordered.sessionId, 'evt_7')).toBe(200);
  });
});

describe('one open payment per order', () => {
  test('Pay clicked twice at once gives one order and one session', async () => {
    const browser = await fillCart(world);
    const before = world.gateway.sessions.size;
    const [one, other] = await Promise.all([order(world, browser), order(world, browser)]);
    expect(one.to).toBe(other.to);
    expect(world.gateway.sessions.size).toBe(before + 1);
    const third = await order(world, browser);
    expect(third.to).toBe(one.to);
  });

  test('the second click while the first is still being opened waits for its session', async () => {
    const browser = await fillCart(world);
    const held = world.gateway.hold();
    const both = Promise.all([order(world, browser), order(world, browser)]);
    await held.refused;
    held.release();
    const [one, other] = await both;
    expect(one.to).toContain('/c/');
    expect(other.to).toBe(one.to);
  });

  test('after paying, Back and Pay lead to the paid order and charge nothing', async () => {
    const ordered = await order(world, await fillCart(world));
    const { browser, path } = ordered;
    world.gateway.pay(ordered.sessionId);
    await comeBack(ordered);
    const sessions = world.gateway.sessions.size;
    expect((await browser.post(`${path}/pay`, {})).location).toBe(path);
    const cart = await browser.get('/cart');
    expect(cart.text).toContain(`Your order ${ordered.number} is paid`);
    expect((await browser.get('/checkout')).location).toBe('/cart');
    expect((await browser.post('/checkout', hana)).location).toBe('/cart');
    expect(world.gateway.sessions.size).toBe(sessions);
  });

  test('refused: the page says why; another card pays the same order by a new session', async () => {
    const first = await order(world, await fillCart(world));
    world.gateway.refuse(first.sessionId, 'card_declined', 'insufficient_funds');
    await world.webhook('payment_intent.payment_failed', first.sessionId, 'evt_10');
    const page = await first.browser.get(first.path);
    expect(page.text).toContain('The payment was not approved');
    expect(page.text).toContain('not enough money or credit');
    const again = await first.browser.post(`${first.path}/pay`, {});
    const second = orderedTo(world, first.browser, again.location ?? '');
    expect(second.number).toBe(first.number);
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(world.gateway.sessions.get(first.sessionId)?.status).toBe('expired');
    // Late news of the first try does not touch the second.
    await world.webhook('payment_intent.payment_failed', first.sessionId, 'evt_11');
    await world.webhook('checkout.session.expired', first.sessionId, 'evt_12');
    expect((await first.browser.get(first.path)).text).toContain('waiting for payment');
    world.gateway.pay(second.sessionId);
    await comeBack(second);
    await expectPaidOnce(second);
  });

  test('an unknown outcome has its own page, which asks again and offers no second payment', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.leaveUnknown(ordered.sessionId);
    const page = await comeBack(ordered);
    expect(page.text).toContain('We are asking the bank');
    expect(page.text).toContain('http-equiv="refresh"');
    expect(page.text).not.toContain(`${ordered.path}/pay`);
    // Who posts the form all the same is not sent to a second payment, and cannot cancel.
    const sessions = world.gateway.sessions.size;
    expect((await ordered.browser.post(`${ordered.path}/pay`, {})).location).toBe(ordered.path);
    const cancel = await ordered.browser.post(`${ordered.path}/cancel`, {});
    expect(cancel.location).toBe(`${ordered.path}?trouble=cancel`);
    const told = await ordered.browser.get(`${ordered.path}?trouble=cancel`);
    expect(told.text).toContain('could not be cancelled');
    expect(world.gateway.sessions.size).toBe(sessions);
    world.gateway.pay(ordered.sessionId);
    await expectPaidOnce(ordered);
  });

  test('an expired session is replaced by the next click', async () => {
    const first = await order(world, await fillCart(world));
    const session = world.gateway.sessions.get(first.sessionId);
    if (session) session.status = 'expired';
    await world.webhook('checkout.session.expired', first.sessionId, 'evt_13');
    expect(await statusOf(first)).toBe('Waiting for payment');
    const again = await first.browser.post(`${first.path}/pay`, {});
    expect(again.location).not.toBe(first.to);
  });
});

describe('giving up', () => {
  test('the buyer cancels: the session is closed first', async () => {
    const ordered = await order(world, await fillCart(world));
    await ordered.browser.post(`${ordered.path}/cancel`, {});
    expect(world.gateway.sessions.get(ordered.sessionId)?.status).toBe('expired');
    expect(await statusOf(ordered)).toBe('Cancelled');
  });

  test('paid in another window while cancelling: it is paid', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await ordered.browser.post(`${ordered.path}/cancel`, {});
    await expectPaidOnce(ordered);
  });

  test('nobody pays within a day: the session is closed, the order expires', async () => {
    const ordered = await order(world, await fillCart(world));
    await world.pass(minutes(24 * 60 + 10));
    expect(world.gateway.sessions.get(ordered.sessionId)?.status).toBe('expired');
    expect(await statusOf(ordered)).toBe('Expired');
    // Money that comes all the same is honoured.
    world.gateway.pay(ordered.sessionId);
    await world.webhook('checkout.session.completed', ordered.sessionId, 'evt_14');
    const page = await ordered.browser.get(ordered.path);
    expect(page.text).toContain('We keep our side');
    await expectPaidOnce(ordered);
  });

  test('the cart changed while paying: the old order is closed, the new one has its own amount', async () => {
    const first = await order(world, await fillCart(world));
    await first.browser.post('/cart/items', { slug: 'rose-serum', quantity: '1' });
    const second = await order(world, first.browser);
    expect(second.number).not.toBe(first.number);
    expect(world.gateway.sessions.get(first.sessionId)?.status).toBe('expired');
    expect((await first.browser.get(first.path)).text).toContain('replaced by the newer one');
  });

  test('what was put into the cart while paying stays in it, without what was bought', async () => {
    const first = await order(world, await fillCart(world));
    const { browser } = first;
    await browser.post('/cart/items', { slug: 'rose-serum', quantity: '2' });
    await browser.post('/cart/items', { slug: 'evening-ritual', quantity: '1' });
    world.gateway.pay(first.sessionId);
    await comeBack(first);
    await comeBack(first);
    const cart = await browser.get('/cart');
    // Two serums and the second set; not the first set and the guide.
    expect(cart.text).toContain('BAM 170.00');
    expect(cart.text).not.toContain('value="gift-guide"');
  });

  test('the old order was paid meanwhile: the buyer is shown it, and not charged again', async () => {
    const first = await order(world, await fillCart(world));
    world.gateway.pay(first.sessionId);
    await first.browser.post('/cart/items', { slug: 'rose-serum', quantity: '1' });
    const sessions = world.gateway.sessions.size;
    const { to } = await order(world, first.browser);
    expect(to).toBe(first.path);
    expect(world.gateway.sessions.size).toBe(sessions);
    await expectPaidOnce(first);
  });
});

describe('who is not the buyer', () => {
  test('a foreign number, a wrong key, a forged return and a file unpaid are all the same 404', async () => {
    const ordered = await order(world, await fillCart(world));
    const other = await order(world, await fillCart(world));
    const stranger = openBrowser(world.url());
    const [, , number = '', key = ''] = ordered.path.split('/');
    const addresses = [
      `/orders/${number}/${key.slice(0, -1)}${key.endsWith('_') ? '-' : '_'}`,
      `/orders/${other.number}/${key}`,
      `/orders/D-2026-999999/${key}`,
      `/orders/x/${key}`,
      `${ordered.path}/return?session_id=cs_forged`,
      `${ordered.path}/return?session_id=${other.sessionId}`,
      `${ordered.path}/files/gift-guide`,
    ];
    const pages = await Promise.all(addresses.map((address) => stranger.get(address)));
    expect(pages.map(({ status }) => status)).toEqual(addresses.map(() => 404));
    const said = pages.map(({ text }) => text.replace(/req_\w+/, '').replace(/lang=[^"]*/g, ''));
    for (const { text } of pages) expect(text).not.toContain(hana.email);
    expect(new Set(said.map((text) => /<h1>(.*?)<\/h1>/.exec(text)?.[1]))).toEqual(
      new Set(['There is nothing here']),
    );
  });

  test('a form from another site is refused', async () => {
    const ordered = await order(world, await fillCart(world));
    const answer = await fetch(`${world.url()}${ordered.path}/cancel`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(await statusOf(ordered)).toBe('Waiting for payment');
  });
});
