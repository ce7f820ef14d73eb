// The pages in a real browser: what people see, hear and press.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answers, order } from './testing/a-shop.ts';
import { openBrowser, openPage, violations, widthOf } from './testing/browser.ts';
import { type Served, servePages, stateNames } from './testing/serve.ts';
import { cards } from './testing/small-gateway.ts';

let browser: Browser;
let served: Served;
const testCards = [{ number: cards.good, note: 'pays at once' }];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  served = await servePages({ testCards });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await served.app.close();
});

const here = `/c/${order.id}`;
const open = async (path: string, visitor = {}) => {
  const opened = await openPage(browser, visitor);
  await opened.page.goto(served.url + path);
  return opened;
};
const typed = (page: Page, field: string) => page.locator(`#f-${field}`).inputValue();
const focused = (page: Page) => page.evaluate('document.activeElement.id');

const switchedOff = '/pay/a-link-that-is-switched-off';

describe('axe finds nothing wrong', () => {
  const refusals = stateNames.filter((name) => name.startsWith('refused'));
  const states = stateNames.filter((name) => !refusals.slice(1).includes(name));
  test.each([
    ...states.map((name) => `/c/cs_${name}`),
    '/c/cs_asking',
    '/c/cs_keeping',
    '/c/cs_kept',
    '/c/cs_nordlys',
    '/c/cs_nobody',
    switchedOff,
  ])('with %s, wide and on a phone, where nothing overflows', async (path) => {
    const { page, complaints } = await open(path);
    expect(await violations(page)).toEqual([]);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await widthOf(page)).toBe(width);
    }
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('with errors, in Bosnian', async () => {
    const { page } = await open(`${here}?lang=bs`);
    await page.locator('.test-strip summary').click();
    await page.getByRole('button', { name: 'Plati' }).click();
    expect(await page.locator('.error').count()).toBe(4);
    expect(await violations(page)).toEqual([]);
  });

  test('with errors from the server', async () => {
    const { page } = await open(here, { scripts: false });
    await page.getByRole('button', { name: 'Pay' }).click();
    expect(await page.locator('[aria-invalid]').count()).toBe(4);
    const html = await page.content();
    const again = await openPage(browser);
    await again.page.goto(served.url + here);
    await again.page.setContent(html);
    expect(await violations(again.page)).toEqual([]);
  });

  test('on the way to the bank', async () => {
    const { page } = await openPage(browser);
    await page.addInitScript('HTMLFormElement.prototype.submit = () => {}');
    await page.goto(`${served.url}/3ds/redirect/auth_1?lang=en`);
    expect(await violations(page)).toEqual([]);
  });
});

describe('while typing', () => {
  test.each([
    ['4242424242424242', 'visa', '4242 4242 4242 4242'],
    ['5555555555554444', 'mastercard', '5555 5555 5555 4444'],
    ['378282246310005', 'amex', '3782 822463 10005'],
    ['6759649826438453', 'maestro', '6759 6498 2643 8453'],
    ['30569309025904', 'diners', '3056 930902 5904'],
  ])('%s is recognised as %s', async (digits, brand, written) => {
    const { page } = await open(here);
    expect(await page.locator('[data-brand]:visible').count()).toBe(3);
    await page.locator('#f-number').pressSequentially(digits);
    expect(await typed(page, 'number')).toBe(written);
    const shown = page.locator('[data-brand]:visible');
    expect(await shown.count()).toBe(1);
    expect(await shown.getAttribute('data-brand')).toBe(brand);
    expect(await page.locator('[data-said]').textContent()).toContain('Brand of the card');
  });

  test('the code is as long as the brand has it', async () => {
    const { page } = await open(here);
    await page.locator('#f-number').fill('378282246310005');
    expect(await page.locator('#f-cvc-hint').textContent()).toBe('4 digits on the front');
    await page.locator('#f-cvc').pressSequentially('12x345');
    expect(await typed(page, 'cvc')).toBe('1234');
    await page.locator('#f-number').fill('4242');
    expect(await page.locator('#f-cvc-hint').textContent()).toBe('3 digits on the back');
  });

  test.each([
    ['1229', '12 / 29'],
    ['429', '04 / 29'],
    ['1/29', '01 / 29'],
    ['12/2029', '12 / 29'],
  ])('the expiry %j becomes %j', async (keys, written) => {
    const { page } = await open(here);
    await page.locator('#f-expiry').pressSequentially(keys);
    expect(await typed(page, 'expiry')).toBe(written);
  });

  test('a digit in the middle is mended where the caret stands', async () => {
    const { page } = await open(here);
    await page.locator('#f-number').fill('4242424142424242');
    for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    expect(await typed(page, 'number')).toBe('4242 4242 4242 4242');
  });

  test('an expiry can be taken back to nothing', async () => {
    const { page } = await open(here);
    await page.locator('#f-expiry').pressSequentially('1229');
    for (let step = 0; step < 7; step++) await page.keyboard.press('Backspace');
    expect(await typed(page, 'expiry')).toBe('');
  });

  test('a wrong number is told on leaving it, and the words go when it is right', async () => {
    const { page } = await open(here);
    await page.locator('#f-number').fill('4242424242424241');
    await page.keyboard.press('Tab');
    const error = page.locator('#f-number-error');
    expect(await error.textContent()).toContain('typing error');
    expect(await page.locator('#f-number').getAttribute('aria-describedby')).toBe('f-number-error');
    await page.locator('#f-number').fill('4242424242424242');
    expect(await error.count()).toBe(0);
    expect(await page.locator('#f-number').getAttribute('aria-invalid')).toBeNull();
  });
});

