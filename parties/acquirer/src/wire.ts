// How the acquirer is put together, from top to bottom.

import { randomInt } from 'node:crypto';
import {
  migrations as control,
  openSchedule,
  registerControl,
  type Schedule,
} from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { type HttpApp, httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import type { Message } from '@kassa/iso8583';
import { migrations as ledger, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { authorize } from './authorizations/authorize.ts';
import { inquire } from './authorizations/inquire.ts';
import { verify } from './authorizations/verify.ts';
import { openBook, rememberBank } from './book/open-book.ts';
import { takeAdvice } from './captures/take-advice.ts';
import { openCardSafe } from './cards/card-safe.ts';
import { type Config, type ConfigInput, configSchema } from './config.ts';
import { type AnswerMeans, sendDueAnswers } from './disputes/send-answers.ts';
import { listenToGateways } from './gateway-line/listener.ts';
import { presentTo, transferTo } from './lines-out.ts';
import { contractsOf } from './merchants/contract.ts';
import { openLine } from './network-line/line.ts';
import { type Courier, openCourier } from './outbox/courier.ts';
import { addPages } from './pages/add-pages.ts';
import { addInstructionRoutes } from './payouts/instruction-routes.ts';
import { sendDuePayouts } from './payouts/send-payouts.ts';
import type { BankFacts, Ports, SendTransfer } from './ports.ts';
import { positions, prove } from './proof.ts';
import { recoverOpen, reverseLate } from './reversals/recover.ts';
import { reverse } from './reversals/reverse.ts';
import { hurry, sendDueReversals } from './reversals/sender.ts';
import { countWaitingReversals } from './reversals/store.ts';
import { addRoutes } from './routes.ts';
import { countUnmatched } from './settlement/store.ts';
import { payOutLate, tasksOf } from './tasks.ts';
import { trace } from './trace.ts';

export const migrations: readonly Migrations[] = [
  ledger,
  control,
  { name: 'acquirer', folder: new URL('../migrations/', import.meta.url) },
];

export type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };

export type Running = {
  readonly name: string;
  readonly url: string;
  /** Where gateways connect. */
  readonly iso8583Port: number;
  stop(): Promise<void>;
};

export async function startAcquirer(
  input: ConfigInput,
  overrides: Overrides = {},
): Promise<Running> {
  const config = configSchema.parse(input);
  const { party, host, clearingHouse, network: networkAt } = config;
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const db = openDatabase({ url: config.databaseUrl, schema: config.schema, log, name: party });
  await migrate(db, migrations);
  const makeId = idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes });
  await rememberBank(db, config);
  await openBook({ db, clock, makeId }, clearingHouse.liquidity);

  const network = openLine({
    ...networkAt,
    institutionId: config.institutionId,
    clock,
    log,
    firstStan: randomInt(999_999),
    onLate: (message) => whenLate(message).catch(stumbled),
    onUp: () => whenUp().catch(stumbled),
  });
  const ports: Ports = {
    db,
    clock,
    makeId,
    log,
    network,
    contracts: contractsOf(config.merchants),
    cards: openCardSafe(config.keysFolder),
    bank: bankOf(config),
  };
  const client = httpClient({ timeoutMs: 10_000 });
  const couriers = openCouriers(ports, {
    sendTransfer: transferTo(client, clearingHouse),
    sendDisputes: presentTo(client, networkAt, 'disputes'),
    networkInstitutionId: networkAt.institutionId,
  });
  const whenLate = async (message: Message) => {
    if (await reverseLate(ports, message)) couriers.reversals.wake();
  };
  const whenUp = async () => {
    await hurry(ports);
    couriers.reversals.wake();
  };
  const stumbled = (error: unknown) => log.error({ err: error }, 'after the line a step failed');
  await recoverOpen(ports);

  const tasks = tasksOf({
    ...ports,
    present: presentTo(client, networkAt),
    networkInstitutionId: networkAt.institutionId,
    wakePayouts: couriers.payouts.wake,
  });
  const schedule = await openSchedule({ db, clock, log, tasks });
  const sealer = startSealer(db, { everyMs: 1000, nowMs: clock.nowMs, log });
  const app = openHttp({ name: party, log, bodyLimitBytes: 5_242_880 });
  addDoors(app, { config, ports, couriers, schedule, clock });
  const listener = await listenToGateways({
    host,
    port: config.iso8583Port,
    signOnKey: config.gatewaySignOnKey,
    log,
    useCases: {
      authorize: (request) =>
        authorize({ ...ports, wakeReversals: couriers.reversals.wake }, request),
      verify: (request) => verify(ports, request),
      inquire: (inquiry) => inquire(ports, inquiry),
      reverse: (reversal) =>
        reverse({ ...ports, sendReversals: couriers.reversals.drain }, reversal),
      takeAdvice: (advice) => takeAdvice(ports, advice),
    },
  });
  const url = await listen(app, config);
  schedule.start();
  couriers.reversals.wake();
  couriers.payouts.wake();
  couriers.answers.wake();
  return {
    name: party,
    url,
    iso8583Port: listener.port,
    async stop() {
      await listener.close();
      await app.close();
      await schedule.stop();
      const ending = [couriers.reversals, couriers.payouts, couriers.answers, sealer];
      await Promise.all(ending.map((one) => one.stop()));
      await network.close();
      await client.close();
      await db.close();
    },
  };
}

