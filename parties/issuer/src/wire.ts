// How a bank is put together, from top to bottom. Plava banka and Fjordbanken are two starts of it.

import { migrations as control, openSchedule, registerControl } from '@kassa/control';
import { nodeEntropy } from '@kassa/crypto';
import { migrate, openDatabase } from '@kassa/database';
import { asset, httpClient, listen, openHttp } from '@kassa/http';
import { idMaker } from '@kassa/ids';
import { migrations as ledger, seal, startSealer } from '@kassa/ledger';
import { type Log, openLog } from '@kassa/log';
import { asset as hashed } from '@kassa/pages';
import { type VirtualClock, virtualClock } from '@kassa/time';
import { bookId } from './accounts/chart.ts';
import { positions, prove, recordIdentity, trace } from './accounts/prove.ts';
import type { Acs } from './acs/authentication.ts';
import { endAbandoned } from './acs/challenge.ts';
import { registerAcs, submitScript } from './acs/routes.ts';
import { startSweeper } from './acs/sweeper.ts';
import { expireHolds } from './authorization/expire-holds.ts';
import { listenIso8583 } from './authorization/listener.ts';
import { registerClearing } from './clearing/routes.ts';
import type { IssuerConfig } from './config.ts';
import { loadKeys } from './keys.ts';
import { bankTheme } from './look/brand.ts';
import { migrations } from './migrations.ts';
import { openCourier } from './outbox/courier.ts';
import { resultSender, smsSender } from './outbox/senders.ts';
import { registerPortal } from './portal/routes.ts';
import type { Bank } from './ports.ts';
import { seedBank } from './seed/seed.ts';

export type Running = { readonly name: string; readonly url: string; stop(): Promise<void> };
export type Overrides = { readonly clock?: VirtualClock; readonly log?: Log };

const peerTimeoutMs = 5000;
const sweepEveryMs = 5000;
const sealEveryMs = 2000;

export async function startIssuer(
  config: IssuerConfig,
  overrides: Overrides = {},
): Promise<Running> {
  const { databaseUrl, schema, host, party, name } = config;
  const log = overrides.log ?? openLog({ name: party, level: 'info' });
  const clock = overrides.clock ?? virtualClock({ offsetMs: config.clockOffsetMs });
  const db = openDatabase({ url: databaseUrl, schema, log, name: party });
  await migrate(db, [ledger, control, migrations]);

  const bank: Bank = {
    book: bookId,
    name,
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
  const { network, clearingHouse } = config;
  await recordIdentity(db, {
    party,
    name,
    networkParty: network.party,
    clearingHouseParty: clearingHouse.party,
  });
  await seedBank(bank, config.seed);

  const client = httpClient({ timeoutMs: peerTimeoutMs });
  const courier = openCourier(bank, {
    sms: smsSender(client, config.inboxUrl),
    rreq: resultSender(client, network.url),
  });
  const theme = bankTheme({ name, ...config.brand });
  const script = hashed('return', 'js', submitScript);
  const app = openHttp({ name: party, log });
  for (const one of [...theme.assets, script]) asset(app, one.path, one);

  const publicUrl = { base: config.url ?? '' };
  const acs: Acs = {
    bank,
    courier,
    challengeUrl: () => `${publicUrl.base}/acs/challenge`,
    referenceNumber: config.acs.referenceNumber,
    challengeAboveMinor: config.acs.challengeAboveMinor,
    smsFrom: name,
  };
  registerAcs(app, acs, { theme, submitScript: script });
  registerClearing(app, bank, { network: network.key, clearingHouse: clearingHouse.key });
  registerPortal(app, bank, theme);

  const schedule = await openSchedule({
    db,
    clock,
    log,
    tasks: [
      {
        name: 'expire-holds',
        at: '03:00',
        zone: config.zone,
        calendar: config.calendar,
        run: async () => void (await expireHolds(bank)),
      },
    ],
  });
  const listener = await listenIso8583(bank, { host, port: config.iso8583Port });
  registerControl(app, {
    key: config.controlKey,
    clock,
    party,
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
      details: { networkConnections: listener.connections().length },
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
    await sweeper.stop();
    await courier.stop();
    await schedule.stop();
    await sealer.stop();
    await client.close();
    await db.close();
  };
  return { name: party, url, stop };
}
