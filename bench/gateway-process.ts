// A gateway in a process of its own, and beside it, on another port, the same HTTP kernel with a
// route that reads the same form and answers nothing.

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@kassa/database';
import { startGateway } from '@kassa/gateway';
import { listen, openHttp } from '@kassa/http';
import { openLog } from '@kassa/log';
import { configOf, type GatewaySettings } from './gateway-settings.ts';
import { instantConnector } from './instant-connector.ts';
import { isReady, ownSettings } from './program.ts';

const host = '127.0.0.1';
const settings = ownSettings<GatewaySettings>();
const { databaseUrl: url, schema, areUnitsTogether = true, hasHop = true } = settings;
const destination = createWriteStream(join(settings.folder, 'gateway.log'), { flags: 'a' });
const log = openLog({ name: 'gateway', level: 'info', destination });
const database = openDatabase({ url, schema, poolMax: 8, log, name: 'gateway', areUnitsTogether });
const gateway = await startGateway(configOf(settings), {
  ...{ log, database },
  ...(!hasHop && { connect: instantConnector }),
});
const kernel = openHttp({ name: 'empty', log });
kernel.post('/empty', async () => ({}));
const empty = await listen(kernel, { host, port: 0 });
if (!(await gateway.whenConnected(20_000))) throw new Error('no line to the bank of the bench');
isReady({ url: gateway.url, empty: `${empty}/empty` }, async () => {
  await kernel.close();
  await gateway.stop();
});
