// The door of the shop party.
export { configSchema, type ShopConfig, type ShopSettings } from './config.ts';
export { positions, prove } from './control/prove.ts';
export { migrations, type Overrides, type Running, startShop } from './wire.ts';
