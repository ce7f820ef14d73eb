import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diva } from './shops/diva/shop.ts';
import type { Shop } from './shops/shop.ts';
import { hiddenOf, openBrowser } from './testing/browser.ts';
import { fillCart, hana, openShopWorld, order, type ShopWorld } from './testing/shop-world.ts';

// The set costs ten marks more from tomorrow: prices may change while a buyer hesitates.
const day = 86_400_000;
const tomorrow = new Date(Date.now() + day)
  .toISOString()
  .slice(0, 10) as `${number}-${number}-${number}`;
const dearer: Shop = {
  ...diva,
  products: diva.products.map((product) =>
    product.slug === 'evening-ritual'
      ? { ...product, prices: [...product.prices, { from: tomorrow, minor: 9400n }] }
      : product,
  ),
};

let world: ShopWorld;
beforeAll(async () => {
  world = await openShopWorld({ shop: dearer });
});
afterAll(async () => {
  expect(await world.control('prove')).toMatchObject({ ok: true, findings: [] });
  await world.stop();
});

describe('looking around', () => {
  test('the shelf, a category, a search without diacritics, and a product', async () => {
    const browser = openBrowser(world.url(), 'bs');
    const shelf = await browser.get('/');
    expect(shelf.text).toContain('<html lang="bs">');
    expect(shelf.text).toContain('84,00 KM');
    expect((await browser.get('/?category=gifts')).text).not.toContain('Serum za lice');
    expect((await browser.get('/?q=vecernji')).text).toContain('Večernji ritual');
    expect((await browser.get('/?q=%3Cscript%3E')).text).toContain('&lt;script&gt;');
    expect((await browser.get('/products/gift-guide')).text).toContain('Vodič za poklone');
    expect((await browser.get('/products/nothing')).status).toBe(404);
  });

  test('a language that was chosen is remembered, and the address stays clean', async () => {
    const browser = openBrowser(world.url(), 'bs');
    const chosen = await browser.get('/products/rose-serum?lang=en');
    expect(chosen.status).toBe(303);
    expect(chosen.location).toBe('/products/rose-serum');
    expect((await browser.get('/cart')).text).toContain('Your cart is empty');
    // Two slashes would be another host.
    expect((await browser.get('//evil.example/?lang=en')).location).toBe('/evil.example/');
    expect((await browser.get('//?lang=en')).location).toBe('/');
  });

  test('pages carry a policy without inline anything, and weigh little', async () => {
    const browser = openBrowser(world.url());
    const page = await browser.get('/');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`form-action 'self' ${world.gateway.url}`);
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/\sstyle=|<script|<style/);
    const css = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)?.[1] ?? '';
    const sheet = await browser.get(css);
    expect(sheet.headers.get('cache-control')).toContain('immutable');
    expect(sheet.text.length + page.text.length).toBeLessThan(40_000);
  });
});

describe('the cart', () => {
  test('shows what is in it, with the VAT inside the total', async () => {
    const browser = await fillCart(world);
    const cart = await browser.get('/cart');
    expect(cart.text).toContain('BAM 93.00');
    expect(cart.text).toContain('BAM 13.51');
  });

  test('rubbish as a quantity is told at its field, and nothing changes', async () => {
    const browser = await fillCart(world);
    for (const quantity of ['abc', '-1', '1.5', '999']) {
      const page = await browser.post('/cart', { slug: 'evening-ritual', quantity });
      expect(page.status).toBe(422);
      expect(page.text).toContain('id="f-evening-ritual-error"');
    }
    expect((await browser.get('/cart')).text).toContain('BAM 93.00');
    const odd = await browser.post('/cart/items', { slug: 'evening-ritual', quantity: '0' });
    expect(odd.status).toBe(422);
    expect((await browser.post('/cart/items', { slug: '../etc', quantity: '1' })).status).toBe(422);
  });

  test('nought and Remove take a line out', async () => {
    const browser = await fillCart(world);
    await browser.post('/cart', { slug: 'gift-guide', remove: 'yes' });
    expect((await browser.get('/cart')).text).toContain('BAM 84.00');
    await browser.post('/cart', { slug: 'evening-ritual', quantity: '0' });
    expect((await browser.get('/cart')).text).toContain('Your cart is empty');
    expect((await browser.get('/checkout')).location).toBe('/cart');
  });

  test('two windows that add at once both count', async () => {
    const browser = await fillCart(world);
    await Promise.all(
      ['rose-serum', 'brush-set', 'coffee-candle'].map((slug) =>
        browser.post('/cart/items', { slug, quantity: '1' }),
      ),
    );
    // 84 + 9 + 43 + 58 + 35
    expect((await browser.get('/cart')).text).toContain('BAM 229.00');
  });

  test('a cookie of somebody else is no cart', async () => {
    const browser = openBrowser(world.url());
    const answer = await fetch(`${world.url()}/cart`, {
      headers: { cookie: "cart=' or 1=1 --; lang=en" },
    });
    expect(await answer.text()).toContain('Your cart is empty');
    expect((await browser.get('/cart')).text).toContain('Your cart is empty');
  });
});

