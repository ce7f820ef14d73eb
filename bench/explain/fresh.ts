// A fresh world that nobody has analyzed: PostgreSQL knows of its tables what we have told it when they
// were made, and picks indexes by that. One that reads many rows to give few is the wrong one.

import { join } from 'node:path';
import { openDatabase, runningEmbeddedUrl } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { ask } from '../ask.ts';
import type { Report } from '../report.ts';
import { startWorld, type World, withPlace } from '../world.ts';
import { explainFromNowOn } from './from-now-on.ts';
import { plansIn, sizeOf } from './plans.ts';
import { inVain, statementsOf } from './statements.ts';
import { pay, reconcile } from './use.ts';

const payments = 300;
const atOnce = 8;
const days = 3;
/** What a day's work may rightly look through; every payment of ours is more. */
const skippedMax = payments / 2;

export async function explainFresh(report: Report): Promise<void> {
  await withPlace(async (place) => {
    const first = await startWorld(place);
    try {
      const url = (await runningEmbeddedUrl(place.dataFolder, silentLog)) ?? '';
      await using db = openDatabase({
        url,
        schema: 'gateway',
        log: silentLog,
        name: 'bench',
      });
      await explainFromNowOn(db);
      // Nobody looks at the tables while we do.
      await db.exec(`alter system set autovacuum = off`);
      await db.exec(`select pg_reload_conf()`);
    } finally {
      await first.stop();
    }
    const logPath = join(place.dataFolder, 'postgres.log');
    const fromByte = await sizeOf(logPath);
    const world = await startWorld(place);
    try {
      for (let day = 0; day < days; day += 1) {
        await payAll(world);
        await nextDay(world);
      }
      await reconcile(world);
    } finally {
      await world.stop();
    }
    const statements = statementsOf(await plansIn(logPath, fromByte));
    const vain = inVain(statements, skippedMax);
    report.add('a fresh world, not analyzed', [
      { what: 'payments', value: payments * days, unit: '' },
      { what: 'different statements', value: statements.length, unit: '' },
      { what: `that read more than ${skippedMax} rows in vain`, value: vain.length, unit: '' },
    ]);
    for (const line of vain) console.log(line);
  });
}

async function payAll(world: World): Promise<void> {
  let left = payments;
  const goOn = async () => {
    while (left > 0) {
      left -= 1;
      await pay(world);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

async function nextDay({ port }: World): Promise<void> {
  const lobby = `http://127.0.0.1:${port}`;
  const { status } = await ask(`${lobby}/clock/next-business-day`, {}, undefined, {
    origin: lobby,
  });
  if (status !== 303) throw new Error(`the clock was answered ${status}`);
}
