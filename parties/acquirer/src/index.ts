export { approvals } from './authorizations/approvals.ts';
export { chart } from './book/chart.ts';
export { configSchema } from './config.ts';
export { positions, prove } from './proof.ts';
export { migrations, type Running, startAcquirer } from './wire.ts';
