// Examples of hosted pages that take the payment: Checkout Sessions, payment links.

import type { Examples } from './example.ts';

const price = { product: 'products.create', price: 'prices.create' } as const;

export const checkout: Examples = {
  'checkout.sessions.create': {
    params: {
      mode: 'payment',
      success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://shop.example/cart',
      line_items: [
        {
          quantity: 2,
          price_data: { currency: 'bam', unit_amount: 1_250, product_data: { name: 'Candle' } },
        },
      ],
    },
  },
  'checkout.sessions.retrieve': {
    first: { session: 'checkout.sessions.create' },
    at: { id: '{session}' },
    params: { expand: ['line_items'] },
  },
  'checkout.sessions.update': {
    first: { session: 'checkout.sessions.create' },
    at: { id: '{session}' },
    params: { metadata: { order: '1042' } },
  },
  'checkout.sessions.list': {
    first: { session: 'checkout.sessions.create' },
    params: { status: 'open', limit: 1 },
  },
  'checkout.sessions.listLineItems': {
    first: { session: 'checkout.sessions.create' },
    at: { id: '{session}' },
  },
  'checkout.sessions.expire': {
    first: { session: 'checkout.sessions.create' },
    at: { id: '{session}' },
  },
  'paymentLinks.create': {
    first: price,
    params: {
      line_items: [{ price: '{price}', quantity: 1, adjustable_quantity: { enabled: true } }],
      after_completion: {
        type: 'hosted_confirmation',
        hosted_confirmation: { custom_message: 'We send your candle today.' },
      },
      phone_number_collection: { enabled: true },
    },
  },
  'paymentLinks.retrieve': {
    first: { ...price, link: 'paymentLinks.create' },
    at: { id: '{link}' },
  },
  'paymentLinks.update': {
    first: { ...price, link: 'paymentLinks.create' },
    at: { id: '{link}' },
    params: { restrictions: { completed_sessions: { limit: 50 } } },
  },
  'paymentLinks.list': {
    first: { ...price, link: 'paymentLinks.create' },
    params: { active: true, limit: 1 },
  },
  'paymentLinks.listLineItems': {
    first: { ...price, link: 'paymentLinks.create' },
    at: { id: '{link}' },
  },
};
