// Products, their features, prices and payment links, by the official client.

import type Stripe from 'stripe';
import { expect } from 'vitest';
import type { Family } from './family.ts';
import { oneOfAKind, type Setting } from './setting.ts';

const productOf = ({ stripe }: Setting, more: Partial<Stripe.ProductCreateParams> = {}) =>
  stripe.products.create({ name: 'Candle', ...more });

async function priceOf(setting: Setting, more: Partial<Stripe.PriceCreateParams> = {}) {
  const { id: product } = await productOf(setting);
  return setting.stripe.prices.create({ product, currency: 'bam', unit_amount: 1_250, ...more });
}

/** A product with a feature to show. */
async function featured(setting: Setting) {
  const { stripe } = setting;
  const { id } = await productOf(setting);
  const feature = await stripe.entitlements.features.create({
    name: 'Gift wrapping',
    lookup_key: oneOfAKind(),
  });
  const made = await stripe.products.createFeature(id, { entitlement_feature: feature.id });
  return { id, feature, made };
}

async function linkOf(setting: Setting) {
  const { id: price } = await priceOf(setting);
  return setting.stripe.paymentLinks.create({ line_items: [{ price, quantity: 2 }] });
}

export const catalogue: Family = {
  'products.create': async (setting) => {
    const product = await productOf(setting, { description: 'Burns', metadata: { shelf: '3' } });
    expect(product).toMatchObject({
      ...{ object: 'product', active: true, name: 'Candle', description: 'Burns' },
      metadata: { shelf: '3' },
    });
    expect(await setting.stripe.products.retrieve(product.id)).toEqual(product);
    return product;
  },
  'products.retrieve': async (setting) => {
    const made = await productOf(setting, {
      default_price_data: { currency: 'bam', unit_amount: 900 },
    });
    const product = await setting.stripe.products.retrieve(made.id, { expand: ['default_price'] });
    expect(product.default_price).toMatchObject({ unit_amount: 900, product: made.id });
    return setting.stripe.products.retrieve(made.id);
  },
  'products.update': async (setting) => {
    const { id } = await productOf(setting);
    const product = await setting.stripe.products.update(id, { active: false, name: 'Soap' });
    expect(product).toMatchObject({ id, active: false, name: 'Soap' });
    return product;
  },
  'products.list': async (setting) => {
    const made = await productOf(setting);
    const list = await setting.stripe.products.list({ ids: [made.id] });
    expect(list.data).toEqual([made]);
    return list;
  },
  'products.del': async (setting) => {
    const { id } = await productOf(setting);
    const gone = await setting.stripe.products.del(id);
    expect(gone).toEqual({ id, object: 'product', deleted: true });
    return gone;
  },
  'products.createFeature': async (setting) => {
    const { feature, made } = await featured(setting);
    expect(made).toMatchObject({ object: 'product_feature', entitlement_feature: feature });
    return made;
  },
  'products.retrieveFeature': async (setting) => {
    const { id, made } = await featured(setting);
    const found = await setting.stripe.products.retrieveFeature(id, made.id);
    expect(found).toEqual(made);
    return found;
  },
  'products.listFeatures': async (setting) => {
    const { id, made } = await featured(setting);
    const list = await setting.stripe.products.listFeatures(id);
    expect(list.data).toEqual([made]);
    return list;
  },
  'products.deleteFeature': async (setting) => {
    const { id, made } = await featured(setting);
    const gone = await setting.stripe.products.deleteFeature(id, made.id);
    expect(gone).toMatchObject({ id: made.id, deleted: true });
    expect((await setting.stripe.products.listFeatures(id)).data).toEqual([]);
    return gone;
  },
  'prices.create': async (setting) => {
    const price = await priceOf(setting, { nickname: 'retail' });
    expect(price).toMatchObject({
      ...{ object: 'price', active: true, currency: 'bam', nickname: 'retail' },
      ...{ unit_amount: 1_250, type: 'one_time', recurring: null },
    });
    expect(String(price.unit_amount_decimal)).toBe('1250');
    expect(await setting.stripe.prices.retrieve(price.id)).toEqual(price);
    return price;
  },
  'prices.retrieve': async (setting) => {
    const made = await priceOf(setting);
    const price = await setting.stripe.prices.retrieve(made.id, { expand: ['product'] });
    expect(price.product).toMatchObject({ object: 'product', name: 'Candle' });
    return setting.stripe.prices.retrieve(made.id);
  },
  'prices.update': async (setting) => {
    const { id } = await priceOf(setting);
    const price = await setting.stripe.prices.update(id, { active: false, nickname: 'old' });
    expect(price).toMatchObject({ id, active: false, nickname: 'old', unit_amount: 1_250 });
    return price;
  },
  'prices.list': async (setting) => {
    const made = await priceOf(setting);
    const list = await setting.stripe.prices.list({ product: String(made.product) });
    expect(list.data).toEqual([made]);
    return list;
  },
  'payment_links.create': async (setting) => {
    const link = await linkOf(setting);
    expect(link).toMatchObject({ object: 'payment_link', active: true, currency: 'bam' });
    const page = await fetch(link.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Candle');
    return link;
  },
  'payment_links.retrieve': async (setting) => {
    const made = await linkOf(setting);
    const link = await setting.stripe.paymentLinks.retrieve(made.id);
    expect(link).toEqual(made);
    return link;
  },
  'payment_links.update': async (setting) => {
    const { id, url } = await linkOf(setting);
    const link = await setting.stripe.paymentLinks.update(id, { active: false });
    expect(link).toMatchObject({ id, active: false });
    expect(await (await fetch(url)).text()).not.toContain('name="number"');
    return link;
  },
  'payment_links.list': async (setting) => {
    const made = await linkOf(setting);
    const list = await setting.stripe.paymentLinks.list({ limit: 1 });
    expect(list.data.map(({ id }) => id)).toEqual([made.id]);
    return list;
  },
  'payment_links.listLineItems': async (setting) => {
    const { id } = await linkOf(setting);
    const list = await setting.stripe.paymentLinks.listLineItems(id);
    expect(list.data).toMatchObject([{ description: 'Candle', quantity: 2, amount_total: 2_500 }]);
    return list;
  },
};
