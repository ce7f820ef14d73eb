// How the gateway is put together, from top to bottom.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openSchedule } from '@kassa/control';
import { loadOrCreateKey, nodeEntropy, openEnvelope } from '@kassa/crypto';
import { type Database, migrate, openDatabase } from '@kassa/database';
import { asset, httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { openJobs } from '@kassa/jobs';
import { startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { assert } from '@kassa/result';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { isApi, problemToApi, registerApi } from './api/register-api.ts';
import { authenticateCard } from './authentication/authenticate-card.ts';
import { donePage, plainLook, unknownPage, waitingPage } from './authentication/plain-pages.tsx';
import { type AuthenticationMeans, openResultBoard } from './authentication/ports.ts';
import { type ChallengePages, registerThreeDs } from './authentication/routes.ts';
import { type CheckoutPages, openCheckoutPages } from './checkout/pages/checkout-pages.ts';
import { returnUrlOf } from './checkout/session/addresses.ts';
import { expireSession } from './checkout/session/expire-session.ts';
import { followPayment } from './checkout/session/follow-payment.ts';
import { brandingOf, hostedCheckout } from './checkout/session/hosted-checkout.ts';
import { type AcquirerConfig, type ConfigInput, configSchema } from './config.ts';
import type { Connector, LateApproval } from './connectors/connector.ts';
import { connectIso8583 } from './connectors/iso8583/connect-iso8583.ts';
import { openStans } from './connectors/iso8583/stans.ts';
import { forgetOldRecords } from './idempotency/record.ts';
import type { IdMaker } from './ids.ts';
import { openTurns } from './in-turn.ts';
import { openDirectory } from './merchants/directory.ts';
import { seedMerchants } from './merchants/store.ts';
import { migrations } from './migrations.ts';
import { registerOperators } from './operators/register-operators.ts';
import { findWaiting, tellJob } from './payments/advices.ts';
import { clientSecrets } from './payments/client-secret.ts';
import { continueConfirm } from './payments/continue-confirm.ts';
import { reverseLateApproval } from './payments/late-approval.ts';
import type { PaymentMeans, PaymentView } from './payments/ports.ts';
import { resolveLeftOpen, sweepOpen } from './payments/resolve-open.ts';
import { loadPayment } from './payments/store.ts';
import { openRouter } from './routing/choose-provider.ts';
import { importSettlements } from './settlement/import-settlements.ts';
import { tasks } from './tasks.ts';
import { openUnderWay } from './under-way.ts';
import { openCvcMemory } from './vault/cvc-memory.ts';
import { openVault } from './vault/vault.ts';
import { announcePayments } from './webhooks/announce-payment.ts';
import { openEndpoints } from './webhooks/endpoints.ts';

export type Overrides = {
  readonly clock?: VirtualClock;
  readonly log?: Log;
  /** An open database, closed by the gateway: for those who count its round trips. */
  readonly database?: Database;
};

export type Running = {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
};

const party = 'gateway';
const sweepEveryMs = 15_000;
/** The API promises 24 hours; two more days let a client come back after a weekend. */
const keysKeptMs = 3 * 86_400_000;

export async function startGateway(
  input: ConfigInput,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(input);
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const publicUrl = config.publicUrl ?? `http://${config.host}:${port}`;

  const keyOf = (name: string) => loadOrCreateKey(join(config.keysFolder, `${name}.key`));
  const envelope = openEnvelope({ currentId: 'k1', keys: { k1: keyOf('card-data') } });
  const makeId = makerOfIds(clock);

  const { databaseUrl: at, schema } = config;
  const db = overrides.database ?? openDatabase({ url: at, schema, poolMax: 8, log, name: party });
  await migrate(db, migrations);
  await seedMerchants(db, config.merchants, { nowMs: clock.nowMs(), envelope });
  const directory = await openDirectory(db);
  const endpoints = await openEndpoints(db);

  const vault = openVault({
    envelope,
    fingerprintKey: keyOf('fingerprints'),
    cvcs: openCvcMemory(clock),
    makeId,
  });
  const connectors = await openConnectors();
  const connector = (provider: string): Connector => {
    const found = connectors.get(provider);
    assert(found !== undefined, `no acquirer ${provider} in the configuration`);
    return found;
  };

  const banks = httpClient({ timeoutMs: config.directoryServer.timeoutMs });
  const shops = httpClient({ timeoutMs: 10_000, bodyLimitBytes: 65_536 });
  const around = { publicUrl, clientSecrets: clientSecrets(keyOf('client-secrets')) };
  const recording = { makeId, endpoints };
  const authentication: AuthenticationMeans = {
    db,
    clock,
    log,
    makeId,
    makeUuid: randomUUID,
    http: banks,
    cardFor: vault.cardFor,
    envelope,
    dsUrl: config.directoryServer.url,
    timeoutMs: config.directoryServer.timeoutMs,
    server: () => ({
      referenceNumber: 'KASSA-3DS-SERVER-220',
      resultsUrl: `${publicUrl}/3ds/rreq`,
      notificationUrl: `${publicUrl}/3ds/notify`,
      acquirerBin: config.acquirers[0]?.acquirerBin ?? '',
    }),
  };
  const payments: PaymentMeans = {
    db,
    clock,
    log,
    makeId,
    owner: config.instance,
    merchant: directory.merchant,
    route: openRouter((provider) => connector(provider).isConnected()),
    connector,
    authenticate: authenticateCard(authentication),
    forgetCvc: vault.forgetCvc,
    followers: [announcePayments(recording, around), followPayment(recording, publicUrl)],
    inTurn: openTurns(),
    underWay: openUnderWay<PaymentView>(),
  };
  const continuation = {
    ...authentication,
    continueConfirm: (continuing: Parameters<typeof continueConfirm>[1]) =>
      continueConfirm(payments, continuing),
    loadPayment: (accountId: Parameters<typeof loadPayment>[1], intentId: string) =>
      loadPayment(db, accountId, intentId),
    results: openResultBoard(),
  };
  const delivery = { db, clock, log, http: shops, envelope, endpoints };

  const jobs = await openJobs({
    database: db,
    schema: `${config.schema}_jobs`,
    tasks: tasks({ payments, continuation, delivery }),
    concurrency: 3,
    clock,
    log,
  });
  // Before anybody can ask: what a crash left open is on its way to an end.
  await resolveLeftOpen(payments);
  await hurryAdvices();
  const sweeper = setInterval(() => {
    sweepOpen(payments).catch((error: unknown) => log.warn({ err: error }, 'the sweep failed'));
  }, sweepEveryMs);
  sweeper.unref();
  const sealer = startSealer(db, { everyMs: 1000, nowMs: clock.nowMs, log });

  const importAll = () => {
    const means = {
      ...recording,
      db,
      clock,
      log,
      http: banks,
      reports: reportsOf(config.acquirers),
    };
    return importSettlements(means, directory.all());
  };
  const schedule = await openSchedule({
    db,
    clock,
    log,
    tasks: [
      {
        name: 'import settlements',
        ...config.settlement,
        run: async () => void (await importAll()),
      },
      {
        name: 'forget old requests',
        at: '03:30',
        zone: config.settlement.zone,
        calendar: config.settlement.calendar,
        run: async () => void (await forgetOldRecords(db, clock.nowMs() - keysKeptMs)),
      },
    ],
  });
  const drain = async () => {
    await payments.underWay.idle();
    await jobs.runDue();
  };

  const pages = openCheckoutPages({
    sessions: hostedCheckout({ payments, vault, publicUrl }),
    nowMs: clock.nowMs,
    testCards: config.testCards,
    log,
  });
  const app = openHttp({
    name: party,
    log,
    errorsAs: (request) => {
      if (isApi(request)) return 'json';
      return request.headers.accept?.includes('text/html') ? 'html' : 'json';
    },
    errorMap: problemToApi,
  });
  registerApi(app, {
    db,
    clock,
    owner: config.instance,
    // Who knows the id of a session holds its page: it must not be the neighbour of another.
    makeId: (prefix) => (prefix === 'cs' ? makerOfIds(clock)(prefix) : makeId(prefix)),
    ...around,
    inputKey: keyOf('request-inputs'),
    directory,
    vault,
    payments,
    expireSession: expireSession(payments),
    keysRunning: new Set(),
  });
  pages.register(app);
  for (const one of plainLook.assets) asset(app, one.path, one);
  registerThreeDs(app, {
    ...continuation,
    merchant: directory.merchant,
    returnUrlOf: (view) => returnUrlOf(view, around),
    pages: challengePages(pages),
  });
  registerOperators(app, {
    db,
    clock,
    key: config.controlKey,
    party,
    schedule,
    jobs,
    connectors: [...connectors.values()],
    drain,
    importSettlements: importAll,
  });
  const url = await listen(app, { host: config.host, port });
  schedule.start();

  return {
    name: party,
    url,
    async stop() {
      await app.close();
      await payments.underWay.idle();
      clearInterval(sweeper);
      await schedule.stop();
      await jobs.stop();
      await sealer.stop();
      for (const one of connectors.values()) await one.close();
      await banks.close();
      await shops.close();
      await db.close();
    },
  };

  async function openConnectors(): Promise<ReadonlyMap<string, Connector>> {
    const stans = await openStans(db);
    const means = {
      cardFor: vault.cardFor,
      stans,
      clock,
      log,
      onLateApproval: (late: LateApproval) => void whenLate(late),
      onUp: () => void hurryAdvices().catch((error) => log.warn({ err: error }, 'not hurried')),
    };
    return new Map(
      config.acquirers.map((one) => {
        const { name, host, port: at, institutionId: id, countryCode, timeoutMs } = one;
        const institution = { id, countryCode };
        return [name, connectIso8583({ name, host, port: at, institution, timeoutMs }, means)];
      }),
    );
  }

  async function whenLate(late: LateApproval): Promise<void> {
    try {
      await reverseLateApproval(payments, late);
    } catch (error) {
      log.error({ err: error, rrn: late.rrn }, 'a late approval is not reversed');
    }
  }

  /** A line that is back, or a new start: what waits is told now, not at its next try. */
  async function hurryAdvices(): Promise<void> {
    for (const about of await findWaiting(db, 1000)) await db.commit(tellJob(about, undefined));
  }
}

function makerOfIds(clock: VirtualClock): IdMaker {
  return idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes });
}

function reportsOf(acquirers: readonly AcquirerConfig[]) {
  return (provider: string) => {
    const found = acquirers.find(({ name }) => name === provider);
    assert(found !== undefined, `no acquirer ${provider} in the configuration`);
    return { url: found.url, key: found.key };
  };
}

function challengePages(pages: CheckoutPages): ChallengePages {
  return {
    handOver: ({ merchant, acsUrl, creq, sessionData, lang, view }) =>
      pages.handOverPage({
        branding: brandingOf(merchant),
        acsUrl,
        creq,
        sessionData,
        lang,
        amount: view.intent.amount,
        isTest: true,
      }),
    returning: ({ merchant, url }) =>
      pages.returningPage({ branding: brandingOf(merchant), url, isTest: true }),
    waiting: ({ merchant, again }) => waitingPage(merchant, again),
    done: ({ merchant, view }) => donePage(merchant, view.intent.state.status),
    unknown: () => unknownPage(),
  };
}

/** Addresses are written into messages before the server listens, so 0 is chosen beforehand. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
