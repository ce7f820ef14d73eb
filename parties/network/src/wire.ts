// How the network is put together, from top to bottom.

import { migrations as control, openSchedule, registerControl, type Task } from '@kassa/control';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { type HttpClient, httpClient, listen, openHttp } from '@kassa/http';
import { migrations as ledger, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { positions, prove } from './book/prove.ts';
import { trace } from './book/trace.ts';
import { inquireSettlements } from './clearing/book-settlement.ts';
import type { ClearingPorts } from './clearing/ports.ts';
import { registerClearing } from './clearing/routes.ts';
import { runCycle } from './clearing/run-cycle.ts';
import { configSchema, type NetworkConfig, type NetworkSettings } from './config.ts';
import { registerDirectoryServer } from './directory-server/routes.ts';
import { forgetTransactions } from './directory-server/store.ts';
import { makeUuid, openIds } from './ids.ts';
import { checkMembers } from './members/check-members.ts';
import { recordMembers } from './members/store.ts';
import { addPages } from './pages/add-pages.ts';
import { forgetMessages } from './pages/store.ts';
import { openCover } from './switch/cover.ts';
import { openSwitch } from './switch/open-switch.ts';

export const migrations: readonly Migrations[] = [
  ledger,
  control,
  { name: 'network', folder: new URL('../migrations/', import.meta.url) },
];

export type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };

export type Running = {
  readonly name: string;
  readonly url: string;
  readonly switchPort: number;
  /** Resolves when every issuer is signed on; false if that takes longer. */
  whenConnected(timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
};

export async function startNetwork(
  settings: NetworkSettings,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(settings);
  const directory = { members: config.members, ranges: config.cardRanges };
  checkMembers(directory);
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: config.party, level: 'info' });
  const db = openDatabase({
    url: config.databaseUrl,
    schema: config.schema,
    poolMax: 6,
    log,
    name: config.party,
  });
  await migrate(db, migrations);
  await recordMembers(db, identityOf(config), directory.members);

  const nowMs = () => clock.nowMs();
  const cover = openCover(config.keysFolder);
  const common = { db, log, nowMs, makeId: openIds(nowMs), cover, directory };
  const http = httpClient({ timeoutMs: 60_000, bodyLimitBytes: 32 * 1024 * 1024 });
  const app = openHttp({ name: config.party, log });
  let ownUrl = config.url ?? '';
  registerDirectoryServer(app, {
    ...common,
    http,
    makeUuid,
    resultsUrl: () => `${ownUrl}/3ds/rreq`,
    threeDSServers: config.threeDSServers,
    acsTimeoutMs: config.acsTimeoutMs,
  });
  const clearing: ClearingPorts = { ...clearingOf(config, http), ...common };
  registerClearing(app, clearing, config.clearingHouse.notificationKey);
  const exchange = await openSwitch({ ...common, ...switchOf(config) });
  const schedule = await openSchedule({ db, clock, log, tasks: tasksOf(config, clearing) });
  addPages(app, { db, config, nowMs, isReachable: exchange.isReachable });
  registerControl(app, {
    key: config.controlKey,
    clock,
    db,
    party: config.party,
    schedule,
    drain: exchange.idle,
    prove: () => prove(db),
    positions: () => positions(db),
    trace: (reference) => trace(db, reference),
    health: async () => healthOf(config, exchange.isReachable),
  });
  const url = await listen(app, config);
  ownUrl ||= url;
  schedule.start();
  const sealer = startSealer(db, { everyMs: 1000, nowMs, log });
  return {
    name: config.party,
    url,
    switchPort: exchange.port,
    whenConnected: exchange.whenConnected,
    async stop() {
      await app.close();
      await exchange.close();
      await schedule.stop();
      await sealer.stop();
      await http.close();
      await db.close();
    },
  };
}

/** The order of a day: inquiry in the morning, the cycle in the evening, tidying at night. */
function tasksOf(config: NetworkConfig, clearing: ClearingPorts): Task[] {
  const { zone, calendar, clearingAt } = config;
  const { db, nowMs } = clearing;
  const daysAgo = (days: number) => nowMs() - days * 86_400_000;
  return [
    {
      name: 'clearing',
      at: clearingAt,
      zone,
      calendar,
      run: (businessDate) => runCycle(clearing, businessDate),
    },
    {
      name: 'settlement inquiry',
      at: '09:00',
      zone,
      calendar,
      run: () => inquireSettlements(clearing),
    },
    {
      name: 'tidying',
      at: '03:30',
      zone,
      calendar,
      run: async () => {
        await forgetTransactions(db, daysAgo(30));
        await forgetMessages(db, daysAgo(90));
      },
    },
  ];
}

function identityOf(config: NetworkConfig) {
  const { party, name, institutionId } = config;
  return { party, name, institutionId, clearingHouseParty: config.clearingHouse.party };
}

function switchOf(config: NetworkConfig) {
  const { institutionId, host, issuerTimeoutMs, adviceRepeatMs } = config;
  return { institutionId, host, port: config.switchPort, issuerTimeoutMs, adviceRepeatMs };
}

function clearingOf(config: NetworkConfig, http: HttpClient) {
  const { institutionId, zone, calendar, clearingHouse } = config;
  return { http, institutionId, zone, calendar, clearingHouse };
}

function healthOf(config: NetworkConfig, isReachable: (issuerId: string) => boolean) {
  const away = config.members
    .filter(({ id, issuer }) => issuer && !isReachable(id))
    .map(({ party }) => party);
  // An issuer that is away is its own trouble: the switch answers 91 for it and is well itself.
  return { ok: true, details: away.length > 0 ? { issuersAway: away } : {} };
}
