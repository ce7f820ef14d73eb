// The queries of what we send back.

import { column, type Queries, type Unit } from '@kassa/database';
import { type Money, money } from '@kassa/money';
import { currencyIn } from '../cards/decode-card.ts';

export type SentBack = {
  /** Also the id of the message. */
  readonly returnId: string;
  readonly originalReference: string;
  readonly endToEndId: string;
  readonly isCollection: boolean;
  readonly amount: Money;
  readonly reason: string;
  readonly madeAtMs: number;
};

export function recordReturn(one: SentBack): Unit {
  const row = {
    return_id: one.returnId,
    original_reference: one.originalReference,
    end_to_end_id: one.endToEndId,
    is_collection: one.isCollection,
    currency: one.amount.currency,
    minor: one.amount.minor,
    reason: one.reason,
    made_at_ms: one.madeAtMs,
    state: 'under_way',
  };
  return { inserts: [{ table: 'payment_return', rows: [row] }] };
}

/** Refused as the guard `return_under_way` if it was booked before. */
export function markReturnSettled(returnId: string): Unit {
  return {
    updates: [
      {
        as: 'return_under_way',
        table: 'payment_return',
        key: { return_id: returnId },
        expect: { state: 'under_way' },
        set: { state: 'settled' },
      },
    ],
  };
}

export function findReturn(db: Queries, returnId: string): Promise<SentBack | undefined> {
  return db.one(
    {
      name: 'issuer_return',
      text: 'select * from payment_return where return_id = $1',
      values: [returnId],
    },
    (row) => ({
      returnId: column.text(row, 'return_id'),
      originalReference: column.text(row, 'original_reference'),
      endToEndId: column.text(row, 'end_to_end_id'),
      isCollection: column.bool(row, 'is_collection'),
      amount: money(currencyIn(row, 'currency'), column.big(row, 'minor')),
      reason: column.text(row, 'reason'),
      madeAtMs: column.integer(row, 'made_at_ms'),
    }),
  );
}
