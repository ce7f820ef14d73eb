// docs.stripe.com/changelog/2024-04-10. Seen by versions 10 to 14 of the official client.

import { type Changes, renamed } from '../change.ts';

const version = '2024-04-10';
const renames = { features: 'marketing_features' };

export const from20240410: Changes = {
  inputs: [
    {
      version,
      operations: ['paymentIntents.create'],
      why: 'automatic-sync-default-paymentintents: before, the capture was part of the confirmation',
      up: (input) =>
        Object.hasOwn(input, 'capture_method') ? input : { ...input, capture_method: 'automatic' },
    },
    {
      version,
      operations: ['products.create', 'products.update'],
      why: 'renames-features-attribute-product-object',
      up: (input) => renamed(input, renames),
      renames,
    },
  ],
  outputs: [
    {
      version,
      object: 'product',
      why: 'renames-features-attribute-product-object',
      down: ({ marketing_features: features = [], ...product }) => ({ ...product, features }),
    },
  ],
};
