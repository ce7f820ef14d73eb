// How the gateway is put together, from top to bottom.

import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadOrCreateKey, openEnvelope } from '@kassa/crypto';
import { type Database, migrate, openDatabase } from '@kassa/database';
import { type HttpApp, httpClient, listen } from '@kassa/http';
import { type Log, openLog } from '@kassa/log';
import { assert } from '@kassa/result';
import { realClock, type VirtualClock, virtualClock } from '@kassa/time';
import type { Operation } from './api/kernel/operation.ts';
import { openResources } from './api/kernel/resources.ts';
import { lookUpIn } from './api/kernel/show.ts';
import { authenticateCard } from './authentication/authenticate-card.ts';
import { proofOfPassed } from './authentication/go-on.ts';
import {
  type AuthenticationMeans,
  type ContinuationMeans,
  openResultBoard,
} from './authentication/ports.ts';
import { returnUrlOf, setupReturnUrlOf } from './checkout/session/addresses.ts';
import { followPayment } from './checkout/session/follow-payment.ts';
import { followSetup } from './checkout/session/follow-setup.ts';
import { type Config, type ConfigInput, configSchema } from './config.ts';
import { connectTo, receiversOf } from './connectors/acquirers.ts';
import type { Connector, LateApproval } from './connectors/connector.ts';
import { openStans } from './connectors/iso8583/stans.ts';
import { type Bulkhead, withBulkhead } from './connectors/with-bulkhead.ts';
import { withHealth } from './connectors/with-health.ts';
import { keepPaidCard } from './customers/keep-paid-card.ts';
import { openPartitions } from './forget-old.ts';
import { freePort } from './free-port.ts';
import { openTurns } from './in-turn.ts';
import { makerOfIds } from './maker-of-ids.ts';
import { openDirectory } from './merchants/directory.ts';
import { seedMerchants } from './merchants/store.ts';
import { migrations } from './migrations.ts';
import { openNews } from './news.ts';
import { seedOperators } from './operators/people/store.ts';
import { registerOperators } from './operators/register-operators.ts';
import { authenticatedPayments } from './payments/authenticated-payment.ts';
import { openCapacity } from './payments/capacity.ts';
import { noteDeclines } from './payments/check-retries.ts';
import { clientSecrets } from './payments/client-secret.ts';
import { hurryAdvices, whenLate } from './payments/line-news.ts';
import type { PaymentMeans, PaymentView } from './payments/ports.ts';
import { openRepairs } from './payments/repair.ts';
import { openRequestLog } from './requests/request-log.ts';
import { openHealthBoard } from './routing/health/health-board.ts';
import { healthLimits } from './routing/health/limits.ts';
import { openRouter } from './routing/route.ts';
import { routingHealth } from './routing/routing-health.ts';
import { indexPayments } from './search/index-payments.ts';
import { authenticatedSetups } from './setups/continue-setup.ts';
import type { SetupMeans, SetupView } from './setups/ports.ts';
import { splitCaptures } from './splits/split-capture.ts';
import { openUnderWay } from './under-way.ts';
import { type Neighbours, noNeighbours, openCvcMemory } from './vault/cvc-memory.ts';
import { openVault } from './vault/vault.ts';
import { announcePayments } from './webhooks/announce-payment.ts';
import { announceSetups } from './webhooks/announce-setup.ts';
import { seedEndpoints } from './webhooks/endpoints/seed.ts';
import { openWebhooks } from './webhooks/open-webhooks.ts';
import { openDoor } from './wire-door.ts';
import { watchIso8583 } from './wire-log/watch-iso8583.ts';
import { watchThreeDs } from './wire-log/watch-three-ds.ts';
import { openWireLog } from './wire-log/wire-log.ts';
import { startWork, type Work } from './wire-work.ts';

export type Overrides = {
  readonly clock?: VirtualClock;
  readonly log?: Log;
  /** An open database, closed by the gateway: for those who count its round trips. */
  readonly database?: Database;
  /** Instead of the lines that the configuration names: for those who measure without them. */
  readonly connect?: typeof connectTo;
  /** Other processes on the same port. */
  readonly neighbours?: Neighbours;
};

