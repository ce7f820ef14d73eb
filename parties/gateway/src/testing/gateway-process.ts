// A gateway as a program of its own, for tests that kill it: configuration from the environment, one
// line when it is ready.

import { silentLog } from '@kassa/log';
import { configSchema } from '../config.ts';
import { startGateway } from '../wire.ts';

const config = configSchema.parse(JSON.parse(process.env['TEST_GATEWAY'] ?? '{}'));
const running = await startGateway(config, { log: silentLog });
process.stdout.write(`ready ${running.url}\n`);
