// How a price is shown and told, wherever it is made: by itself, or with its product.

import { type PriceData, prices } from '../../catalogue/price.ts';
import type { RecordResource } from '../kernel/record-resource.ts';
import { priceToStripe } from '../to-stripe/price.ts';

export const priceResource: RecordResource<PriceData> = {
  kind: prices,
  object: 'price',
  name: 'prices',
  url: '/v1/prices',
  param: 'price',
  show: priceToStripe,
  events: { created: 'price.created', updated: 'price.updated' },
};