describe('an order with choices', () => {
  const asked = '/c/cs_asking';
  const fillCard = async (page: Page) => {
    for (const [field, text] of [
      ['number', cards.good],
      ['expiry', '1229'],
      ['cvc', '987'],
      ['name', 'Hana H'],
    ]) {
      await page.locator(`#f-${field}`).fill(text ?? '');
    }
  };
  const answerAll = async (page: Page) => {
    for (const [name, text] of Object.entries(answers)) {
      const field = page.locator(`[name=${name}]`).first();
      if (name === 'shipping' || name === 'terms') await field.check();
      else if (name === 'ship_country' || name === 'cf_wrap') await field.selectOption(text);
      else await field.fill(text);
    }
  };
  const total = (page: Page) => page.locator('.pay-total').textContent();

  test('is counted anew with each, and the card stays where it was typed', async () => {
    const { page, complaints } = await open(asked);
    await fillCard(page);
    await page.getByText('Collected at the shop').click();
    await expect.poll(() => total(page)).toContain('93.00');
    await page.locator('#f-qty_li_2').fill('4');
    await page.keyboard.press('Tab');
    await expect.poll(() => total(page)).toContain('102.00');
    await page.getByRole('button', { name: 'Book for BAM 102.00' }).waitFor();
    expect(await page.locator('[data-said]').textContent()).toContain('102.00');
    expect(await typed(page, 'number')).toBe('4242 4242 4242 4242');
    expect(await page.getByRole('button', { name: 'Update the total' }).count()).toBe(0);
    await page.locator('#f-qty_li_2').fill('40');
    await page.keyboard.press('Tab');
    await page.locator('#f-qty_li_2-error').waitFor();
    expect(served.gateway.chosen).toHaveLength(3);
    expect(complaints).toEqual([]);
  });

  test('is asked about field by field before any card is sent, then paid', async () => {
    const { page } = await open(asked);
    await fillCard(page);
    const pay = () => page.locator('#pay-button').click();
    await pay();
    expect(await focused(page)).toBe('f-email');
    expect(await page.locator('.error').count()).toBeGreaterThan(6);
    expect(await violations(page)).toEqual([]);
    await answerAll(page);
    await pay();
    await page.waitForURL('**/thanks');
    expect(served.gateway.paid[0]?.entry).toMatchObject({
      email: 'hana@example.ba',
      shipping: { name: 'Hana Hadžić', address: { country: 'BA', city: 'Sarajevo' } },
      fields: { wrap: 'cloth' },
      terms: true,
      promotions: false,
    });
  });

  test('goes without scripts: counted by a button, and paid as it was shown', async () => {
    const { page } = await open(asked, { scripts: false, width: 390 });
    await page.fill('#f-ship_name', 'Hana Hadžić');
    await page.getByText('Collected at the shop').click();
    await page.getByRole('button', { name: 'Update the total' }).last().click();
    expect(await total(page)).toContain('93.00');
    expect(await typed(page, 'ship_name')).toBe('Hana Hadžić');
    await answerAll(page);
    await fillCard(page);
    await page.locator('#pay-button').click();
    // Another way of sending than the page had counted: shown anew, nothing paid.
    await page.getByText('The order is not what this page has shown').waitFor();
    expect(served.gateway.paid).toEqual([]);
    expect(await total(page)).toContain('100.00');
    await fillCard(page);
    await page.locator('#pay-button').click();
    await page.waitForURL('**/thanks');
  });
});

