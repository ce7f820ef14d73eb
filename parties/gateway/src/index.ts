// The door of the gateway: how it is configured and started, and what its database alone can tell.

export { chart } from './book/chart.ts';
export { type Config, type ConfigInput, configSchema } from './config.ts';
export { migrations } from './migrations.ts';
export { approvals } from './operators/approvals.ts';
export { positions } from './operators/positions.ts';
export { prove } from './operators/prove.ts';
export { type Overrides, type Running, startGateway } from './wire.ts';
export { startWorkers, type Workers, type WorkersOptions } from './workers/start-workers.ts';
