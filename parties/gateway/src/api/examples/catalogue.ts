// Examples of what a merchant sells: products with their features, prices, shipping rates.

import type { Examples } from './example.ts';

export const catalogue: Examples = {
  'products.create': {
    params: {
      name: 'Candle',
      description: 'Burns for forty hours',
      default_price_data: { currency: 'bam', unit_amount: 1_250 },
      metadata: { shelf: '3' },
    },
  },
  'products.retrieve': {
    first: { product: 'products.create' },
    at: { id: '{product}' },
  },
  'products.update': {
    first: { product: 'products.create' },
    at: { id: '{product}' },
    params: { name: 'Tall candle' },
  },
  'products.list': {
    first: { product: 'products.create' },
    params: { active: true, limit: 1 },
  },
  'products.search': {
    first: { product: 'products.create' },
    params: { query: "active:'true' AND metadata['shelf']:'3'", limit: 1 },
  },
  'products.del': {
    first: { product: { call: 'products.create', params: { name: 'Soap' } } },
    at: { id: '{product}' },
  },
  'products.createFeature': {
    first: { product: 'products.create', feature: 'entitlements.features.create' },
    at: { product: '{product}' },
    params: { entitlement_feature: '{feature}' },
  },
  'products.listFeatures': {
    first: {
      product: 'products.create',
      feature: 'entitlements.features.create',
      attached: {
        call: 'products.createFeature',
        at: { product: '{product}' },
        params: { entitlement_feature: '{feature}' },
      },
    },
    at: { product: '{product}' },
  },
  'products.retrieveFeature': {
    first: {
      product: 'products.create',
      feature: 'entitlements.features.create',
      attached: {
        call: 'products.createFeature',
        at: { product: '{product}' },
        params: { entitlement_feature: '{feature}' },
      },
    },
    at: { product: '{product}', id: '{attached}' },
  },
  'products.deleteFeature': {
    first: {
      product: 'products.create',
      feature: 'entitlements.features.create',
      attached: {
        call: 'products.createFeature',
        at: { product: '{product}' },
        params: { entitlement_feature: '{feature}' },
      },
    },
    at: { product: '{product}', id: '{attached}' },
  },
  'entitlements.features.create': {
    params: { name: 'Gift wrapping', lookup_key: 'gift-wrapping-{unique}' },
  },
  'entitlements.features.retrieve': {
    first: { feature: 'entitlements.features.create' },
    at: { id: '{feature}' },
  },
  'entitlements.features.update': {
    first: { feature: 'entitlements.features.create' },
    at: { id: '{feature}' },
    params: { name: 'Wrapping in paper' },
  },
  'entitlements.features.list': {
    first: { feature: 'entitlements.features.create' },
    params: { lookup_key: '{feature.lookup_key}' },
  },
  'prices.create': {
    first: { product: 'products.create' },
    params: { product: '{product}', currency: 'bam', unit_amount: 1_250, nickname: 'Usual' },
  },
  'prices.retrieve': {
    first: { price: 'prices.create' },
    at: { id: '{price}' },
  },
  'prices.update': {
    first: { price: 'prices.create' },
    at: { id: '{price}' },
    params: { active: false },
  },
  'prices.list': {
    first: { price: 'prices.create' },
    params: { product: '{price.product}', limit: 1 },
  },
  'prices.search': {
    first: { price: 'prices.create' },
    params: { query: "active:'true' AND currency:'bam'", limit: 1 },
  },
  'shippingRates.create': {
    params: {
      display_name: 'By post',
      type: 'fixed_amount',
      fixed_amount: { amount: 700, currency: 'bam' },
      delivery_estimate: {
        minimum: { unit: 'business_day', value: 2 },
        maximum: { unit: 'business_day', value: 4 },
      },
    },
  },
  'shippingRates.retrieve': {
    first: { rate: 'shippingRates.create' },
    at: { id: '{rate}' },
  },
  'shippingRates.update': {
    first: { rate: 'shippingRates.create' },
    at: { id: '{rate}' },
    params: { active: false },
  },
  'shippingRates.list': {
    first: { rate: 'shippingRates.create' },
    params: { currency: 'bam', limit: 1 },
  },
};
