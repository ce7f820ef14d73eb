// One shop and its orders, as the pages' tests see them.

import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Branding, CheckoutState, CheckoutView } from '../ports.ts';

export const marks = (minor: number): Money => money(unwrap(currencyOf('BAM')), minor);

/** What the tests' clock says: noon of a day in November 2026. */
export const noonMs = Date.UTC(2026, 10, 20, 12);

export const diva: Branding = {
  name: 'Diva shop',
  colour: '#8e2a5b',
  accent: '#e9a6b7',
  radius: 'round',
  font: 'plain',
  logo: '<svg viewBox="0 0 118 32"><circle cx="16" cy="16" r="14" fill="#8e2a5b"/><path d="M11 8.5h4.5a7.5 7.5 0 0 1 0 15H11Z" fill="none" stroke="#fff" stroke-width="2.6" stroke-linejoin="round"/><text x="40" y="23" font-family="Georgia,serif" font-size="22" font-style="italic" fill="currentColor">Diva</text></svg>',
  language: 'bs',
};

export const nordlys: Branding = {
  name: 'Nordlys',
  colour: '#0f5c63',
  accent: '#7fd6b2',
  radius: 'crisp',
  font: 'humanist',
  language: 'nb',
};

export const order: CheckoutView = {
  id: 'cs_01j9zq3w8k5m7n2p4r6t8v0x1y',
  isTest: true,
  merchant: diva,
  locale: 'en',
  orderNumber: 'DV-1042',
  lines: [
    { name: 'Rose night cream', note: '50 ml', quantity: 1, amount: marks(4_200) },
    { name: 'Hand soap, quince', quantity: 3, amount: marks(2_700) },
    { name: 'Gift guide', note: 'Download', quantity: 1, amount: marks(2_400) },
  ],
  shipping: marks(700),
  discount: null,
  tax: { amount: marks(1_453), isIncluded: true },
  total: marks(10_000),
  email: 'hana@example.ba',
  state: { kind: 'open', problem: null },
  successUrl: 'http://shop.example/orders/DV-1042/thanks',
  cancelUrl: 'http://shop.example/cart',
};

export const inState = (state: CheckoutState): CheckoutView => ({ ...order, state });
