// The provider as a program of its own, for tests of others, who meet it on the wire alone:
// configuration from the environment, one line when it is ready.

import { silentLog } from '@kassa/log';
import { configSchema } from '../config.ts';
import { startPspAdyen } from '../wire.ts';

const config = configSchema.parse(JSON.parse(process.env['TEST_PSP'] ?? '{}'));
const running = await startPspAdyen(config, { log: silentLog });
process.stdout.write(`ready ${running.url}\n`);
