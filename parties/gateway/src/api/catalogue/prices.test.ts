import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const soap = () => gateway.stripe.products.create({ name: 'Soap' });
const eur = { currency: 'eur', unit_amount: 1_500 } as const;

describe('a price', () => {
  test('is made, changed and listed, and shows what it was asked for', async () => {
    const { stripe } = gateway;
    const product = await soap();
    const made = await stripe.prices.create({
      ...eur,
      product: product.id,
      nickname: 'Standard',
      tax_behavior: 'inclusive',
      currency_options: { bam: { unit_amount: 2_900 } },
      expand: ['product', 'currency_options'],
    });
    expect(made).toMatchObject({
      object: 'price',
      type: 'one_time',
      billing_scheme: 'per_unit',
      unit_amount: 1_500,
      product: { name: 'Soap' },
      currency_options: { eur: { unit_amount: 1_500 }, bam: { unit_amount: 2_900 } },
    });
    expect(made.unit_amount_decimal?.toString()).toBe('1500');
    const changed = await stripe.prices.update(made.id, { active: false, metadata: { a: 'b' } });
    expect(changed).toMatchObject({ active: false, metadata: { a: 'b' }, nickname: 'Standard' });
    const listed = async (more: object) =>
      (await stripe.prices.list({ product: product.id, ...more })).data.map(({ id }) => id);
    expect(await listed({})).toEqual([made.id]);
    expect(await listed({ active: true })).toEqual([]);
    expect(await listed({ currency: 'eur', type: 'one_time' })).toEqual([made.id]);
    expect(await listed({ recurring: { interval: 'month' } })).toEqual([]);
    expect((await stripe.events.list({ type: 'price.updated' })).data[0]?.data).toMatchObject({
      previous_attributes: { active: true },
    });
  });

  test('may make its product along, in parts of a cent, by the month or in tiers', async () => {
    const { stripe } = gateway;
    const decimal = await stripe.prices.create({
      currency: 'usd',
      unit_amount_decimal: '0.05' as never,
      product_data: { name: 'Minute', unit_label: 'minute' },
      recurring: { interval: 'month', trial_period_days: 7 },
      expand: ['product'],
    });
    expect(decimal).toMatchObject({
      type: 'recurring',
      unit_amount: null,
      recurring: { interval: 'month', interval_count: 1, trial_period_days: 7 },
      product: { name: 'Minute', unit_label: 'minute' },
    });
    expect(decimal.unit_amount_decimal?.toString()).toBe('0.05');
    const tiered = await stripe.prices.create({
      currency: 'eur',
      product: (await soap()).id,
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 10, unit_amount: 500 },
        { up_to: 'inf', unit_amount: 400, flat_amount: 100 },
      ],
      expand: ['tiers'],
    });
    expect(tiered).toMatchObject({
      billing_scheme: 'tiered',
      unit_amount: null,
      tiers: [
        { up_to: 10, unit_amount: 500, flat_amount: null },
        { up_to: null, flat_amount: 100 },
      ],
    });
  });

  test('has a lookup key that one price has at a time, and that passes in one commit', async () => {
    const { stripe } = gateway;
    const product = (await soap()).id;
    const make = (more = {}) =>
      stripe.prices.create({ ...eur, product, lookup_key: 'standard', ...more });
    const first = await make();
    expect(await errorOf(make())).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      param: 'lookup_key',
    });
    const second = await make({ transfer_lookup_key: true });
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
    const holders = async () =>
      (await stripe.prices.list({ lookup_keys: ['standard', 'none'] })).data.map(({ id }) => id);
    expect(await holders()).toEqual([second.id]);
    // Back to the older one, and forth again: whichever of the two rows is written first.
    const take = { lookup_key: 'standard', transfer_lookup_key: true };
    await stripe.prices.update(first.id, take);
    expect(await holders()).toEqual([first.id]);
    await stripe.prices.update(second.id, take);
    expect(await holders()).toEqual([second.id]);
    expect(await errorOf(stripe.prices.update(first.id, { lookup_key: 'standard' }))).toMatchObject(
      { code: 'resource_already_exists' },
    );
  });

  test.each([
    [{ ...eur }, 'parameter_missing', 'product'],
    [{ currency: 'eur', product: 'soap' }, 'parameter_missing', 'unit_amount'],
    [{ ...eur, product: 'soap', unit_amount_decimal: '1' }, 'parameter_invalid', 'unit_amount'],
    [{ ...eur, product: 'prod_none' }, 'resource_missing', 'product'],
    [{ ...eur, product: 'soap', billing_scheme: 'tiered' }, 'parameter_missing', 'tiers'],
    [{ ...eur, product: 'soap', currency: 'xxx' }, 'invalid_currency', 'currency'],
    [{ ...eur, product: 'soap', unit_amount: -1 }, 'parameter_invalid_integer', 'unit_amount'],
    [
      { ...eur, product: 'soap', recurring: { interval: 'month', meter: 'mtr_1' } },
      'feature_not_available',
      'recurring[meter]',
    ],
    [
      { ...eur, product: 'soap', currency_options: { eur: { unit_amount: 1 } } },
      undefined,
      'currency_options[eur]',
    ],
  ])('%j is refused: %s at %s', async (params, code, param) => {
    const { stripe } = gateway;
    await stripe.products.create({ id: 'soap', name: 'Soap' }).catch(() => undefined);
    const error = await errorOf(stripe.prices.create(params as never));
    expect(error).toMatchObject({ statusCode: 400, param });
    expect(error.code).toBe(code);
  });

  test('of another merchant is as unknown as one that never was', async () => {
    const made = await gateway.stripe.prices.create({ ...eur, product: (await soap()).id });
    const { other } = gateway;
    for (const call of [
      () => other.prices.retrieve(made.id),
      () => other.prices.update(made.id, { active: false }),
      () => other.prices.create({ ...eur, product: String(made.product) }),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: 'resource_missing' });
    }
  });
});

