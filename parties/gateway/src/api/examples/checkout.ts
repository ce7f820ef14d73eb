// Examples of hosted pages that take the payment: Checkout Sessions.

import type { Examples } from './example.ts';

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
};
