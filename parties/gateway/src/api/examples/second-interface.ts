// Examples of the second interface: thin events and their destinations.

import { currentVersion } from '../versions/known-versions.ts';
import type { Example, Examples } from './example.ts';

const version = currentVersion;
const destination: Example = {
  first: { destination: 'v2.core.eventDestinations.create' },
  at: { id: '{destination}' },
  version,
};

export const secondInterface: Examples = {
  'v2.core.events.list': {
    first: { customer: 'customers.create' },
    params: { object_id: '{customer}', limit: 1 },
    version,
  },
  'v2.core.events.retrieve': {
    first: { customer: 'customers.create', recent: 'v2.core.events.list' },
    at: { id: '{recent.data.0}' },
    version,
  },
  'v2.core.eventDestinations.create': {
    params: {
      name: 'Orders',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: ['v1.payment_intent.succeeded', 'v1.charge.refunded'],
      webhook_endpoint: { url: 'https://shop.example/hooks' },
      include: ['webhook_endpoint.signing_secret'],
    },
    version,
  },
  'v2.core.eventDestinations.retrieve': {
    ...destination,
    params: { include: ['webhook_endpoint.url'] },
  },
  'v2.core.eventDestinations.update': { ...destination, params: { name: 'Orders and refunds' } },
  'v2.core.eventDestinations.list': {
    first: { destination: 'v2.core.eventDestinations.create' },
    params: { limit: 1 },
    version,
  },
  'v2.core.eventDestinations.disable': destination,
  'v2.core.eventDestinations.enable': destination,
  'v2.core.eventDestinations.ping': destination,
  'v2.core.eventDestinations.del': destination,
};
