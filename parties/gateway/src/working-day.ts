// What the gateway does at its hours: it hears from the acquirers what they settled, holds its sources
// against one another, tells the acquirers what to pay out, says how merchants stand with the networks,
// and forgets what it need not keep.

import type { Task } from '@kassa/control';
import type { Config } from './config.ts';
import { judgeMerchants } from './disputes/rates/judge-merchants.ts';
import { forgetOld } from './forget-old.ts';
import { goThrough } from './go-through.ts';
import { importReturns, sendPayouts } from './payouts/payout-day.ts';
import type { SendingMeans } from './payouts/ports.ts';
import { reconcileAll } from './reconciliation/desk/run.ts';
import { importFrom } from './settlement/import-all.ts';

export type WorkingDay = {
  readonly tasks: readonly Task[];
  /** At once, however late it is. */
  readonly importAll: () => Promise<number>;
  readonly sendPayouts: () => Promise<number>;
  /** How many exceptions there are. */
  readonly reconcile: (askedBy: string) => Promise<number>;
};

export function workingDay(
  hours: Pick<Config, 'settlement' | 'reconciliation' | 'payouts' | 'wireLogDays'>,
  means: SendingMeans,
): WorkingDay {
  const { settlement, reconciliation, payouts, wireLogDays } = hours;
  const { db, clock, directory } = means;
  const importTold = importFrom(means, directory);
  const importAll = () => goThrough([importTold, () => importReturns(means)], (one) => one());
  const reconcile = (askedBy: string) => reconcileAll(means, askedBy);
  const send = () => sendPayouts(means);
  return {
    importAll,
    sendPayouts: send,
    reconcile,
    tasks: [
      { name: 'import settlements', ...settlement, run: async () => void (await importAll()) },
      { name: 'reconcile', ...reconciliation, run: async () => void (await reconcile('schedule')) },
      { name: 'send payouts', ...payouts, run: async () => void (await send()) },
      {
        // When the day's disputes and sales are known: after every import of the day.
        ...{ name: 'judge dispute rates', ...settlement, at: '22:00' },
        run: async () => void (await judgeMerchants(means, settlement.zone)),
      },
      {
        ...{ name: 'forget old requests', ...settlement, at: '03:30' },
        run: () => forgetOld(db, clock.nowMs(), { wireLogDays }),
      },
    ],
  };
}
