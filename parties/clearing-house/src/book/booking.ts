// Money moves between the members' accounts at the central bank here and nowhere else: one ledger
// transaction, and for each member the line that its statement will show.

import { type Unit, unit } from '@kassa/database';
import type { IdMaker } from '@kassa/ids';
import { openAccount, post, type TransactionId } from '@kassa/ledger';
import { type Money, negate } from '@kassa/money';
import type { PlainDate } from '@kassa/time';
import { lines, settlementPath } from './chart.ts';

/** One book for the whole house. */
export const bookId = 'klir';

export const movementKinds = [
  'LIQUIDITY',
  'NETSETTLEMENT',
  'CREDITTRANSFER',
  'RETURN',
  'LARGEVALUE',
  'SMALLVALUE',
] as const;
export type MovementKind = (typeof movementKinds)[number];

export type Movement = {
  readonly id: string;
  readonly member: string;
  /** As the member sees it: positive is money in. */
  readonly amount: Money;
  readonly bookedOn: PlainDate;
  readonly kind: MovementKind;
  readonly messageId?: string;
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly remittance?: string;
};

export type Booking = {
  readonly atMs: number;
  readonly description: string;
  readonly reference: string;
  readonly movements: readonly Movement[];
  /** What the central bank gives against its reserves; nothing when members pay one another. */
  readonly fromReserves?: Money;
};

/** Refused by the ledger as `insufficient_funds` if a member's account would go below its floor. */
export function book(booking: Booking, makeId: IdMaker): Unit {
  const { movements, fromReserves } = booking;
  const transactionId = makeId('ltx');
  const legs = movements.map(({ member, amount }) => ({
    account: settlementPath(member),
    name: `Settlement account of ${member}`,
    normal: lines.settlement.normal,
    // Who has no debit cap pays what it was paid before and nothing else, in any currency.
    floor: 0n,
    amount,
  }));
  const reserves = fromReserves && {
    account: lines.reserves.path,
    name: lines.reserves.name,
    normal: lines.reserves.normal,
    floor: null,
    amount: negate(fromReserves),
  };
  const all = reserves ? [...legs, reserves] : legs;
  return unit(
    // An account that is open already keeps the floor it was opened with.
    ...all.map(({ account: path, name, normal, floor, amount: { currency } }) =>
      openAccount({ accountId: bookId, path, currency, normal, floor, name }),
    ),
    post([
      {
        accountId: bookId,
        id: transactionId,
        at: booking.atMs,
        kind: 'posted',
        description: booking.description,
        reference: booking.reference,
        entries: all.map(({ account, amount }) => ({
          account,
          side: amount.minor > 0n ? ('credit' as const) : ('debit' as const),
          amount: amount.minor > 0n ? amount : negate(amount),
        })),
      },
    ]),
    { inserts: [{ table: 'movement', rows: rowsOf(booking, transactionId) }] },
  );
}

function rowsOf(booking: Booking, transactionId: TransactionId) {
  return booking.movements.map((movement) => ({
    id: movement.id,
    member: movement.member,
    currency: movement.amount.currency,
    amount: movement.amount.minor,
    booked_on: movement.bookedOn,
    booked_at_ms: booking.atMs,
    kind: movement.kind,
    message_id: movement.messageId ?? null,
    end_to_end_id: movement.endToEndId ?? null,
    counterparty: movement.counterparty ?? null,
    remittance: movement.remittance ?? null,
    transaction_id: transactionId,
  }));
}
