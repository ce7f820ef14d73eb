// What of the gateway goes on by itself, beside the door: jobs, the sealer, the sweep, the working day.

import { openSchedule } from '@kassa/control';
import { openJobs } from '@kassa/jobs';
import { startSealer } from '@kassa/ledger';
import type { Config } from './config.ts';
import { desksOf } from './connectors/acquirers.ts';
import { hurryAdvices } from './payments/line-news.ts';
import { findOwnLeft, resolveEach, sweepOpen } from './payments/resolve-open.ts';
import { hurryOldPayments } from './search/index-old-payments.ts';
import { gatherTerms } from './search/store.ts';
import { resolveSetupsLeftOpen } from './setups/resolve-open.ts';
import { tasks } from './tasks.ts';
import { deliverLeft } from './webhooks/deliveries/deliver-events.ts';
import type { Ground, Rooms } from './wire.ts';
import { workingDay } from './working-day.ts';

export type Work = Awaited<ReturnType<typeof startWork>>;

const sweepEveryMs = 15_000;
const leftOpenPatienceMs = 5_000;

export async function startWork(config: Config, ground: Ground, rooms: Rooms) {
  const { db, clock, log, recording, directory } = ground;
  const { payments, setups, continuation, banks, webhooks } = rooms;
  const atDesks = {
    ...{ ...recording, db, clock, log, directory, http: banks },
    ...{ desks: desksOf(config.acquirers), payoutHour: config.payouts },
  };
  // Before the jobs run, which claim under the same name.
  await deliverLeft(webhooks.delivery);
  const jobs = await openJobs({
    database: db,
    schema: `${config.schema}_jobs`,
    tasks: tasks({
      ...{ recording, payments, setups, continuation, delivery: webhooks.delivery },
      ...{ disputes: atDesks, payouts: atDesks },
      telling: { db, recording, around: ground },
    }),
    concurrency: 8,
    madeBy: ['announce_events'],
    clock,
    log,
  });
  // Before anybody can ask: what a crash left open is on its way to an end. For banks that do not answer
  // the door stays closed for a moment only; who asks for such a payment has it repaired.
  const resolving = resolveEach(payments, await findOwnLeft(payments)).catch((error: unknown) =>
    log.warn({ err: error }, 'what was left open is not resolved yet; the sweep goes on with it'),
  );
  await Promise.race([resolving, payments.pause(leftOpenPatienceMs)]);
  await resolveSetupsLeftOpen(setups, setups.owner);
  await hurryAdvices(payments);
  await hurryOldPayments(
    payments,
    directory.all().map(({ accountId }) => accountId),
  );
  const sweeper = setInterval(() => {
    const failed = (error: unknown) => log.warn({ err: error }, 'the sweep failed');
    const sweeps = [sweepOpen(payments), resolveSetupsLeftOpen(setups, ''), gatherTerms(db)];
    Promise.all(sweeps).catch(failed);
  }, sweepEveryMs);
  sweeper.unref();
  const sealer = startSealer(db, { everyMs: 1000, nowMs: clock.nowMs, log });
  const day = workingDay(config, atDesks);
  const schedule = await openSchedule({ db, clock, log, tasks: day.tasks });
  return {
    jobs,
    schedule,
    day,
    async drain() {
      await Promise.race([resolving, payments.pause(leftOpenPatienceMs)]);
      await payments.underWay.idle();
      await setups.underWay.idle();
      await jobs.runDue();
    },
    async stop() {
      clearInterval(sweeper);
      await schedule.stop();
      await jobs.stop();
      await sealer.stop();
    },
  };
}