export type Running = {
  readonly name: string;
  readonly url: string;
  /** What its API can do. */
  readonly operations: readonly Operation[];
  /** Waits until a payment could go out: one line to an acquirer is enough. */
  whenConnected(timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
};

const party = 'gateway';

export async function startGateway(
  input: ConfigInput,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(input);
  const ground = await layGround(config, overrides);
  const rooms = await openRooms(config, ground);
  // The API knows how objects are read before the first webhook may have to show one.
  const { app, operations } = openDoor(config, ground, rooms);
  const work = await startWork(config, ground, rooms);
  admitOperators(app, { config, ground, rooms, work });
  const url = await listen(app, { host: config.host, port: ground.port });
  work.schedule.start();
  return {
    name: party,
    url,
    operations,
    async whenConnected(timeoutMs) {
      const untilMs = performance.now() + timeoutMs;
      const isConnected = () => rooms.connectors.some((one) => one.isConnected());
      while (!isConnected() && performance.now() < untilMs) await rooms.payments.pause(20);
      return isConnected();
    },
    async stop() {
      await app.close();
      await rooms.payments.underWay.idle();
      await rooms.setups.underWay.idle();
      await work.stop();
      for (const one of rooms.connectors) await one.close();
      await rooms.banks.close();
      await rooms.webhooks[Symbol.asyncDispose]();
      await ground.requestLog[Symbol.asyncDispose]();
      await ground.wireLog[Symbol.asyncDispose]();
      await ground.db.close();
      // Its name is free only now: what it had in hand is ended or written down.
      await ground.news[Symbol.asyncDispose]();
    },
  };
}

export type Ground = Awaited<ReturnType<typeof layGround>>;
export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/** What everything stands on: clock, log, keys, database, merchants. */
async function layGround(config: Config, overrides: Overrides) {
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const publicUrl = config.publicUrl ?? `http://${config.host}:${port}`;
  const keyOf = (name: string) => loadOrCreateKey(join(config.keysFolder, `${name}.key`));
  const envelope = openEnvelope({ currentId: 'k1', keys: { k1: keyOf('card-data') } });
  const { databaseUrl, schema } = config;
  const db =
    overrides.database ?? openDatabase({ url: databaseUrl, schema, poolMax: 8, log, name: party });
  await migrate(db, migrations);
  // Until they are made, rows go into the default ones.
  await openPartitions(db, clock.nowMs(), config).catch((error: unknown) => {
    log.warn({ err: error }, 'partitions are left to the night');
  });
  for (const key of await seedMerchants(db, config.merchants, clock.nowMs())) {
    const named = { accountId: key.accountId, key: key.id, hint: key.hint };
    log.warn(
      named,
      'a key of the configuration was revoked or replaced, and stays so: take it out there',
    );
  }
  await seedOperators(db, config.operators, clock.nowMs());
  await seedEndpoints(db, config.merchants, { nowMs: clock.nowMs(), envelope });
  const makeId = makerOfIds(clock);
  const news = await openNews({ url: databaseUrl, schema, log, instance: config.instance });
  // One that was asked to move its clock has moved it for all.
  news.on('clock', (offsetMs) => clock.setOffsetMs(Number(offsetMs)));
  return {
    clock,
    log,
    news,
    port,
    publicUrl,
    connect: overrides.connect ?? connectTo,
    db,
    envelope,
    makeId,
    directory: await openDirectory(db, news, clock),
    recording: { makeId },
    resources: openResources(),
    operations: [] as Operation[],
    requestLog: openRequestLog({
      db: openDatabase({ url: databaseUrl, schema, poolMax: 1, log, name: `${party}-log` }),
      log,
    }),
    wireLog: openWireLog({
      db: openDatabase({ url: databaseUrl, schema, poolMax: 1, log, name: `${party}-wire` }),
      log,
    }),
    vault: openVault({
      envelope,
      fingerprintKey: keyOf('fingerprints'),
      cvcs: openCvcMemory(clock, overrides.neighbours ?? noNeighbours),
      makeId,
    }),
    clientSecrets: clientSecrets(keyOf('client-secrets')),
    inputKey: keyOf('request-inputs'),
    operatorSessionKey: keyOf('operator-sessions'),
  };
}

/** Payments with their ways out: acquirers, directory server, shops. */
async function openRooms(config: Config, ground: Ground) {
  const { db, clock, log, makeId, vault, envelope, recording, directory } = ground;
  const { publicUrl, resources, operations } = ground;
  const banks = httpClient({ timeoutMs: config.directoryServer.timeoutMs });
  const authentication: AuthenticationMeans = {
    ...{ db, clock, log, makeId, envelope },
    makeUuid: randomUUID,
    http: banks,
    cardFor: vault.cardFor,
    dsUrl: config.directoryServer.url,
    dsKey: config.directoryServer.key,
    timeoutMs: config.directoryServer.timeoutMs,
    watch: watchThreeDs({ wireLog: ground.wireLog, clock, makeId }),
    server: {
      referenceNumber: 'KASSA-3DS-SERVER-220',
      resultsUrl: `${publicUrl}/3ds/rreq`,
      notificationUrl: `${publicUrl}/3ds/notify`,
      acquirerBin: config.acquirers[0]?.acquirerBin ?? '',
    },
  };
  const stans = await openStans(db);
  const told = { onLateApproval: (late: LateApproval) => void whenLate(payments, late) };
  const watching = { wireLog: ground.wireLog, clock, makeId };
  // How long a bank takes does not depend on what day it is in the world.
  const wallClock = realClock();
  const board = openHealthBoard(wallClock, healthLimits);
  const providers = new Map(
    config.acquirers.map((acquirer) => {
      const line = ground.connect(acquirer, {
        ...{ ...told, db, clock, log, stans },
        cardFor: vault.cardFor,
        onUp: () => void hurryAdvices(payments),
        onPassage: watchIso8583(watching, acquirer.name),
      });
      const watched = withHealth(line, { clock: wallClock, observe: board.observe });
      const seats = { clock: wallClock, onRoom: () => capacity.roomMade() };
      return [acquirer.name, withBulkhead(watched, acquirer.inFlightMax, seats)];
    }),
  );
  const receivers = receiversOf(config.acquirers, { ...told, db, clock, log });
  const providerOf = (name: string): Bulkhead => {
    const found = providers.get(name);
    assert(found !== undefined, `no acquirer ${name} in the configuration`);
    return found;
  };
  const pause = (ms: number) => setTimeout(ms, undefined, { ref: false });
  const { confirmsMax } = config.capacity;
  const capacity = openCapacity({ confirmsMax, bulkhead: providerOf, pause });
  const connector = (name: string): Connector => providerOf(name).connector;
  const isConnected = (name: string) => connector(name).isConnected();
  const load = (name: string) => {
    const { inFlight, max } = providerOf(name);
    return { inFlight: inFlight(), inFlightMax: max };
  };
  const ends = { recording, publicUrl };
  const payments: PaymentMeans = {
    ...{ db, clock, log, makeId, connector, capacity, pause },
    retryPolicy: config.retries,
    owner: ground.news.instance,
    merchant: directory.merchant,
    route: openRouter({ board, isConnected, load, random: () => randomInt(2 ** 32) / 2 ** 32 }),
    authenticate: authenticateCard(authentication),
    proofOf: (accountId, id) => proofOfPassed({ db, envelope }, accountId, id),
    forgetCvc: vault.forgetCvc,
    followers: [
      announcePayments(recording, ground),
      followPayment(ends),
      keepPaidCard(recording),
      splitCaptures(recording),
      indexPayments,
      noteDeclines,
    ],
    adviceTriesMax: config.adviceTriesMax,
    repairs: openRepairs(() => performance.now()),
    inTurn: openTurns(),
    underWay: openUnderWay<PaymentView>(),
    booksOpen: new Set(),
  };
  const setups: SetupMeans = {
    ...payments,
    followers: [announceSetups(recording, ground), followSetup(ends)],
    underWay: openUnderWay<SetupView>(),
  };
  const ofPayments = authenticatedPayments(payments, (view) => returnUrlOf(view, ground));
  const ofSetups = authenticatedSetups(setups, (view) => setupReturnUrlOf(view, ground));
  const continuation: ContinuationMeans = {
    ...authentication,
    subjects: (id) => (id.startsWith('seti_') ? ofSetups : ofPayments),
    results: openResultBoard(ground.news),
  };
  const webhooks = openWebhooks({
    ...{ db, clock, log, envelope },
    owner: ground.news.instance,
    allowPrivate: config.webhooks.allowPrivateAddresses,
    merchant: directory.merchant,
    operations,
    lookUpFor: (accountId) => lookUpIn(resources, accountId),
  });
  const connectors = [...providers.values()].map((one) => one.connector);
  const routing = routingHealth({ board, isConnected, load }, [...providers.keys()]);
  const ways = { connectors, receivers, routing };
  return { banks, webhooks, ...ways, payments, setups, continuation };
}

function movedForAll({ clock, news }: Ground): VirtualClock {
  return {
    ...clock,
    setOffsetMs(offsetMs) {
      clock.setOffsetMs(offsetMs);
      news.tell('clock', String(offsetMs));
    },
  };
}

type Whole = {
  readonly config: Config;
  readonly ground: Ground;
  readonly rooms: Rooms;
  readonly work: Work;
};

function admitOperators(app: HttpApp, { config, ground, rooms, work }: Whole): void {
  registerOperators(app, {
    ...{ db: ground.db, clock: movedForAll(ground), party },
    key: config.controlKey,
    schedule: work.schedule,
    jobs: work.jobs,
    connectors: rooms.connectors,
    payments: rooms.payments,
    routing: rooms.routing,
    drain: work.drain,
    importSettlements: work.day.importAll,
    sendPayouts: work.day.sendPayouts,
    reconcile: work.day.reconcile,
  });
}
