export { describeConfig, readConfig } from './config.ts';
export { secret } from './secret-setting.ts';
