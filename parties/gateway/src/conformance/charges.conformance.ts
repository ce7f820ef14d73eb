// Charges and refunds, by the official client.

import { expect } from 'vitest';
import type { Family } from './family.ts';
import { chargeOf, held, paid } from './setting.ts';

export const charges: Family = {
  'charges.create': async (setting) => {
    const charge = await setting.stripe.charges.create({
      ...{ amount: 2_000, currency: 'bam', source: 'tok_visa', description: 'Candles' },
    });
    expect(charge).toMatchObject({
      ...{ status: 'succeeded', paid: true, captured: true, amount: 2_000 },
      description: 'Candles',
    });
    expect(await setting.stripe.charges.retrieve(charge.id)).toMatchObject({ amount: 2_000 });
    return charge;
  },
  'charges.update': async (setting) => {
    const { id } = await chargeOf(setting);
    const charge = await setting.stripe.charges.update(id, { metadata: { order: '7' } });
    expect(charge).toMatchObject({ id, metadata: { order: '7' } });
    expect((await setting.stripe.charges.retrieve(id)).metadata).toEqual({ order: '7' });
    return charge;
  },
  'charges.capture': async (setting) => {
    const { latest_charge: id } = await held(setting);
    const charge = await setting.stripe.charges.capture(String(id), { amount: 6_000 });
    expect(charge).toMatchObject({ captured: true, amount: 10_000, amount_captured: 6_000 });
    return charge;
  },
  'charges.retrieve': async (setting) => {
    const intent = await paid(setting);
    const charge = await setting.stripe.charges.retrieve(String(intent.latest_charge));
    expect(charge).toMatchObject({
      ...{ status: 'succeeded', paid: true, captured: true, refunded: false },
      ...{ amount: 10_000, amount_captured: 10_000, payment_intent: intent.id },
    });
    expect(charge.payment_method_details?.card).toMatchObject({ brand: 'visa', last4: '4242' });
    return charge;
  },
  'charges.list': async (setting) => {
    const intent = await paid(setting);
    const list = await setting.stripe.charges.list({ payment_intent: intent.id });
    expect(list.data.map(({ id }) => id)).toEqual([intent.latest_charge]);
    return list;
  },
  'refunds.create': async (setting) => {
    const { id } = await chargeOf(setting);
    const refund = await setting.stripe.refunds.create({ charge: id, amount: 2_500 });
    expect(refund).toMatchObject({ amount: 2_500, charge: id, currency: 'bam' });
    const charge = await setting.stripe.charges.retrieve(id);
    expect(charge).toMatchObject({ amount_refunded: 2_500, refunded: false });
    return refund;
  },
  'refunds.retrieve': async (setting) => {
    const { id } = await chargeOf(setting);
    const made = await setting.stripe.refunds.create({ charge: id });
    const refund = await setting.stripe.refunds.retrieve(made.id);
    expect(refund).toMatchObject({ id: made.id, amount: 10_000, charge: id });
    return refund;
  },
  'refunds.update': async (setting) => {
    const { id: charge } = await chargeOf(setting);
    const { id } = await setting.stripe.refunds.create({ charge });
    const refund = await setting.stripe.refunds.update(id, { metadata: { why: 'broken' } });
    expect(refund).toMatchObject({ id, metadata: { why: 'broken' } });
    expect((await setting.stripe.refunds.retrieve(id)).metadata).toEqual({ why: 'broken' });
    return refund;
  },
  'refunds.cancel': {
    refused: 'Only a refund that waits for the customer can be canceled; to a card none does.',
    attempt: async (setting) => {
      const { id: charge } = await chargeOf(setting);
      const { id } = await setting.stripe.refunds.create({ charge });
      return setting.stripe.refunds.cancel(id);
    },
  },
  'test_helpers.refunds.expire': {
    refused: 'Only a refund that waits for the customer expires; to a card none does.',
    attempt: async (setting) => {
      const { id: charge } = await chargeOf(setting);
      const { id } = await setting.stripe.refunds.create({ charge });
      return setting.stripe.testHelpers.refunds.expire(id);
    },
  },
  'refunds.list': async (setting) => {
    const { id: charge } = await chargeOf(setting);
    const one = await setting.stripe.refunds.create({ charge, amount: 1_000 });
    const two = await setting.stripe.refunds.create({ charge, amount: 2_000 });
    const list = await setting.stripe.refunds.list({ charge });
    expect(list.data.map(({ id }) => id)).toEqual([two.id, one.id]);
    return list;
  },
};
