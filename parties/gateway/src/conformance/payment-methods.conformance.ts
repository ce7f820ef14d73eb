// PaymentMethods, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { cardMethod } from './setting.ts';

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
};
