// The developers' pages in a real browser: nothing that axe finds, nothing that overflows, no script.

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openPage, violations, widthOf } from '../checkout/pages/testing/browser.ts';
import { merchant, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { startTestShop, type TestShop, webhookSecret } from '../testing/test-shop.ts';

let browser: Browser;
let gateway: TestGateway;
let shop: TestShop;
let page: Page;
let complaints: string[];
let examined: Page;
let event = '';

beforeAll(async () => {
  shop = await startTestShop(() => gateway.clock.nowMs(), null);
  const webhooks = [{ url: shop.url, secret: webhookSecret }];
  gateway = await startTestGateway({
    merchants: [{ ...merchant('diva', 'BAM'), webhooks }, merchant('nordlys', 'NOK')],
  });
  const { stripe } = gateway;
  await stripe.products.create({ name: 'Sapun od lavande' });
  shop.answer(503);
  const customer = await stripe.customers.create({ name: 'Hana' }, { idempotencyKey: 'hana-1' });
  await stripe.customers.update(customer.id, { name: 'Hana H' });
  await gateway.control('clock', { offsetMs: gateway.clock.offsetMs() });
  await stripe.products.retrieve('prod_none').catch(() => undefined);
  await stripe.paymentIntents.create({ amount: 0, currency: 'bam' }).catch(() => undefined);
  await stripe.webhookEndpoints.create({
    url: 'https://shop.example/a/rather/long/address/that/has/to/break/somewhere/on/a/phone',
    enabled_events: ['payment_intent.succeeded', 'charge.refunded'],
  });
  event = String((await stripe.events.list({ type: 'customer.created' })).data[0]?.id);
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser, { scripts: false }));
  await page.goto(`${gateway.url}/developers?lang=en`);
  // On an address of the gateway, so that its style sheet is found.
  ({ page: examined } = await openPage(browser));
  await examined.goto(`${gateway.url}/developers`);
});
afterAll(async () => {
  await browser.close();
  await gateway.close();
  await shop.close();
});

/** Where KASSA_SHOTS says, for looking at; nowhere otherwise. */
async function shoot(name: string): Promise<void> {
  const folder = process.env['KASSA_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function expectSound(name: string): Promise<void> {
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect({ name, width: await widthOf(page) }).toEqual({ name, width });
    await shoot(`${name}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  // axe is a script itself: it looks at the same markup in a page that may run one.
  await examined.setContent(await page.content());
  expect(await violations(examined)).toEqual([]);
}

describe('without scripts', () => {
  test('a developer logs in with the key', async () => {
    await expectSound('log-in');
    await page.fill('#f-key', 'sk_test_wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    await expectSound('log-in-wrong');
    await page.fill('#f-key', 'sk_test_diva');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/developers/requests');
  });

  test('and looks at what was asked and refused', async () => {
    await expectSound('requests');
    await page.selectOption('#f-outcome', 'refused');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: '/v1/products/prod_none' }).click();
    await page.getByText('resource_missing').waitFor();
    await expectSound('request');
    await page.goto(`${gateway.url}/developers/requests/req_none`);
    await expectSound('request-unknown');
  });

  test('and at events, deliveries and their tries, and sends one again', async () => {
    await page.goto(`${gateway.url}/developers/events`);
    await expectSound('events');
    await page.goto(`${gateway.url}/developers/events/${event}`);
    await expectSound('event');
    await page.goto(`${gateway.url}/developers/deliveries`);
    await expectSound('deliveries');
    await page.selectOption('#f-state', 'failed');
    await page.getByRole('button', { name: 'Show' }).click();
    await expectSound('deliveries-none');
    await page.goto(`${gateway.url}/developers/deliveries/we_diva_1/${event}`);
    await expectSound('delivery');
    shop.answer(200);
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Sent again, and taken.').waitFor();
    await expectSound('delivery-again');
  });

  test('and at endpoints, makes one, and replaces a secret', async () => {
    await page.goto(`${gateway.url}/developers/endpoints`);
    await expectSound('endpoints');
    await page.fill('#f-url', 'ftp://shop.example');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('alert').waitFor();
    await expectSound('endpoints-refused');
    await page.fill('#f-url', 'https://shop.example/hooks');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('whsec_').waitFor();
    await expectSound('secret');
    await page.goto(`${gateway.url}/developers/endpoints/we_diva_1`);
    await expectSound('endpoint');
    await page.getByRole('button', { name: 'Replace the secret' }).click();
    await page.getByText('whsec_').waitFor();
  });

  test('and at keys, makes one, and replaces it', async () => {
    await page.goto(`${gateway.url}/developers/keys`);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('alert').waitFor();
    await expectSound('keys-refused');
    await page.fill('#f-name', 'Warehouse');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('shown now and never again').waitFor();
    await expectSound('key-new');
    await page.getByRole('link', { name: 'To the keys' }).click();
    await expectSound('keys');
    await page.getByRole('link', { name: 'Warehouse' }).click();
    await expectSound('key');
    await page.getByRole('button', { name: 'Replace it' }).click();
    await page.getByText('shown now and never again').waitFor();
  });

  test('in Bosnian too', async () => {
    for (const section of ['requests', 'events', 'deliveries', 'endpoints', 'keys']) {
      await page.goto(`${gateway.url}/developers/${section}?lang=bs`);
      await expectSound(`${section}-bs`);
    }
    await page.goto(`${gateway.url}/developers/deliveries/we_diva_1/${event}`);
    await expectSound('delivery-bs');
    await page.getByRole('button', { name: 'Odjavi se' }).click();
    await page.getByText('Tajni ključ').waitFor();
    expect(complaints).toEqual([]);
  });
});
