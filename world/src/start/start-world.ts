// Starts a world, or some of its parties, in this process: database, migrations, seeds, programs.
// `npm start` calls it, and so do tests that need a whole world.

import { randomInt } from 'node:crypto';
import type { Database } from '@kassa/database';
import { httpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import { virtualClock } from '@kassa/time';
import { partyClock } from '../clock/party-clocks.ts';
import { openWorldClock, type WorldClock } from '../clock/world-clock.ts';
import { linksOf } from '../faults/lines.ts';
import { type Faults, openFaults, proxyPorts, waysThrough } from '../faults/open-faults.ts';
import { openKeys } from '../keys.ts';
import { bookKeepers, type PartyName, type Places, partyNames, placesOf } from '../places.ts';
import { hold, openWorldDatabase, readOffsetMs } from '../world-database.ts';
import type { DatabaseDeath } from './database-death.ts';
import { openServer, type Server } from './database-server.ts';
import { checkPorts } from './free-ports.ts';
import type { WorldContext } from './party-plan.ts';
import type { Running } from './running.ts';
import { preload, startParty } from './start-party.ts';
import { untilWell } from './until-well.ts';
import { wantedPorts } from './wanted-ports.ts';

export type WorldOptions = {
  readonly port: number;
  readonly dataFolder: string;
  readonly databaseUrl?: string | undefined;
  readonly host?: string | undefined;
  readonly log: Log;
  /** Is told when the world's own database server dies. */
  readonly databaseDeath?: DatabaseDeath | undefined;
  /** No party runs in another process: the clock moves these and asks for no others. */
  readonly isAlone?: boolean | undefined;
  /** Gateway processes; 1 when left out: this one. */
  readonly workers?: number | undefined;
  /** Of a gateway that runs beside another one on this database. */
  readonly gatewayPort?: number | undefined;
  /** Where the clock of a new world begins, ms since 1970: now when left out. One that has run goes on. */
  readonly beginsAtMs?: number | undefined;
  /** All of them when left out. */
  readonly parties?: readonly PartyName[] | undefined;
  /**
   * The fault box stands in the ways of a world that has a lobby, and of any other that asks for it, with
   * faults or without; `false` leaves it out.
   */
  readonly faults?: FaultsWanted | false | undefined;
};

export type FaultsWanted = {
  /** Drawn when left out. */
  readonly seed?: number | undefined;
  /** Set from the start, in their text form. */
  readonly set?: readonly string[] | undefined;
};

export type World = AsyncDisposable & {
  readonly places: Places;
  readonly parties: readonly PartyName[];
  readonly clock: WorldClock;
  /** Absent where no fault box stands. */
  readonly faults: Faults | undefined;
  /** Parties that were not well when the waiting ended. */
  readonly unwell: readonly string[];
  /** After a trouble: until lines stand again. The names of those that are not well in time. */
  untilWell(): Promise<readonly string[]>;
  stop(): Promise<void>;
};

const patienceMs = 10_000;
const shortPatienceMs = 1000;

export async function startWorld(options: WorldOptions): Promise<World> {
  const { log, dataFolder, parties = partyNames } = options;
  const places = placesOf({ host: options.host ?? '127.0.0.1', port: options.port });
  const closing = openClosing();
  // Half of a start is the reading of code: it goes on while the database comes up.
  preload(parties);
  try {
    const wanted = wantedPorts(places, parties, options.gatewayPort);
    const hasFaultBox = wantsFaultBox(options);
    if (hasFaultBox) wanted.push(...proxyPorts(linksOf(places, parties, anyDatabase)));
    const server = await openServer({ ...options, places, wanted });
    closing.add(() => server.stop());
    const db = await openWorldDatabase(server.url, log);
    closing.add(() => db.close());
    closing.add(await holdNames(db, server, options));
    await checkPorts(places.host, wanted);

    const clock = virtualClock({ offsetMs: await readOffsetMs(db, options.beginsAtMs) });
    const keys = openKeys(dataFolder);
    const client = httpClient({ timeoutMs: 5000 });
    closing.add(() => client.close());
    const worldClock = openWorldClock({
      db,
      clock,
      parties: bookKeepersAmong(options).map((party) =>
        partyClock(party, { url: places.url(party), key: keys.control, client }),
      ),
    });
    const links = hasFaultBox ? linksOf(places, parties, server.url) : [];
    const box = hasFaultBox ? await openFaults({ links, ...faultsOf(options) }) : undefined;
    closing.add(async () => box?.close());
    const context: WorldContext = {
      places,
      ways: waysThrough(links, { places, databaseUrl: server.url }),
      keys,
      clock,
      workers: options.workers ?? 1,
      gatewayPort: options.gatewayPort,
      logOf: (party) => log.child({ party }),
    };
    const started = await startAll(parties, { context, db, worldClock, faults: box?.faults });
    closing.add(() => stopInTiers(started));
    const callers = callersAmong(parties, places);
    const patienceOf = (name: string) => (callers.has(name) ? patienceMs : shortPatienceMs);
    await Promise.all(started.map((party) => party.whenConnected?.(patienceOf(party.name))));
    const unwell = await untilWell(client, started, patienceOf);
    return {
      places,
      parties: parties.filter((party) => started.some(({ name }) => name === party)),
      clock: worldClock,
      faults: box?.faults,
      unwell,
      untilWell: () => untilWell(client, started, patienceOf),
      stop: closing.close,
      [Symbol.asyncDispose]: closing.close,
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function bookKeepersAmong({ parties = partyNames, isAlone = false }: WorldOptions) {
  return isAlone ? bookKeepers.filter((party) => parties.includes(party)) : bookKeepers;
}

/** Those whose lines lead to others of these parties; who calls nobody here may wait for ever. */
function callersAmong(parties: readonly PartyName[], places: Places): ReadonlySet<string> {
  const lines = linksOf(places, parties, anyDatabase).flatMap((link) => link.lines);
  const standing = lines.filter(({ protocol }) => protocol === 'iso8583');
  const here = standing.filter(({ to }) => to !== 'database' && parties.includes(to));
  return new Set(here.map(({ from }) => from));
}

type Starting = {
  readonly context: WorldContext;
  readonly db: Database;
  readonly worldClock: WorldClock;
  readonly faults: Faults | undefined;
};

/** Where the database is matters not for the ports of the proxies. */
const anyDatabase = 'postgres://localhost';
const seeds = 1_000_000;

function wantsFaultBox({ faults, parties }: WorldOptions): boolean {
  if (faults === false) return false;
  return parties === undefined || parties.includes('lobby') || faults !== undefined;
}

function faultsOf({ faults }: WorldOptions) {
  const wanted = faults === false ? undefined : faults;
  return { seed: wanted?.seed ?? randomInt(seeds), set: wanted?.set ?? [] };
}

/** All at once; if one cannot start, those that did are stopped again. */
async function startAll(parties: readonly PartyName[], starting: Starting): Promise<Running[]> {
  const results = await Promise.allSettled(parties.map((party) => startParty(party, starting)));
  const started = results.flatMap((one) =>
    one.status === 'fulfilled' && one.value !== undefined ? [one.value] : [],
  );
  const failed = results.findIndex((one) => one.status === 'rejected');
  const failure = results[failed];
  if (failure?.status !== 'rejected') return started;
  await stopInTiers(started);
  const reason = failure.reason instanceof Error ? failure.reason.message : String(failure.reason);
  throw new Error(`${parties[failed]} could not start: ${reason}`, { cause: failure.reason });
}

// Who asks stops before who answers, so that nothing is cut off half-way.
const tiers: readonly (readonly PartyName[])[] = [
  ['lobby', 'shop-diva', 'shop-nordlys'],
  ['gateway'],
  ['acquirer-zelena', 'acquirer-crvena'],
  ['network-mozaik'],
  ['issuer-plava', 'issuer-fjord', 'clearing-klir'],
  ['inbox'],
];

async function stopInTiers(started: readonly Running[]): Promise<void> {
  const failures: unknown[] = [];
  for (const tier of tiers) {
    const due = started.filter(({ name }) => tier.some((party) => party === name));
    const stopped = await Promise.allSettled(due.map((party) => party.stop()));
    for (const one of stopped) if (one.status === 'rejected') failures.push(one.reason);
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not every party stopped well');
}

async function holdNames(
  db: Database,
  server: Server,
  options: WorldOptions,
): Promise<() => Promise<void>> {
  const all = options.parties === undefined ? ['world'] : [];
  const { parties = partyNames, gatewayPort } = options;
  // Gateways may be several: each finds a name of its own, and this one has said that it is another.
  const alone = parties.filter((name) => name !== 'gateway' || gatewayPort === undefined);
  const held = await hold(db, [...all, ...alone], options.log);
  if (typeof held !== 'string') return async () => held.release();
  const where = server.isEmbedded ? `the data folder ${options.dataFolder}` : 'this database';
  const who = held === 'world' ? 'another world' : `another ${held}`;
  const setting = server.isEmbedded ? 'KASSA_DATA' : 'DATABASE_URL';
  throw new Error(
    `${who} is running on ${where}: stop it, or set ${setting} (and KASSA_PORT) to another one`,
  );
}

/** What was opened is closed once, the last first. */
function openClosing() {
  const steps: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const run = async () => {
    const failures: unknown[] = [];
    for (const step of steps.reverse()) {
      // One that cannot close keeps nobody else open, least of all the database.
      await step().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything closed well');
  };
  return {
    add: (step: () => Promise<void>) => void steps.push(step),
    close: () => {
      closed ??= run();
      return closed;
    },
  };
}
