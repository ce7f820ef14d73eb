// PaymentMethods, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { cardMethod, customerOf, withCard } from './setting.ts';

export const paymentMethods: Family = {
  'payment_methods.create': async (setting) => {
    const method = await cardMethod(setting);
    expect(method).toMatchObject({ type: 'card', customer: null, livemode: false });
    expect(method.card).toMatchObject({
      ...{ brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034 },
    });
    return method;
  },
  'payment_methods.retrieve': async (setting) => {
    const made = await cardMethod(setting);
    const method = await setting.stripe.paymentMethods.retrieve(made.id);
    expect(method).toEqual(made);
    return method;
  },
  'payment_methods.update': async (setting) => {
    const { method } = await withCard(setting);
    const changed = await setting.stripe.paymentMethods.update(method.id, {
      billing_details: { name: 'Hana' },
      metadata: { a: 'b' },
    });
    expect(changed).toMatchObject({ billing_details: { name: 'Hana' }, metadata: { a: 'b' } });
    return changed;
  },
  'payment_methods.attach': async (setting) => {
    const { id: customer } = await customerOf(setting);
    const { id } = await cardMethod(setting);
    const method = await setting.stripe.paymentMethods.attach(id, { customer });
    expect(method).toMatchObject({ id, customer });
    expect(await setting.stripe.paymentMethods.retrieve(id)).toMatchObject({ customer });
    return method;
  },
  'payment_methods.detach': async (setting) => {
    const { id, method } = await withCard(setting);
    const detached = await setting.stripe.paymentMethods.detach(method.id);
    expect(detached).toMatchObject({ id: method.id, customer: null });
    expect((await setting.stripe.customers.listPaymentMethods(id)).data).toEqual([]);
    return detached;
  },
  'payment_methods.list': async (setting) => {
    const { id: customer, method } = await withCard(setting);
    const list = await setting.stripe.paymentMethods.list({ customer, type: 'card' });
    expect(list.data.map(({ id }) => id)).toEqual([method.id]);
    return list;
  },
};
