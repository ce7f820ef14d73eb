// A task of the working day: counts the month that runs, and the one that has ended, and says how every
// merchant stands with the networks. Who has come to stand worse is told of once, not every night.

import { type Database, unit } from '@kassa/database';
import type { Log } from '@kassa/log';
import { Bug } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { goThrough } from '../../go-through.ts';
import { idFrom } from '../../ids.ts';
import type { MerchantDirectory } from '../../merchants/directory.ts';
import { brandsIn, figuresOf } from './figures.ts';
import { judge, rankOf, worstOf } from './judge.ts';
import { addMonths, type Month, monthIn, monthsUntil } from './month.ts';
import {
  countSales,
  type Judged,
  merchantsAfter,
  readCounted,
  recordStanding,
  standingsOf,
  wholeMonths,
} from './store.ts';

export type RatesMeans = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly directory: Pick<MerchantDirectory, 'merchant'>;
};

/** Shown are twelve; the first of them is divided by the sales of the month before it. */
export const monthsShown = 12;

/** How many stand worse than before. Throws at the end if some could not be judged. */
export async function judgeMerchants(means: RatesMeans, zone: string): Promise<number> {
  let after = '';
  let worse = 0;
  for (;;) {
    const some = await merchantsAfter(means.db, after);
    worse += await goThrough(some, (accountId) => judgeMerchant(means, accountId, zone));
    const last = some.at(-1);
    if (last === undefined) return worse;
    after = last;
  }
}

async function judgeMerchant(means: RatesMeans, accountId: string, zone: string): Promise<number> {
  const { db, clock, directory } = means;
  const nowMs = clock.nowMs();
  const running = monthIn(nowMs, zone);
  await countMonths(means, accountId, { running, zone });
  const { country } = await directory.merchant(idFrom('acct', accountId));
  // The network judges a month when it has ended; the one that runs is a warning in time.
  const months = monthsUntil(running, 3);
  const from = addMonths(running, -2);
  const counted = await readCounted(db, [accountId], { from, zone });
  const known = await standingsOf(db, accountId);
  const brands = new Set([...brandsIn(counted), ...known.map(({ brand }) => brand)]);
  const judged = [...brands].map((brand): Judged => {
    const [before, last, now] = figuresOf(counted, brand, months);
    if (!before || !last || !now) throw new Bug('three months are three figures');
    const merchant = { brand, country };
    const worst = worstOf([...judge(merchant, now, last), ...judge(merchant, last, before)]);
    const was = known.find((one) => one.brand === brand)?.rank ?? 0;
    return { accountId, brand, worst, was };
  });
  const done = await db.commit(unit(...judged.map((one) => recordStanding(one, nowMs))));
  if (done.ok) return tell(means, judged);
  const { error } = done;
  // Two at once: the other one has told.
  if (error.code === 'refused' && error.reason === 'standing_moved') return 0;
  if (error.code === 'conflict') return 0;
  throw new Bug(`a standing is not recorded: ${JSON.stringify(error)}`);
}

type Counting = { readonly running: Month; readonly zone: string };

async function countMonths(
  { db, clock }: RatesMeans,
  accountId: string,
  { running, zone }: Counting,
): Promise<void> {
  const whole = await wholeMonths(db, accountId);
  for (const month of monthsUntil(running, monthsShown + 1)) {
    if (whole.has(month)) continue;
    const done = await db.commit(countSales({ accountId, month, zone }, clock.nowMs()));
    if (!done.ok) throw new Bug(`sales are not counted: ${JSON.stringify(done.error)}`);
  }
}

function tell({ log }: RatesMeans, judged: readonly Judged[]): number {
  const worse = judged.filter(({ worst, was }) => worst !== undefined && rankOf(worst) > was);
  for (const { accountId, brand, worst } of worse) {
    const programme = worst?.programme.name;
    const told = { account: accountId, brand, programme, month: worst?.month, share: worst?.share };
    const what = worst?.standing === 'near' ? 'is near' : 'has reached';
    log.warn(told, `a merchant ${what} the dispute thresholds of a network`);
  }
  return worse.length;
}
