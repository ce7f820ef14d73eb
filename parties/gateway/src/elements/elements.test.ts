import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openPage, violations } from '../checkout/pages/testing/browser.ts';
import { merchant, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let gateway: TestGateway;
let browser: Browser;
let shop: Server;
let shopUrl: string;

/** A shop of three lines: what a merchant's developer would write. */
const shopPage = (secret: string) => `<!doctype html><title>Shop</title>
<script src="${gateway.url}/kassa.js"></script>
<div id="card"></div><button id="pay">Pay</button><p id="said"></p>
<script>
  const kassa = Kassa('pk_test_diva', { locale: 'en' });
  const element = kassa.card();
  element.mount('#card');
  document.getElementById('pay').onclick = async () => {
    const clientSecret = ${JSON.stringify(secret)};
    const confirm = clientSecret.startsWith('seti_') ? kassa.confirmSetup : kassa.confirmPayment;
    const answer = await confirm({
      element, clientSecret, redirect: 'if_required', billing: { email: 'hana@example.com' },
    });
    const { error, setupIntent, paymentIntent } = answer;
    document.getElementById('said').textContent =
      error ? error.code : (setupIntent ?? paymentIntent).status;
  };
</script>`;

beforeAll(async () => {
  shop = createServer((request, reply) => {
    const secret = new URL(request.url ?? '/', 'http://shop').searchParams.get('secret') ?? '';
    reply.setHeader('content-type', 'text/html').end(shopPage(secret));
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const { port } = shop.address() as AddressInfo;
  shopUrl = `http://127.0.0.1:${port}`;
  const diva = { ...merchant('diva', 'BAM'), url: shopUrl };
  gateway = await startTestGateway({ merchants: [diva, merchant('nordlys', 'NOK')] });
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await gateway.close();
  shop.close();
});

async function visit(secret: string): Promise<Page> {
  const { page } = await openPage(browser);
  await page.goto(`${shopUrl}/?secret=${encodeURIComponent(secret)}`);
  return page;
}

async function type(page: Page, number: string): Promise<void> {
  const frame = page.frameLocator('iframe');
  await frame.locator('[name=number]').fill(number);
  await frame.locator('[name=expiry]').fill('12/34');
  await frame.locator('[name=cvc]').fill('314');
  await frame.locator('[name=name]').fill('Hana H');
}

const said = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor();

describe('the card element in a shop’s page', () => {
  test('keeps a card by the client secret alone; the shop’s page never holds the number', async () => {
    const setup = await gateway.stripe.setupIntents.create({});
    const page = await visit(String(setup.client_secret));
    await page.getByRole('button', { name: 'Pay' }).click();
    await said(page, 'card_incomplete');
    await type(page, '4242 4242 4242 4242');
    await page.getByRole('button', { name: 'Pay' }).click();
    await said(page, 'succeeded');
    const kept = await gateway.stripe.setupIntents.retrieve(setup.id, {
      expand: ['payment_method'],
    });
    expect(kept).toMatchObject({
      status: 'succeeded',
      payment_method: { card: { last4: '4242' }, billing_details: { email: 'hana@example.com' } },
    });
    expect(await page.content()).not.toContain('4242');
    const [, frame] = page.frames();
    expect(frame && (await violationsIn(page))).toEqual([]);
    await page.context().close();
  });

  test('pays, says a refusal, and takes another card for the same payment', async () => {
    const intent = await gateway.stripe.paymentIntents.create({ amount: 5_000, currency: 'bam' });
    const page = await visit(String(intent.client_secret));
    await type(page, '4000 0000 0000 9995');
    await page.getByRole('button', { name: 'Pay' }).click();
    await said(page, 'card_declined');
    await type(page, '4242 4242 4242 4242');
    await page.getByRole('button', { name: 'Pay' }).click();
    await said(page, 'succeeded');
    await page.context().close();
  });

  test('may be framed by the merchant’s own shop only, and opens with a publishable key only', async () => {
    const answer = await fetch(`${gateway.url}/elements/card?key=pk_test_diva`);
    expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${shopUrl}`);
    for (const key of ['sk_test_diva', 'pk_test_nobody', '']) {
      expect((await fetch(`${gateway.url}/elements/card?key=${key}`)).status).toBe(404);
    }
  });
});

/** The frame is a page of its own: looked at as one. */
async function violationsIn(page: Page): Promise<string[]> {
  const { page: alone } = await openPage(browser);
  await alone.goto(String(page.frames()[1]?.url()));
  const found = await violations(alone);
  await alone.context().close();
  return found;
}
