// What the gateway does at its hours: it hears from the acquirers what they settled, tells them what to
// pay out, and forgets what it need not keep.

import type { Task } from '@kassa/control';
import type { Config } from './config.ts';
import { forgetOld } from './forget-old.ts';
import { goThrough } from './go-through.ts';
import { importReturns, sendPayouts } from './payouts/payout-day.ts';
import type { SendingMeans } from './payouts/ports.ts';
import { importFrom } from './settlement/import-all.ts';

export type WorkingDay = {
  readonly tasks: readonly Task[];
  /** At once, however late it is. */
  readonly importAll: () => Promise<number>;
  readonly sendPayouts: () => Promise<number>;
};

export function workingDay(
  { settlement, payouts, wireLogDays }: Pick<Config, 'settlement' | 'payouts' | 'wireLogDays'>,
  means: SendingMeans,
): WorkingDay {
  const { db, clock, directory } = means;
  const importTold = importFrom(means, directory);
  const importAll = () => goThrough([importTold, () => importReturns(means)], (one) => one());
  const send = () => sendPayouts(means);
  return {
    importAll,
    sendPayouts: send,
    tasks: [
      { name: 'import settlements', ...settlement, run: async () => void (await importAll()) },
      { name: 'send payouts', ...payouts, run: async () => void (await send()) },
      {
        ...{ name: 'forget old requests', ...settlement, at: '03:30' },
        run: () => forgetOld(db, clock.nowMs(), { wireLogDays }),
      },
    ],
  };
}
