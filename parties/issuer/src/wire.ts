// How a bank is put together, from top to bottom. Plava banka and Fjordbanken are two starts of it.

import { openSchedule, registerControl, type Task } from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { migrate, openDatabase } from '@kassa/database';
import { asset, type HttpApp, type HttpClient, httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { seal, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { asset as hashed } from '@kassa/pages';
import { addBankingDays, type VirtualClock, virtualClock } from '@kassa/time';
import { bookId } from './accounts/chart.ts';
import { positions, prove, recordIdentity, trace } from './accounts/prove.ts';
import type { Acs } from './acs/authentication.ts';
import { endAbandoned } from './acs/challenge.ts';
import { registerAcs, submitScript } from './acs/routes.ts';
import { startSweeper } from './acs/sweeper.ts';
import { expireHolds } from './authorization/expire-holds.ts';
import { listenIso8583 } from './authorization/listener.ts';
import { registerClearing } from './clearing/routes.ts';
import { returnSender } from './clearing/send-back.ts';
import type { IssuerConfig } from './config.ts';
import { endUnanswered } from './disputes/end-disputes.ts';
import { disputeSender } from './disputes/send-dispute.ts';
import { loadKeys } from './keys.ts';
import { bankTheme } from './look/brand.ts';
import { migrations } from './migrations.ts';
import { openCourier } from './outbox/courier.ts';
import { resultSender, smsSender } from './outbox/senders.ts';
import { registerPortal } from './portal/routes.ts';
import type { Bank } from './ports.ts';
import { seedBank } from './seed/seed.ts';
import { deliverStatements } from './statements/deliver-statements.ts';

export type Running = { readonly name: string; readonly url: string; stop(): Promise<void> };
export type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };

const peerTimeoutMs = 5000;
const sweepEveryMs = 5000;
const sealEveryMs = 2000;

export async function startIssuer(
  config: IssuerConfig,
  overrides: Overrides = {},
): Promise<Running> {
  const { party: name, host } = config;
  const log = overrides.log ?? openLog({ name, level: 'info' });
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const bank = await openBank(config, log, clock);
  const { db } = bank;

  const client = httpClient({ timeoutMs: peerTimeoutMs });
  const courier = openCourier(bank, {
    sms: smsSender(client, config.inboxUrl),
    rreq: resultSender(client, config.network),
    dispute: disputeSender(bank, client, config.network),
    return: returnSender(bank, client, config.clearingHouse),
  });
  const publicUrl = { base: config.url ?? '' };
  const acs: Acs = {
    bank,
    courier,
    challengeUrl: () => `${publicUrl.base}/acs/challenge`,
    referenceNumber: config.acs.referenceNumber,
    challengeAboveMinor: config.acs.challengeAboveMinor,
    challengesPerHour: config.acs.challengesPerHour,
    smsFrom: bank.name,
  };
  const schedule = await openSchedule({ db, clock, log, tasks: dailyTasks(bank, config, client) });
  const { signOnKey } = config.network;
  const listener = await listenIso8583(bank, { host, port: config.iso8583Port, signOnKey });
  const app = openApp(config, acs);
  registerControl(app, {
    key: config.controlKey,
    clock,
    db,
    party: name,
    schedule,
    prove: async () => {
      await seal(db, { nowMs: clock.nowMs() });
      return prove(db);
    },
    trace: (reference) => trace(db, reference),
    positions: () => positions(db),
    drain: async () => {
      await endAbandoned(acs);
      await courier.drain();
    },
    health: async () => ({
      ok: true,
      details: {
        networkConnections: listener.connections().filter((one) => one.isAdmitted()).length,
      },
    }),
  });

  const url = await listen(app, { host, port: config.port });
  publicUrl.base ||= url;
  const sealer = startSealer(db, { everyMs: sealEveryMs, nowMs: clock.nowMs, log });
  const sweeper = startSweeper(acs, sweepEveryMs);
  schedule.start();
  courier.wake();
  log.info({ url, iso8583Port: listener.port }, 'the bank is open');
  const stop = async () => {
    await listener.close();
    await app.close();
    for (const one of [sweeper, courier, schedule, sealer]) await one.stop();
    await client.close();
    await db.close();
  };
  return { name, url, stop };
}

/** Database, keys, book and customers. */
async function openBank(config: IssuerConfig, log: Log, clock: VirtualClock): Promise<Bank> {
  const { databaseUrl, schema, party, name, network, clearingHouse } = config;
  const db = openDatabase({ url: databaseUrl, schema, log, name: party });
  await migrate(db, migrations);
  const bank: Bank = {
    book: bookId,
    name,
    institutionId: config.institutionId,
    country: config.country,
    countryNumeric: config.countryNumeric,
    zone: config.zone,
    currency: config.currency,
    db,
    clock,
    log,
    makeId: idMaker({ nowMs: clock.nowMs, randomBytes: nodeEntropy.randomBytes }),
    keys: loadKeys(config.keysFolder),
  };
  const [networkParty, clearingHouseParty] = [network.party, clearingHouse.party];
  await recordIdentity(db, { party, name, networkParty, clearingHouseParty });
  await seedBank(bank, config.seed);
  return bank;
}

/** Everything on HTTP but the control door. */
function openApp(config: IssuerConfig, acs: Acs): HttpApp {
  const { bank } = acs;
  const theme = bankTheme({ name: bank.name, ...config.brand });
  const script = hashed('return', 'js', submitScript);
  const app = openHttp({ name: config.party, log: bank.log });
  for (const one of [...theme.assets, script]) asset(app, one.path, one);
  const { network, clearingHouse } = config;
  registerAcs(app, acs, { look: { theme, submitScript: script }, key: network.key });
  registerClearing(app, {
    bank,
    keys: { network: network.key, clearingHouse: clearingHouse.key },
    onTaken: acs.courier.wake,
  });
  registerPortal(app, {
    ...{ bank, theme, calendar: config.calendar },
    onClaimed: acs.courier.wake,
  });
  return app;
}

function dailyTasks(bank: Bank, config: IssuerConfig, client: HttpClient): readonly Task[] {
  const { calendar, statementsTo: orders } = config;
  return [
    {
      name: 'expire-holds',
      at: '03:00',
      zone: config.zone,
      calendar: config.calendar,
      run: async () => {
        const expired = await expireHolds(bank);
        bank.log.info({ expired }, 'holds expired');
      },
    },
    {
      name: 'end-disputes',
      at: '03:10',
      zone: config.zone,
      calendar: config.calendar,
      run: async () => {
        const ended = await endUnanswered(bank);
        bank.log.info({ ended }, 'unanswered disputes ended');
      },
    },
    {
      name: 'statements',
      at: '03:10',
      zone: config.zone,
      calendar,
      run: (today) =>
        deliverStatements({ bank, client, calendar, orders }, addBankingDays(calendar, today, -1)),
    },
  ];
}
