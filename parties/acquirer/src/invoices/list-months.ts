// The months of which a merchant may have an invoice, the latest first.

import type { Queries } from '@kassa/database';
import { paths } from '../book/chart.ts';
import { type Month, monthAt, monthsFrom, spanOf } from './month.ts';
import { type Charged, chargedMonths, hasItemsBefore } from './store.ts';

/** Three years at once. */
const monthsMax = 36;

export type MonthList = {
  readonly months: readonly Charged[];
  /** Before which the next page begins. */
  readonly older: Month;
  readonly hasOlder: boolean;
};

/** Those before a month; without one, all that are over and the one that runs. */
export async function listMonths(
  db: Queries,
  mid: string,
  asked: { readonly before: Month | undefined; readonly zone: string; readonly nowMs: number },
): Promise<MonthList> {
  const end = asked.before ?? monthsFrom(monthAt(asked.nowMs, asked.zone), 1);
  const months = Array.from({ length: monthsMax }, (_, index) => {
    const month = monthsFrom(end, -1 - index);
    return { month, ...spanOf(month, asked.zone) };
  });
  const charged = await chargedMonths(db, mid, { account: paths.merchant(mid), months });
  const older = monthsFrom(end, -monthsMax);
  const hasOlder = await hasItemsBefore(db, mid, spanOf(older, asked.zone).sinceMs);
  return { months: charged, older, hasOlder };
}
