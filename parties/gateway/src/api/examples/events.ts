// Examples of events and of the endpoints they are told to.

import type { Examples } from './example.ts';

export const events: Examples = {
  'events.list': {
    first: { customer: 'customers.create' },
    params: { type: 'customer.created', limit: 1 },
  },
  'events.retrieve': {
    first: { customer: 'customers.create', recent: 'events.list' },
    at: { id: '{recent.data.0}' },
  },
  'events.retry': {
    first: { endpoint: 'webhookEndpoints.create', event: 'events.retrieve' },
    at: { id: '{event}' },
    params: { webhook_endpoint: '{endpoint}' },
    isRaw: true,
  },
  'webhookEndpoints.create': {
    params: {
      url: 'https://shop.example/hooks',
      enabled_events: ['payment_intent.succeeded', 'charge.refunded'],
    },
  },
  'webhookEndpoints.retrieve': {
    first: { endpoint: 'webhookEndpoints.create' },
    at: { id: '{endpoint}' },
  },
  'webhookEndpoints.update': {
    first: { endpoint: 'webhookEndpoints.create' },
    at: { id: '{endpoint}' },
    params: { disabled: true },
  },
  'webhookEndpoints.list': {
    first: { endpoint: 'webhookEndpoints.create' },
    params: { limit: 1 },
  },
  'webhookEndpoints.del': {
    first: { endpoint: 'webhookEndpoints.create' },
    at: { id: '{endpoint}' },
  },
};