describe('a product with prices', () => {
  test('makes its first with it, and is not deleted while it has one', async () => {
    const { stripe } = gateway;
    const made = await stripe.products.create({
      name: 'Cream',
      type: 'good',
      tax_details: { tax_code: 'txcd_99999999' },
      default_price_data: { currency: 'bam', unit_amount: 4_200 },
      expand: ['default_price'],
    });
    expect(made).toMatchObject({
      type: 'good',
      tax_details: { tax_code: 'txcd_99999999', performance_location: null },
      default_price: { unit_amount: 4_200, product: made.id },
    });
    expect(await errorOf(stripe.products.del(made.id))).toMatchObject({ statusCode: 400 });
    const soapPrice = await stripe.prices.create({ ...eur, product: (await soap()).id });
    expect(
      await errorOf(stripe.products.update(made.id, { default_price: soapPrice.id })),
    ).toMatchObject({ param: 'default_price' });
    const own = await stripe.prices.create({ ...eur, product: made.id });
    const changed = await stripe.products.update(made.id, { default_price: own.id });
    expect(changed.default_price).toBe(own.id);
  });

  test('of a price being made and the product being deleted, one is refused', async () => {
    const { stripe } = gateway;
    for (let round = 0; round < 8; round++) {
      const { id } = await soap();
      const [price, gone] = await Promise.allSettled([
        stripe.prices.create({ ...eur, product: id }),
        stripe.products.del(id),
      ]);
      expect(price.status === 'fulfilled' && gone.status === 'fulfilled').toBe(false);
    }
  });

  test('has features, each shown whole', async () => {
    const { stripe } = gateway;
    const feature = await stripe.entitlements.features.create({ name: 'Extra', lookup_key: 'x' });
    const { id } = await soap();
    const attached = await stripe.products.createFeature(id, { entitlement_feature: feature.id });
    expect(attached).toMatchObject({ object: 'product_feature', entitlement_feature: feature });
    await stripe.entitlements.features.update(feature.id, { name: 'More' });
    const [listed] = (await stripe.products.listFeatures(id)).data;
    expect(listed).toMatchObject({ id: attached.id, entitlement_feature: { name: 'More' } });
    expect(
      await errorOf(stripe.products.createFeature(id, { entitlement_feature: feature.id })),
    ).toMatchObject({ code: 'resource_already_exists' });
    expect(await errorOf(gateway.other.products.retrieveFeature(id, attached.id))).toMatchObject({
      statusCode: 404,
    });
    expect(await stripe.products.deleteFeature(id, attached.id)).toMatchObject({ deleted: true });
    expect((await stripe.products.listFeatures(id)).data).toEqual([]);
    const active = await stripe.entitlements.features.list({ lookup_key: 'x' });
    expect(active.data).toHaveLength(1);
  });
});

describe('a shipping rate', () => {
  test('is made, changed, archived and listed', async () => {
    const { stripe } = gateway;
    const made = await stripe.shippingRates.create({
      display_name: 'Courier',
      type: 'fixed_amount',
      fixed_amount: { amount: 700, currency: 'bam', currency_options: { eur: { amount: 360 } } },
      delivery_estimate: { minimum: { unit: 'business_day', value: 1 } },
    });
    expect(made).toMatchObject({
      object: 'shipping_rate',
      fixed_amount: { amount: 700, currency: 'bam', currency_options: { eur: { amount: 360 } } },
      delivery_estimate: { minimum: { unit: 'business_day', value: 1 }, maximum: null },
      tax_behavior: 'unspecified',
    });
    const changed = await stripe.shippingRates.update(made.id, {
      active: false,
      tax_behavior: 'inclusive',
      fixed_amount: { currency_options: { nok: { amount: 4_000 } } },
    });
    expect(changed).toMatchObject({
      active: false,
      fixed_amount: { currency_options: { eur: { amount: 360 }, nok: { amount: 4_000 } } },
    });
    expect(
      await errorOf(stripe.shippingRates.update(made.id, { tax_behavior: 'exclusive' })),
    ).toMatchObject({ param: 'tax_behavior' });
    const listed = await stripe.shippingRates.list({ active: false, currency: 'bam' });
    expect(listed.data.map(({ id }) => id)).toEqual([made.id]);
  });
});
