export { chart } from './book/chart.ts';
export { configSchema } from './config.ts';
export { positions, prove } from './proof.ts';
export { migrations, type Running, startClearingHouse } from './wire.ts';