function bankOf(config: Config): BankFacts {
  return {
    name: config.name,
    zone: config.zone,
    institutionId: config.institutionId,
    countryCode: config.countryCode,
    referenceBin: config.referenceBin,
    memberCode: config.clearingHouse.memberCode,
    settlementAccount: config.clearingHouse.account,
  };
}

type Couriers = {
  readonly reversals: Courier;
  readonly payouts: Courier;
  /** What merchants answer to disputes. */
  readonly answers: Courier;
};

type WaysOut = Omit<AnswerMeans, keyof Ports> & { readonly sendTransfer: SendTransfer };

function openCouriers(ports: Ports, ways: WaysOut): Couriers {
  const { clock, log } = ports;
  return {
    reversals: openCourier({
      name: 'reversals',
      clock,
      log,
      work: () => sendDueReversals(ports),
    }),
    payouts: openCourier({
      name: 'payouts',
      clock,
      log,
      work: () => sendDuePayouts({ ...ports, ...ways }),
    }),
    answers: openCourier({
      name: 'answers',
      clock,
      log,
      work: () => sendDueAnswers({ ...ports, ...ways }),
    }),
  };
}

type Inside = {
  readonly config: Config;
  readonly ports: Ports;
  readonly couriers: Couriers;
  readonly schedule: Schedule;
  readonly clock: VirtualClock;
};

/** What can be asked over HTTP: by the operator, by other programs, by people. */
function addDoors(app: HttpApp, { config, ports, couriers, schedule, clock }: Inside): void {
  const { db, network } = ports;
  registerControl(app, {
    key: config.controlKey,
    clock,
    db,
    party: config.party,
    schedule,
    drain: async () => {
      const { reversals, payouts, answers } = couriers;
      await Promise.all([reversals, payouts, answers].map((one) => one.drain()));
    },
    prove: () => prove(db),
    positions: () => positions(db),
    trace: (reference) => trace(db, reference),
    health: async () => {
      const unmatched = await countUnmatched(db);
      const waitingReversals = await countWaitingReversals(db);
      const isLineUp = network.isConnected();
      const details = { lineToNetwork: isLineUp, waitingReversals, unmatched };
      return { ok: isLineUp && unmatched === 0, details };
    },
  });
  addRoutes(app, {
    ...ports,
    gatewayKey: config.gatewayKey,
    deliveryKey: config.clearingHouse.deliveryKey,
    networkKey: config.network.key,
    wakeAnswers: couriers.answers.wake,
    onSettled: async () => {
      await payOutLate(ports);
      couriers.payouts.wake();
    },
  });
  addInstructionRoutes(app, {
    ...ports,
    gatewayKey: config.gatewayKey,
    wakePayouts: couriers.payouts.wake,
  });
  addPages(app, { ...ports, brand: config.brand, controlKey: config.controlKey });
}
