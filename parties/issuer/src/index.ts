// The door of the issuer: one program, started once for each bank.

export { chart } from './accounts/chart.ts';
export { positions, prove, trace } from './accounts/prove.ts';
export { approvals } from './authorization/approvals.ts';
export { configSchema, type IssuerConfig, type IssuerSettings } from './config.ts';
export { migrations } from './migrations.ts';
export { type Overrides, type Running, startIssuer } from './wire.ts';
