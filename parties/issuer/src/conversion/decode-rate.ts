import { column, type RawRow } from '@kassa/database';
import { currencyIn } from '../cards/decode-card.ts';
import type { Rate } from './convert.ts';

export function decodeRate(row: RawRow): Rate {
  return {
    exchangeRateId: column.text(row, 'exchange_rate_id'),
    sold: currencyIn(row, 'sold'),
    bought: currencyIn(row, 'bought'),
    rate: column.text(row, 'rate'),
  };
}
