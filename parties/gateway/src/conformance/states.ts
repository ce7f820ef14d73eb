// Objects in states that no plain case leaves them in, and objects inside of others: their answers are
// held against the client's declarations as well.

import type Stripe from 'stripe';
import { back, errorOf } from '../testing/paying.ts';
import { cardMethod, customerOf, paid, type Setting, settle } from './setting.ts';

export type State = {
  readonly name: string;
  /** What it is declared as, and in which file. */
  readonly declared: readonly [type: string, file: string];
  readonly reach: (setting: Setting) => Promise<unknown>;
};

const intent = ['PaymentIntent', 'resources/PaymentIntents'] as const;
const setup = ['SetupIntent', 'resources/SetupIntents'] as const;

async function declined(setting: Setting, payment_method: string): Promise<unknown> {
  const error = await errorOf(paid(setting, { payment_method }));
  return setting.stripe.paymentIntents.retrieve(String(error.payment_intent?.id), {
    expand: ['latest_charge', 'payment_method'],
  });
}

const challenged = (setting: Setting): void => setting.gateway.directory.onCard(() => 'C');

export const states: readonly State[] = [
  {
    name: 'a payment that the bank declined, with its charge',
    declared: intent,
    async reach(setting) {
      setting.gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '51' }));
      return declined(setting, (await cardMethod(setting)).id);
    },
  },
  {
    name: 'a payment that waits for its holder',
    declared: intent,
    async reach(setting) {
      challenged(setting);
      return paid(setting);
    },
  },
  {
    name: 'a payment that is held, with all that it names',
    declared: intent,
    async reach(setting) {
      const { id: customer } = await customerOf(setting);
      const made = await paid(setting, {
        ...{ customer, capture_method: 'manual', setup_future_usage: 'off_session' },
        ...{ receipt_email: 'hana@shop.example', statement_descriptor_suffix: 'ORDER 7' },
        shipping: { name: 'Hana', address: { line1: 'Ferhadija 1', country: 'BA' } },
      });
      return setting.stripe.paymentIntents.retrieve(made.id, {
        expand: ['customer', 'latest_charge', 'payment_method'],
      });
    },
  },
  {
    name: 'a payment in a list, with its charge and what that moved',
    declared: ['ApiListPromise<PaymentIntent>', 'resources/PaymentIntents'],
    async reach(setting) {
      await paid(setting);
      await setting.settleMoney();
      return setting.stripe.paymentIntents.list({
        limit: 1,
        expand: ['data.latest_charge.balance_transaction'],
      });
    },
  },
  {
    name: 'a refund, with its charge, payment and what it moved',
    declared: ['Refund', 'resources/Refunds'],
    async reach(setting) {
      const { id: payment_intent } = await paid(setting);
      await settle(setting);
      return setting.stripe.refunds.create({
        ...{ payment_intent, amount: 1_000, reason: 'requested_by_customer' },
        expand: ['charge', 'payment_intent', 'balance_transaction'],
      });
    },
  },
  {
    name: 'a setup that waits for its holder',
    declared: setup,
    async reach(setting) {
      challenged(setting);
      const { id: payment_method } = await cardMethod(setting);
      return setting.stripe.setupIntents.create({
        ...{ payment_method, confirm: true, return_url: back },
        expand: ['latest_attempt', 'payment_method'],
      });
    },
  },
  {
    name: 'a setup that the bank declined, with its attempt',
    declared: setup,
    async reach(setting) {
      setting.gateway.acquirer.onAuthorization(() => ({ do: 'decline', code: '14' }));
      const { id: payment_method } = await cardMethod(setting);
      const made = await setting.stripe.setupIntents.create({ payment_method });
      await errorOf(setting.stripe.setupIntents.confirm(made.id, { return_url: back }));
      return setting.stripe.setupIntents.retrieve(made.id, { expand: ['latest_attempt'] });
    },
  },
  {
    name: 'a session that asks for everything, with its customer and line items',
    declared: ['Session', 'resources/Checkout/Sessions'],
    reach: everythingAsked,
  },
  {
    name: 'every kind of event so far',
    declared: ['ApiListPromise<Event>', 'resources/Events'],
    reach: ({ stripe }) => stripe.events.list({ limit: 100 }),
  },
];

async function everythingAsked(setting: Setting): Promise<Stripe.Checkout.Session> {
  const { id: customer } = await customerOf(setting);
  const price_data = { currency: 'bam', unit_amount: 1_250, product_data: { name: 'Candle' } };
  return setting.stripe.checkout.sessions.create({
    ...{ mode: 'payment', customer, success_url: back },
    line_items: [{ quantity: 2, price_data }],
    billing_address_collection: 'required',
    phone_number_collection: { enabled: true },
    shipping_address_collection: { allowed_countries: ['BA', 'NO'] },
    shipping_options: [
      {
        shipping_rate_data: {
          ...{ type: 'fixed_amount', display_name: 'Post' },
          fixed_amount: { amount: 500, currency: 'bam' },
        },
      },
    ],
    custom_text: { submit: { message: 'We pack it today.' } },
    expand: ['line_items', 'customer', 'payment_intent'],
  });
}
