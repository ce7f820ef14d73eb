// Sums of what is under way to a merchant, by day and currency.

import { column, type Queries } from '@kassa/database';
import { type Currency, currencyOf } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import { dateOrNull } from '../captures/store.ts';

/** In minor units. */
export type Arriving = {
  readonly on: PlainDate;
  readonly currency: Currency;
  /** Net, as far as fees are known. */
  readonly salesMinor: bigint;
  /** What of them will be held back. */
  readonly heldMinor: bigint;
  readonly releasedMinor: bigint;
  /** How many of them the network has not priced. */
  readonly unpriced: number;
};

/** A year of days in ten currencies. */
const rowsMax = 4_000;

export function arriving(db: Queries, mid: string, today: PlainDate): Promise<Arriving[]> {
  return db.query(
    {
      text: `
        select day, currency, sum(sales)::bigint as sales, sum(held)::bigint as held,
          sum(released)::bigint as released, sum(unpriced) as unpriced
        from (
          select coalesce(value_on, expected_on, $2::date) as day, currency,
            item_net(kind, amount, fee) as sales,
            case when reserve_id is null then reserved else 0 end as held,
            0 as released,
            case when margin is not null and interchange is null then 1 else 0 end as unpriced
          from item
          where mid = $1 and payout_id is null and state <> 'rejected'
          union all
          select value_on, currency, 0,
            case kind when 'hold' then amount else 0 end,
            case kind when 'release' then amount else 0 end, 0
          from reserve_movement
          where mid = $1 and payout_id is null
          union all
          select release_on, currency, 0, 0, amount, 0
          from reserve_movement
          where mid = $1 and kind = 'hold' and not is_released
        ) under_way
        group by day, currency
        order by day, currency
        limit $3`,
      values: [mid, today, rowsMax],
    },
    (row) => {
      const on = dateOrNull(row, 'day');
      assert(on, 'a sum has its day');
      return {
        on,
        currency: unwrap(currencyOf(column.text(row, 'currency'))),
        salesMinor: column.big(row, 'sales'),
        heldMinor: column.big(row, 'held'),
        releasedMinor: column.big(row, 'released'),
        unpriced: column.integer(row, 'unpriced'),
      };
    },
  );
}