describe('checkout', () => {
  test('shows the total for each delivery and tells every wrong field', async () => {
    const browser = await fillCart(world);
    const page = await browser.get('/checkout');
    for (const total of ['BAM 100.00', 'BAM 105.00', 'BAM 93.00']) {
      expect(page.text).toContain(total);
    }
    const wrong = await browser.post('/checkout', {
      ...hiddenOf(page, '/checkout'),
      ...hana,
      email: 'hana@',
      postalCode: '1',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('2 fields need your attention');
    expect(wrong.text).toContain('aria-invalid="true"');
    expect(wrong.text).toContain('value="hana@"');
  });

  test('a download alone asks for no address', async () => {
    const browser = openBrowser(world.url(), 'bs');
    await browser.post('/cart/items', { slug: 'gift-guide', quantity: '1' });
    const page = await browser.get('/checkout');
    expect(page.text).not.toContain('name="street"');
    const ordered = await order(world, browser, { ...hana, delivery: '', street: '' });
    world.gateway.pay(ordered.sessionId);
    await browser.get(`${ordered.path}/return?session_id=${ordered.sessionId}`);
    const paid = await browser.get(ordered.path);
    expect(paid.text).toContain('Hvala, vaša narudžba je potvrđena');
    const file = await browser.get(`${ordered.path}/files/gift-guide`);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename="diva-vodic-za-poklone.html"',
    );
    expect(file.text).toContain('Vodič za poklone');
    expect((await browser.get(`${ordered.path}/files/rose-serum`)).status).toBe(404);
    await world.settle();
    const letter = world.letters.find(({ subject }) => subject?.includes(ordered.number));
    expect(letter?.subject).toBe(`Narudžba ${ordered.number} je potvrđena`);
    expect(letter?.to?.[0]?.address).toBe(hana.email);
    expect(letter?.text?.replaceAll('\u00a0', ' ')).toContain('Ukupno: 9,00 KM');
    expect(letter?.text).toContain(`${world.url()}${ordered.path}/files/gift-guide`);
    expect(letter?.html).toContain('Broj plaćanja');
  });

  test('a price that changed meanwhile is shown and must be agreed to', async () => {
    const browser = await fillCart(world);
    const page = await browser.get('/checkout');
    const seen = hiddenOf(page, '/checkout');
    const cheap = await order(world, await fillCart(world));
    await world.pass(day);
    const stopped = await browser.post('/checkout', { ...seen, ...hana });
    expect(stopped.status).toBe(409);
    expect(stopped.text).toContain('The total has changed');
    expect(stopped.text).toContain('BAM 100.00');
    expect(stopped.text).toContain('BAM 110.00');
    const agreed = hiddenOf(stopped, '/checkout');
    const placed = await browser.post('/checkout', { ...agreed, ...hana });
    expect(placed.location).toContain('/c/');
    // What was ordered before keeps its price.
    expect((await cheap.browser.get(cheap.path)).text).toContain('BAM 100.00');
  });

  test('a total that the buyer never saw is not ordered', async () => {
    const browser = await fillCart(world);
    const bare = await browser.post('/checkout', hana);
    expect(bare.status).toBe(409);
    const lie = await browser.post('/checkout', { ...hana, 'seen[post]': '1' });
    expect(lie.status).toBe(409);
  });
});

describe('the operator', () => {
  test('follows an order by its number or by the reference of its payment', async () => {
    const ordered = await order(world, await fillCart(world));
    world.gateway.pay(ordered.sessionId);
    await ordered.browser.get(`${ordered.path}/return?session_id=${ordered.sessionId}`);
    const reference = `pi_${ordered.sessionId}`;
    const byNumber = await world.control(`trace/${ordered.number}`);
    expect(await world.control(`trace/${reference}`)).toEqual(byNumber);
    expect(byNumber).toMatchObject([
      { what: expect.stringContaining('order placed'), amount: '11000', currency: 'BAM' },
      { what: expect.stringContaining('attempt started') },
      { what: expect.stringContaining(ordered.sessionId) },
      { what: expect.stringContaining(reference), amount: '11000', currency: 'BAM' },
    ]);
    expect(await world.control('trace/nothing')).toEqual([]);
  });
});
