// The door of the shop party.
import { divaBrand } from './shops/diva/brand.ts';
import { nordlysBrand } from './shops/nordlys/brand.ts';

export { configSchema, type ShopConfig, type ShopSettings } from './config.ts';
export { positions, prove } from './control/prove.ts';
export { migrations, type Overrides, type Running, startShop } from './wire.ts';

/** What each shop hands to its gateway when it signs up. */
export const brands = { diva: divaBrand, nordlys: nordlysBrand } as const;
