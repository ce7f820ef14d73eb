// Reading what an account saw.

import { column, type Database, type RawRow } from '@kassa/database';
import { type Currency, currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { isPlainDate, type PlainDate } from '@kassa/time';
import { type Movement, movementKinds } from '../book/booking.ts';

/** Every currency in which the member's account has moved up to that day. */
export function currenciesOf(db: Database, member: string, date: PlainDate): Promise<Currency[]> {
  return db.query(
    {
      text: `
        select distinct currency
        from movement
        where member = $1 and booked_on <= $2
        order by currency`,
      values: [member, date],
    },
    (row) => unwrap(currencyOf(column.text(row, 'currency'))),
  );
}

export async function balanceBefore(
  db: Database,
  member: string,
  currency: Currency,
  date: PlainDate,
): Promise<Money> {
  const minor = await db.one(
    {
      text: `
        select coalesce(sum(amount), 0) as total
        from movement
        where member = $1 and currency = $2 and booked_on < $3`,
      values: [member, currency, date],
    },
    (row) => column.big(row, 'total'),
  );
  return money(currency, minor ?? 0n);
}

export function movementsOn(
  db: Database,
  member: string,
  currency: Currency,
  date: PlainDate,
): Promise<Movement[]> {
  return db.query(
    {
      text: `
        select *
        from movement
        where member = $1 and currency = $2 and booked_on = $3
        order by id
        limit 10000`,
      values: [member, currency, date],
    },
    decodeMovement,
  );
}

/** Those that carry this reference: a message id or an end-to-end id. */
export function movementsAbout(
  db: Database,
  reference: string,
): Promise<(Movement & { readonly atMs: number })[]> {
  return db.query(
    {
      text: `
        select *
        from movement
        where message_id = $1 or end_to_end_id = $1
        order by id
        limit 200`,
      values: [reference],
    },
    (row) => ({ ...decodeMovement(row), atMs: column.integer(row, 'booked_at_ms') }),
  );
}

function decodeMovement(row: RawRow): Movement {
  const bookedOn = column.text(row, 'booked_on');
  if (!isPlainDate(bookedOn)) throw new Error(`booked_on is no date: ${bookedOn}`);
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const optional = {
    messageId: column.textOrNull(row, 'message_id'),
    endToEndId: column.textOrNull(row, 'end_to_end_id'),
    counterparty: column.textOrNull(row, 'counterparty'),
    remittance: column.textOrNull(row, 'remittance'),
  };
  return {
    id: column.text(row, 'id'),
    member: column.text(row, 'member'),
    amount: money(currency, column.big(row, 'amount')),
    bookedOn,
    kind: column.oneOf(row, 'kind', movementKinds),
    ...(optional.messageId !== null && { messageId: optional.messageId }),
    ...(optional.endToEndId !== null && { endToEndId: optional.endToEndId }),
    ...(optional.counterparty !== null && { counterparty: optional.counterparty }),
    ...(optional.remittance !== null && { remittance: optional.remittance }),
  };
}
