// One shop and its orders, as the pages' tests see them.

import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type Ask, nothingCollected } from '../../session/collected.ts';
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

const aLine = { quantity: 1, adjustable: null, own: null };

const asksNothing: Ask = {
  email: false,
  phone: false,
  billing: 'auto',
  shippingCountries: null,
  businessName: null,
  individualName: null,
  fields: [],
  terms: false,
  promotions: false,
};

export const order: CheckoutView = {
  id: 'cs_01j9zq3w8k5m7n2p4r6t8v0x1y',
  mode: 'payment',
  isTest: true,
  merchant: diva,
  locale: 'en',
  orderNumber: 'DV-1042',
  lines: [
    { ...aLine, id: 'li_1', name: 'Rose night cream', note: '50 ml', amount: marks(4_200) },
    { ...aLine, id: 'li_2', name: 'Hand soap, quince', quantity: 3, amount: marks(2_700) },
    { ...aLine, id: 'li_3', name: 'Gift guide', note: 'Download', amount: marks(2_400) },
  ],
  shipping: marks(700),
  shippingOptions: [],
  shippingRate: null,
  discount: null,
  taxIncluded: marks(1_453),
  taxAdded: null,
  total: marks(10_000),
  seen: 'the-order-as-shown',
  ask: asksNothing,
  entered: nothingCollected,
  texts: { submit: null, shippingAddress: null, terms: null, afterSubmit: null },
  confirmation: null,
  submit: 'pay',
  email: 'hana@example.ba',
  state: { kind: 'open', problem: null },
  successUrl: 'http://shop.example/orders/DV-1042/thanks',
  cancelUrl: 'http://shop.example/cart',
};

/** One whose page asks everything there is to ask. */
export const asking: CheckoutView = {
  ...order,
  id: 'cs_asking',
  email: null,
  lines: order.lines.map((line) =>
    line.id === 'li_2' ? { ...line, adjustable: { minimum: 1, maximum: 9 } } : line,
  ),
  shippingOptions: [
    {
      id: 'shr_1',
      name: 'Courier',
      amount: marks(700),
      estimate: {
        minimum: { unit: 'business_day', value: 1 },
        maximum: { unit: 'business_day', value: 2 },
      },
    },
    { id: 'shr_2', name: 'Collected at the shop', amount: marks(0), estimate: null },
  ],
  shippingRate: 'shr_1',
  ask: {
    email: true,
    phone: true,
    billing: 'required',
    shippingCountries: ['BA', 'HR', 'RS'],
    businessName: 'optional',
    individualName: null,
    fields: [
      {
        key: 'engraving',
        label: 'Engraving',
        isOptional: true,
        type: 'text',
        defaultValue: null,
        minimumLength: 2,
        maximumLength: 12,
        options: [],
      },
      {
        key: 'wrap',
        label: 'Wrapping',
        isOptional: false,
        type: 'dropdown',
        defaultValue: null,
        minimumLength: null,
        maximumLength: null,
        options: [
          { label: 'Paper', value: 'paper' },
          { label: 'Cloth', value: 'cloth' },
        ],
      },
    ],
    terms: true,
    promotions: true,
  },
  texts: {
    submit: 'We pack your order today.',
    shippingAddress: 'We send to the neighbours too.',
    terms: null,
    afterSubmit: null,
  },
  submit: 'book',
};

/** Everything that its page asks, answered. */
export const answers = {
  email: 'hana@example.ba',
  phone: '+387 61 123 456',
  ship_name: 'Hana Hadžić',
  ship_country: 'BA',
  ship_line1: 'Ferhadija 1',
  ship_postal: '71000',
  ship_city: 'Sarajevo',
  shipping: 'shr_1',
  qty_li_2: '3',
  cf_wrap: 'cloth',
  terms: 'yes',
};

export const inState = (state: CheckoutState): CheckoutView => ({ ...order, state });
