// A gateway with a history: so many payments of the first of two merchants, and a thousand of the other.

import { statfs } from 'node:fs/promises';
import { openDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { type BenchGateway, type GatewayPlace, settled } from './gateway-place.ts';
import { accountOf } from './gateway-settings.ts';
import { closedLoop } from './load.ts';
import { multiply } from './multiply.ts';
import { openPayer, type Payer } from './payer.ts';
import { progress } from './progress.ts';

export const few = 1_000;
const connections = 64;
/** Of one payment, with its indexes. */
const bytesEach = 11_000;
/** A sweep every 15 s gathers what can be searched. */
const sweptMs = 16_000;

export type Filled = { readonly gateway: BenchGateway; readonly payer: Payer };

/** Warm, and with a payer. */
export async function filled(place: GatewayPlace, payments: number): Promise<Filled> {
  await expectRoom(place, payments);
  const gateway = await place.start({ merchants: 2 });
  const first = await openPayer(gateway, 1, { merchants: 2 });
  for (const merchant of [0, 1]) await first.pay(merchant);
  first.close();
  await settled(gateway);
  progress(`the history of ${payments} payments is begun`);
  await new Promise((resolve) => setTimeout(resolve, sweptMs));
  const { url } = place.server;
  await using db = openDatabase({ url, schema: gateway.schema, log: silentLog, name: 'bench' });
  await multiply(db, accountOf(0), payments);
  await multiply(db, accountOf(1), few);
  const payer = await openPayer(gateway, connections);
  await closedLoop(payer.pay, { callers: connections, forMs: 5_000 });
  await settled(gateway);
  return { gateway, payer };
}

async function expectRoom({ server }: GatewayPlace, payments: number): Promise<void> {
  if (server.dataFolder === undefined) return;
  const { bavail, bsize } = await statfs(server.dataFolder);
  const wanted = payments * bytesEach;
  if (bavail * bsize > wanted) return;
  const gigabytes = Math.ceil(wanted / 2 ** 30);
  throw new Error(`${payments} payments need ${gigabytes} GB of disk: ask for fewer by --payments`);
}
