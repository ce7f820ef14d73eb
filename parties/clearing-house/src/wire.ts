// How the clearing house is put together, from top to bottom.

import { migrations as control, openSchedule, registerControl, type Task } from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { migrations as ledger, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { openAccounts } from './book/open-accounts.ts';
import { setLimits } from './book/set-limits.ts';
import { type Config, type ConfigInput, configSchema } from './config.ts';
import { returnTransfer } from './credit-transfers/return-transfer.ts';
import { openDeliverer } from './deliveries/deliverer.ts';
import { health } from './health.ts';
import { directoryOf } from './members/directory.ts';
import { rememberMembers } from './members/store.ts';
import { addPages } from './pages/add-pages.ts';
import type { Ports } from './ports.ts';
import { positions, prove, trace } from './proof.ts';
import { addRoutes } from './routes.ts';
import { rejectQueued } from './rtgs/end-payments.ts';
import { openSettler } from './settler.ts';
import { tryWaiting } from './try-waiting.ts';
import { settleDue } from './windows/settle-due.ts';

export const migrations: readonly Migrations[] = [
  ledger,
  control,
  { name: 'clearing-house', folder: new URL('../migrations/', import.meta.url) },
];

export type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };

export type Running = { readonly name: string; readonly url: string; stop(): Promise<void> };

export async function startClearingHouse(
  input: ConfigInput,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(input);
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: config.party, level: 'info' });
  const db = openDatabase({
    url: config.databaseUrl,
    schema: config.schema,
    log,
    name: config.party,
  });
  await migrate(db, migrations);

  const base = {
    db,
    clock,
    log,
    makeId: idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes }),
    members: directoryOf(config),
    day: dayOf(config),
    ach: { routingNumber: config.achRoutingNumber, name: config.name },
  };
  const client = httpClient({ timeoutMs: 10_000 });
  const deliverer = openDeliverer({
    ...base,
    client,
    onRefused: (delivery, reason) => returnTransfer(ports, delivery, reason),
  });
  const settler = openSettler(() => tryWaiting(ports), log);
  const ports: Ports = { ...base, wakeDeliveries: deliverer.wake, tryWaiting: settler.run };
  await rememberMembers(db, ports.members.all);
  await openAccounts(ports);
  await setLimits(ports);
  await settler.run();

  const schedule = await openSchedule({ db, clock, log, tasks: tasksOf(ports) });
  const sealer = startSealer(db, { everyMs: 1000, nowMs: clock.nowMs, log });
  const app = openHttp({ name: config.party, log, bodyLimitBytes: 5_242_880 });
  registerControl(app, {
    key: config.controlKey,
    clock,
    db,
    party: config.party,
    schedule,
    drain: deliverer.drain,
    prove: () => prove(db, config.party),
    positions: () => positions(db),
    trace: (reference) => trace(db, reference),
    health: () => health(db),
  });
  addRoutes(app, ports);
  addPages(app, ports);
  const url = await listen(app, config);
  schedule.start();
  deliverer.wake();
  return {
    name: config.party,
    url,
    async stop() {
      await app.close();
      await schedule.stop();
      await settler.stop();
      await deliverer.stop();
      await sealer.stop();
      await client.close();
      await db.close();
    },
  };
}

function dayOf({ zone, calendar, settleAt, rtgsClosesAt }: Config): Ports['day'] {
  return { zone, calendar, settleAt, rtgsClosesAt };
}

function tasksOf(ports: Ports): readonly Task[] {
  const { zone, calendar, settleAt, rtgsClosesAt } = ports.day;
  return [
    {
      name: 'settlement',
      at: settleAt,
      zone,
      calendar,
      run: (businessDate) => settleDue(ports, businessDate),
    },
    { name: 'rtgs-close', at: rtgsClosesAt, zone, calendar, run: () => rejectQueued(ports) },
  ];
}
