// How the provider is put together, from top to bottom.

import { migrations as control } from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { openJobs } from '@kassa/jobs';
import { type Log, openLog } from '@kassa/log';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { type ConfigInput, configSchema } from './config.ts';
import { addControl } from './control.ts';
import { notifyTask } from './notifications/notify.ts';
import { openSlowBanks } from './payments/slow-banks.ts';
import { openAccounts } from './payments/store.ts';
import type { Means } from './ports.ts';
import { addRoutes, basePath } from './routes.ts';

export const migrations: readonly Migrations[] = [
  control,
  { name: 'psp-adyen', folder: new URL('../migrations/', import.meta.url) },
];

type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };
export type Running = { readonly name: string; readonly url: string; stop(): Promise<void> };

export async function startPspAdyen(
  input: ConfigInput,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(input);
  const { databaseUrl, schema, party, merchants, cards } = config;
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const db = openDatabase({ url: databaseUrl, schema, log, name: party });
  await migrate(db, migrations);
  await openAccounts(db, cards);
  const http = httpClient({ timeoutMs: 10_000 });
  const tasks = { notify: notifyTask(http, merchants) };
  const jobs = await openJobs({ database: db, schema: `${schema}_jobs`, tasks, clock, log });
  const means: Means = {
    ...{ db, clock, cards, makeReference: referenceMaker() },
    slowBanks: openSlowBanks(),
  };
  const app = openHttp({
    ...{ name: party, log, errorsAs: 'json' },
    errorMap: ({ status, code, message }, request) =>
      request.url.startsWith(basePath)
        ? { status, errorCode: code, message, errorType: 'validation' }
        : { error: { code, message } },
  });
  addRoutes(app, means, merchants);
  addControl(app, { key: config.controlKey, party, means, clock, drain: jobs.runDue });
  const url = await listen(app, config);
  return {
    name: party,
    url,
    async stop() {
      means.slowBanks.letGo();
      await app.close();
      await jobs.stop();
      await http.close();
      await db.close();
    },
  };
}

/** Time-ordered, like all our ids, in the sixteen characters that are documented. */
function referenceMaker(): () => string {
  const makeId = idMaker({ nowMs: Date.now, randomBytes: nodeEntropy.randomBytes });
  return () => {
    const body = makeId('psp').replace('psp_', '');
    return `${body.slice(0, 10)}${body.slice(-6)}`;
  };
}
