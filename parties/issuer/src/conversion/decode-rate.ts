import { column, type RawRow } from '@kassa/database';
import { currencyIn } from '../cards/decode-card.ts';
import type { Rate } from './convert.ts';

/** The newest rate between the currency of the card `c` and another, as `r`; `place` is its parameter. */
export const newestRate = (place: string): string => `
  left join lateral (
    select x.exchange_rate_id, x.sold, x.bought, x.rate
    from exchange_rate x
    where c.currency <> ${place}
      and ((x.sold = ${place} and x.bought = c.currency)
        or (x.sold = c.currency and x.bought = ${place}))
    order by x.quoted_at_ms desc, x.exchange_rate_id desc
    limit 1
  ) r on true`;

export const rateColumns = 'r.exchange_rate_id, r.sold, r.bought, r.rate';

export function rateIn(row: RawRow): Rate | undefined {
  return row['exchange_rate_id'] === null ? undefined : decodeRate(row);
}

export function decodeRate(row: RawRow): Rate {
  return {
    exchangeRateId: column.text(row, 'exchange_rate_id'),
    sold: currencyIn(row, 'sold'),
    bought: currencyIn(row, 'bought'),
    rate: column.text(row, 'rate'),
  };
}