describe('paying', () => {
  test('needs the keyboard only', async () => {
    const { page, complaints } = await open(here);
    for (let step = 0; step < 20 && (await focused(page)) !== 'f-number'; step++) {
      await page.keyboard.press('Tab');
    }
    for (const text of [cards.good, '1229', '987', 'Hana H']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/thanks');
    expect(served.gateway.paid).toHaveLength(1);
    expect(served.gateway.paid[0]?.browser).toMatchObject({
      hasScripts: true,
      screen: { width: 1280 },
    });
    expect(complaints).toEqual([]);
  });

  test('sends nothing while a field is wrong, and goes to the first of them', async () => {
    const { page } = await open(here);
    await page.locator('#f-number').fill(cards.good);
    await page.locator('#f-expiry').fill('1229');
    await page.getByRole('button', { name: 'Pay' }).click();
    expect(await focused(page)).toBe('f-cvc');
    expect(served.gateway.paid).toEqual([]);
  });

  test('is one payment however often the button is pressed', async () => {
    const { page } = await open(here);
    await page.getByText('Test cards').click();
    await page.getByRole('button', { name: 'Fill in' }).click();
    expect(await focused(page)).toBe('f-name');
    await page.keyboard.type('Hana H');
    await page.evaluate(`(() => {
      const button = document.querySelector('#card-form button');
      button.click(); button.click(); button.click();
    })()`);
    await page.waitForURL('**/thanks');
    expect(served.gateway.paid).toHaveLength(1);
    await page.goBack();
    expect(await page.locator('h1').textContent()).toBe('This order is paid');
  });

  test('after a refusal goes on with another card', async () => {
    const { page } = await open(here);
    const type = async (number: string) => {
      await page.locator('#f-number').fill(number);
      await page.locator('#f-cvc').fill('987');
    };
    await type(cards.empty);
    await page.locator('#f-expiry').fill('1229');
    await page.locator('#f-name').fill('Hana H');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('alert').filter({ hasText: 'not enough money' }).waitFor();
    expect(await page.title()).toContain('Not paid');
    expect(await typed(page, 'name')).toBe('Hana H');
    expect(await typed(page, 'number')).toBe('');
    await type(cards.good);
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.waitForURL('**/thanks');
  });

  test('goes to the bank by itself once, and by the button after Back', async () => {
    const { page, complaints } = await open(here);
    await page.getByText('Test cards').click();
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.locator('#f-number').fill(cards.challenged);
    await page.locator('#f-name').fill('Hana H');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('heading', { name: 'Bank' }).waitFor();
    await page.goBack();
    await page.getByText('Your bank is waiting').waitFor();
    const secrets = async () => (await typed(page, 'number')) + (await typed(page, 'cvc'));
    await expect.poll(secrets).toBe('');
    expect(await typed(page, 'name')).toBe('Hana H');
    await page.getByRole('link', { name: 'Go on at my bank' }).click();
    await page.getByRole('button', { name: 'Go on to my bank' }).click();
    await page.getByRole('heading', { name: 'Bank' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('that waits goes on by itself when the bank has answered', async () => {
    const { page } = await open('/c/cs_waiting');
    const view = await served.gateway.loadSession('cs_waiting');
    if (view) {
      served.gateway.put({ ...view, state: { kind: 'paid', reference: null, paidAtMs: null } });
    }
    await page.waitForURL('**/thanks');
  });
});

describe('without scripts', () => {
  test('the whole way goes: wrong, refused, paid', async () => {
    const { page } = await open(here, { scripts: false, width: 390 });
    const fields = { number: '4242 4242 4242 4241', expiry: '12/29', cvc: '987', name: 'Hana H' };
    const fill = async (more: Partial<typeof fields>) => {
      for (const [name, text] of Object.entries(more)) await page.fill(`#f-${name}`, text);
      await page.getByRole('button', { name: 'Pay' }).click();
    };
    await fill(fields);
    expect(await page.locator('#f-number-error').textContent()).toContain('typing error');
    expect(await typed(page, 'number')).toBe('');
    expect(await typed(page, 'cvc')).toBe('');
    await fill({ number: cards.empty, cvc: '987' });
    await page.getByText('There is not enough money').waitFor();
    await fill({ number: cards.good, cvc: '987' });
    await page.waitForURL('**/thanks');
    expect(served.gateway.paid[1]?.browser).toMatchObject({ hasScripts: false, screen: null });
  });

  test('the way to the bank is a button', async () => {
    const { page } = await open('/3ds/redirect/auth_1?lang=en', { scripts: false });
    await page.getByRole('button', { name: 'Go on to my bank' }).click();
    await page.getByRole('heading', { name: 'Bank' }).waitFor();
  });

  test('a page that waits still goes on', async () => {
    const { page } = await open('/c/cs_waiting', { scripts: false });
    const view = await served.gateway.loadSession('cs_waiting');
    if (view) {
      served.gateway.put({ ...view, state: { kind: 'paid', reference: null, paidAtMs: null } });
    }
    await page.waitForURL('**/thanks');
  });
});
