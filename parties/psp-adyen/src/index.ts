export { configSchema } from './config.ts';
export { migrations, type Running, startPspAdyen } from './wire.ts';
