// How the acquirer is put together, from top to bottom.

import { randomInt } from 'node:crypto';
import { migrations as control, openSchedule, registerControl, type Task } from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { type Migrations, migrate, openDatabase } from '@kassa/database';
import { httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { migrations as ledger, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { atZone, dateIn, isBankingDay, type VirtualClock, virtualClock } from '@kassa/time';
import { authorize } from './authorizations/authorize.ts';
import { openBook, rememberBank } from './book/open-book.ts';
import { takeAdvice } from './captures/take-advice.ts';
import { openCardSafe } from './cards/card-safe.ts';
import { cutOff } from './clearing/cut-off.ts';
import { type Config, type ConfigInput, configSchema } from './config.ts';
import { listenToGateways } from './gateway-line/listener.ts';
import { presentTo, transferTo } from './lines-out.ts';
import { contractsOf } from './merchants/contract.ts';
import { hoursOf } from './merchants/working-day.ts';
import { openLine } from './network-line/line.ts';
import { openCourier } from './outbox/courier.ts';
import { addPages } from './pages/add-pages.ts';
import { payOut } from './payouts/pay-out.ts';
import { sendDuePayouts } from './payouts/send-payouts.ts';
import type { BankFacts, Ports } from './ports.ts';
import { positions, prove } from './proof.ts';
import { recoverOpen, reverseLate } from './reversals/recover.ts';
import { reverse } from './reversals/reverse.ts';
import { hurry, sendDueReversals } from './reversals/sender.ts';
import { countWaitingReversals } from './reversals/store.ts';
import { addRoutes } from './routes.ts';
import { countUnmatched } from './settlement/store.ts';
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
  const { party, clearingHouse, network: networkAt } = config;
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const db = openDatabase({ url: config.databaseUrl, schema: config.schema, log, name: party });
  await migrate(db, migrations);
  const makeId = idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes });
  await rememberBank(db, config);
  await openBook({ db, clock, makeId }, clearingHouse.liquidity);

  const contracts = contractsOf(config.merchants);
  const cards = openCardSafe(config.keysFolder);
  const network = openLine({
    ...networkAt,
    institutionId: config.institutionId,
    clock,
    log,
    firstStan: randomInt(999_999),
    onLate: (message) => void whenLate(message),
    onUp: () => void whenUp(),
  });
  const ports: Ports = { db, clock, makeId, log, contracts, cards, network, bank: bankOf(config) };
  const client = httpClient({ timeoutMs: 10_000 });
  const sendTransfer = transferTo(client, clearingHouse);

  const reversals = openCourier({
    name: 'reversals',
    clock,
    log,
    work: () => sendDueReversals(ports),
  });
  const payouts = openCourier({
    name: 'payouts',
    clock,
    log,
    work: () => sendDuePayouts({ ...ports, sendTransfer }),
  });
  const whenLate = async (message: Parameters<typeof reverseLate>[1]) => {
    if (await reverseLate(ports, message)) reversals.wake();
  };
  const whenUp = async () => {
    await hurry(ports);
    reversals.wake();
  };
  await recoverOpen(ports);

  const payoutHours = hoursOf(contracts.all, 'payout');
  const cutOffTasks = hoursOf(contracts.all, 'cut-off').map(
    (hour): Task => ({
      ...hour,
      run: (on) =>
        cutOff(
          {
            ...ports,
            present: presentTo(client, networkAt),
            networkInstitutionId: networkAt.institutionId,
          },
          hour,
          on,
        ),
    }),
  );
  const payoutTasks = payoutHours.map(
    (hour): Task => ({
      ...hour,
      run: async (on) => {
        await payOut(ports, hour.mids, on);
        payouts.wake();
      },
    }),
  );
  /** Money that came after this morning's payouts is paid out the same day. */
  const payOutLate = async () => {
    for (const { at, zone, calendar, mids } of payoutHours) {
      const today = dateIn(clock.nowMs(), zone);
      const hasPassed = clock.nowMs() >= atZone(today, at, zone);
      if (hasPassed && isBankingDay(calendar, today)) await payOut(ports, mids, today);
    }
    payouts.wake();
  };

  const schedule = await openSchedule({ db, clock, log, tasks: [...cutOffTasks, ...payoutTasks] });
  const sealer = startSealer(db, { everyMs: 1000, nowMs: clock.nowMs, log });
  const app = openHttp({ name: party, log, bodyLimitBytes: 5_242_880 });
  registerControl(app, {
    key: config.controlKey,
    clock,
    party,
    schedule,
    drain: async () => {
      await reversals.drain();
      await payouts.drain();
    },
    prove: () => prove(db),
    positions: () => positions(db),
    trace: (reference) => trace(db, reference),
    health: async () => {
      const unmatched = await countUnmatched(db);
      const waitingReversals = await countWaitingReversals(db);
      const details = { lineToNetwork: network.isConnected(), waitingReversals, unmatched };
      return { ok: unmatched === 0, details };
    },
  });
  addRoutes(app, {
    ...ports,
    gatewayKey: config.gatewayKey,
    deliveryKey: clearingHouse.deliveryKey,
    onSettled: payOutLate,
  });
  addPages(app, { ...ports, brand: config.brand, controlKey: config.controlKey });
  const listener = await listenToGateways({
    host: config.host,
    port: config.iso8583Port,
    log,
    useCases: {
      authorize: (request) => authorize({ ...ports, wakeReversals: reversals.wake }, request),
      reverse: (reversal) => reverse({ ...ports, sendReversals: reversals.drain }, reversal),
      takeAdvice: (advice) => takeAdvice(ports, advice),
    },
  });
  const url = await listen(app, config);
  schedule.start();
  reversals.wake();
  payouts.wake();
  return {
    name: party,
    url,
    iso8583Port: listener.port,
    async stop() {
      await listener.close();
      await app.close();
      await schedule.stop();
      await Promise.all([reversals.stop(), payouts.stop(), sealer.stop()]);
      await network.close();
      await client.close();
      await db.close();
    },
  };
}

function bankOf(config: Config): BankFacts {
  return {
    name: config.name,
    institutionId: config.institutionId,
    countryCode: config.countryCode,
    referenceBin: config.referenceBin,
    memberCode: config.clearingHouse.memberCode,
    settlementAccount: config.clearingHouse.account,
  };
}
