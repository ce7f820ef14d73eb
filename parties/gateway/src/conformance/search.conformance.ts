// Searches, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { oneOfAKind, paid } from './setting.ts';

export const searches: Family = {
  'payment_intents.search': async (setting) => {
    const order = oneOfAKind();
    const { id } = await paid(setting, { metadata: { order } });
    const query = `status:"succeeded" AND metadata["order"]:"${order}"`;
    const found = await setting.stripe.paymentIntents.search({ query });
    expect(found).toMatchObject({ object: 'search_result', data: [{ id }], next_page: null });
    return found;
  },
  'charges.search': async (setting) => {
    const order = oneOfAKind();
    const { latest_charge: id } = await paid(setting, { metadata: { order } });
    const query = `payment_method_details.card.last4:4242 metadata["order"]:"${order}"`;
    const found = await setting.stripe.charges.search({ query });
    expect(found).toMatchObject({ object: 'search_result', data: [{ id }], next_page: null });
    return found;
  },
  'customers.search': async ({ stripe }) => {
    const name = oneOfAKind();
    const { id } = await stripe.customers.create({ name: `Hana ${name}` });
    const found = await stripe.customers.search({ query: `name~"hana ${name}"` });
    expect(found).toMatchObject({ object: 'search_result', data: [{ id }], next_page: null });
    return found;
  },
  'products.search': async ({ stripe }) => {
    const name = oneOfAKind();
    const { id } = await stripe.products.create({ name });
    const found = await stripe.products.search({ query: `active:"true" AND name:"${name}"` });
    expect(found).toMatchObject({ object: 'search_result', data: [{ id }], next_page: null });
    return found;
  },
  'prices.search': async ({ stripe }) => {
    const key = oneOfAKind();
    const product_data = { name: 'Searched for' };
    const made = { currency: 'bam', unit_amount: 900, lookup_key: key, product_data };
    const { id, product } = await stripe.prices.create(made);
    const query = `lookup_key:"${key}" product:"${product}" type:"one_time" currency:"BAM"`;
    const found = await stripe.prices.search({ query });
    expect(found).toMatchObject({ object: 'search_result', data: [{ id }], next_page: null });
    return found;
  },
};
