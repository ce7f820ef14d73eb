export { chart } from './book/chart.ts';
export { positions, prove } from './book/prove.ts';
export { configSchema, type NetworkConfig, type NetworkSettings } from './config.ts';
export { migrations, type Overrides, type Running, startNetwork } from './wire.ts';
