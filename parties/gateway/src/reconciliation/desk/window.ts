// From which day on a run looks at rows. The whole window once a week, while an exception is open, and
// when a person asks; else the last days, and as far back as something waits: what has matched long ago
// is dear to read again each day.

import { column, type Database } from '@kassa/database';
import type { DayNumber } from '../matching/source-row.ts';
import { dayOf } from '../sources/days.ts';
import type { Contract } from '../sources/gathered.ts';

/** Looked at so far back; exceptions that are older stay as they are. */
const wholeDays = 60;
/**
 * Before what still waits, since a row that waits for another may be told of some days after it. What has
 * matched is of use only to name what comes a second time: later than that it is unexpected at first, and
 * named when the whole window is looked at, a day later.
 */
const lastDays = 7;
const wholeEveryDays = 7;

export async function windowStart(
  db: Database,
  { accountId, provider }: Pick<Contract, 'accountId' | 'provider'>,
  { nowMs, askedBy }: { readonly nowMs: number; readonly askedBy: string },
): Promise<DayNumber> {
  const today = dayOf(nowMs);
  const whole = today - wholeDays;
  if (askedBy !== 'schedule') return whole;
  const known = await db.one(
    {
      name: 'reconciliation-window',
      text: `
        select
          (select r.started_at / 86400000 from reconciliation_run r
            where r.account_id = $1 and r.provider = $2
              and r.since_day <= r.started_at / 86400000 - $4
            order by r.id desc limit 1) as whole_day,
          (select min(e.raised_day) from reconciliation_expectation e
            where e.account_id = $1 and e.provider = $2 and e.state = 'waiting'
              and e.raised_day >= $3) as waiting_day,
          exists (select 1 from reconciliation_exception e
            where e.account_id = $1 and e.provider = $2 and e.state = 'open'
              and e.since_day >= $3) as is_open`,
      values: [accountId, provider, whole, wholeDays],
    },
    (row) => ({
      wholeDay: column.integerOrNull(row, 'whole_day'),
      waitingDay: column.integerOrNull(row, 'waiting_day'),
      isOpen: column.bool(row, 'is_open'),
    }),
  );
  if (known === undefined || known.wholeDay === null || known.isOpen) return whole;
  if (known.wholeDay <= today - wholeEveryDays) return whole;
  return Math.max(whole, Math.min(today, known.waitingDay ?? today) - lastDays);
}
