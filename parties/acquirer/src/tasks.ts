// The working day of the bank: cut-offs and payouts, one task for each hour that contracts name.

import type { Task } from '@kassa/control';
import { atZone, dateIn, isBankingDay } from '@kassa/time';
import { type CutOffMeans, cutOff } from './clearing/cut-off.ts';
import { expireDisputes } from './disputes/answer-dispute.ts';
import { hoursOf } from './merchants/working-day.ts';
import { payOut } from './payouts/pay-out.ts';
import type { Ports } from './ports.ts';

export type DayMeans = CutOffMeans & { readonly wakePayouts: () => void };

export function tasksOf(means: DayMeans): readonly Task[] {
  const cutOffs = hoursOf(means.contracts.all, 'cut-off').map(
    (hour): Task => ({ ...hour, run: (on) => cutOff(means, hour, on) }),
  );
  const payouts = hoursOf(means.contracts.all, 'payout').map(
    (hour): Task => ({
      ...hour,
      run: async (on) => {
        await payOut(means, hour.mids, on);
        means.wakePayouts();
      },
    }),
  );
  const deadlines = hoursOf(means.contracts.all, 'payout').map(
    ({ zone, calendar }): Task => ({
      name: `dispute deadlines ${zone} ${calendar}`,
      at: '06:00',
      zone,
      calendar,
      run: async () => void (await expireDisputes(means)),
    }),
  );
  return [...cutOffs, ...payouts, ...deadlines.slice(0, 1)];
}

/** Money that came after this morning's payouts is paid out the same day. */
export async function payOutLate(ports: Ports): Promise<void> {
  const nowMs = ports.clock.nowMs();
  for (const { at, zone, calendar, mids } of hoursOf(ports.contracts.all, 'payout')) {
    const today = dateIn(nowMs, zone);
    const hasPassed = nowMs >= atZone(today, at, zone);
    if (hasPassed && isBankingDay(calendar, today)) await payOut(ports, mids, today);
  }
}
