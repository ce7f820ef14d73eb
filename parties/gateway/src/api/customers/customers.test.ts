import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway, visa } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const card = () => gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });

describe('a customer', () => {
  test('keeps what is said of them, and an empty text unsets', async () => {
    const { stripe } = gateway;
    const made = await stripe.customers.create({
      email: 'hana@example.com',
      name: 'Hana',
      address: { city: 'Sarajevo', country: 'BA' },
      shipping: { name: 'Hana', address: { line1: 'Ferhadija 1' } },
      metadata: { vip: 'yes' },
      preferred_locales: ['bs', 'en'],
    });
    expect(made).toMatchObject({
      object: 'customer',
      balance: 0,
      address: { city: 'Sarajevo', line1: null },
      shipping: { address: { line1: 'Ferhadija 1', city: null } },
    });
    const changed = await stripe.customers.update(made.id, { name: '', metadata: { vip: '' } });
    expect(changed).toMatchObject({ name: null, email: 'hana@example.com', metadata: {} });
    const listed = await stripe.customers.list({ email: 'hana@example.com' });
    expect(listed.data.map(({ id }) => id)).toEqual([made.id]);
    expect(await stripe.customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ deleted: true });
    const again = await errorOf(stripe.customers.update(made.id, { name: 'x' }));
    expect(again).toMatchObject({ code: 'resource_missing', statusCode: 404 });
  });

  test('has a balance whose changes add up, also when many come at once', async () => {
    const { stripe } = gateway;
    const { id } = await stripe.customers.create({ balance: -500 });
    await Promise.all(
      Array.from({ length: 8 }, () =>
        stripe.customers.createBalanceTransaction(id, { amount: 100, currency: 'bam' }),
      ),
    );
    const customer = await stripe.customers.retrieve(id);
    expect(customer).toMatchObject({ balance: 300, currency: 'bam' });
    const { data } = await stripe.customers.listBalanceTransactions(id, { limit: 100 });
    expect(data).toHaveLength(9);
    expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(300);
    expect(data[0]?.ending_balance).toBe(300);
    const [last] = data;
    const noted = await stripe.customers.updateBalanceTransaction(id, last?.id ?? '', {
      description: 'a gift',
    });
    expect(noted).toMatchObject({ amount: 100, description: 'a gift', customer: id });
    const wrong = stripe.customers.createBalanceTransaction(id, { amount: 1, currency: 'nok' });
    expect(await errorOf(wrong)).toMatchObject({ param: 'currency', statusCode: 400 });
  });

  test('is made with a test card that is its default too, by one name', async () => {
    const { stripe } = gateway;
    const made = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const { data } = await stripe.customers.listPaymentMethods(made.id);
    expect(data).toHaveLength(1);
    expect(made.invoice_settings.default_payment_method).toBe(data[0]?.id);
  });

  test('has cards, which leave for good when they leave', async () => {
    const { stripe } = gateway;
    const method = await card();
    const { id } = await stripe.customers.create({ payment_method: method.id });
    expect(await stripe.paymentMethods.retrieve(method.id)).toMatchObject({ customer: id });
    const second = await stripe.paymentMethods.attach((await card()).id, { customer: id });
    const listed = await stripe.customers.listPaymentMethods(id);
    expect(listed.data.map((one) => one.id)).toEqual([second.id, method.id]);
    await stripe.customers.update(id, {
      invoice_settings: { default_payment_method: second.id },
    });
    const whole = await stripe.customers.retrieve(id, {
      expand: ['invoice_settings.default_payment_method'],
    });
    expect(whole).toMatchObject({
      invoice_settings: { default_payment_method: { id: second.id, object: 'payment_method' } },
    });
    const changed = await stripe.paymentMethods.update(method.id, {
      card: { exp_month: 11, exp_year: 2035 },
      billing_details: { email: 'new@example.com' },
    });
    expect(changed).toMatchObject({
      card: { exp_month: 11, exp_year: 2035 },
      billing_details: { email: 'new@example.com' },
    });
    expect(await stripe.paymentMethods.detach(method.id)).toMatchObject({ customer: null });
    const back = await errorOf(stripe.paymentMethods.attach(method.id, { customer: id }));
    expect(back).toMatchObject({ code: 'payment_method_unexpected_state' });
    const stolen = (await gateway.other.customers.create({})).id;
    const foreign = await errorOf(
      gateway.other.paymentMethods.attach(second.id, { customer: stolen }),
    );
    expect(foreign).toMatchObject({ code: 'resource_missing' });
  });

  test('has tax ids whose form is checked', async () => {
    const { stripe } = gateway;
    const { id } = await stripe.customers.create({
      tax_id_data: [{ type: 'eu_vat', value: 'DE136695976' }],
    });
    const first = await stripe.customers.listTaxIds(id);
    expect(first.data).toMatchObject([{ type: 'eu_vat', country: 'DE', customer: id }]);
    const wrong = await errorOf(
      stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE000000001' }),
    );
    expect(wrong).toMatchObject({ statusCode: 400, param: 'value' });
    const made = await stripe.customers.createTaxId(id, { type: 'ba_tin', value: '4200000000000' });
    expect(await stripe.customers.retrieveTaxId(id, made.id)).toMatchObject({ country: 'BA' });
    expect(await stripe.customers.deleteTaxId(id, made.id)).toMatchObject({ deleted: true });
    const elsewhere = await stripe.customers.create({});
    const taken = await errorOf(
      stripe.customers.retrieveTaxId(elsewhere.id, first.data[0]?.id ?? ''),
    );
    expect(taken).toMatchObject({ code: 'resource_missing', statusCode: 404 });
  });

  test('has no cash, no discount and no account to transfer to, and each says so', async () => {
    const { stripe } = gateway;
    const { id } = await stripe.customers.create({});
    expect(await stripe.customers.retrieveCashBalance(id)).toMatchObject({ available: null });
    const manual = await stripe.customers.updateCashBalance(id, {
      settings: { reconciliation_mode: 'manual' },
    });
    expect(manual.settings.reconciliation_mode).toBe('manual');
    expect((await stripe.customers.listCashBalanceTransactions(id)).data).toEqual([]);
    expect(await errorOf(stripe.customers.deleteDiscount(id))).toMatchObject({ statusCode: 404 });
    const funding = stripe.customers.createFundingInstructions(id, {
      currency: 'eur',
      funding_type: 'bank_transfer',
      bank_transfer: { type: 'eu_bank_transfer', requested_address_types: ['iban'] },
    });
    expect(await errorOf(funding)).toMatchObject({ code: 'feature_not_available' });
  });
});
