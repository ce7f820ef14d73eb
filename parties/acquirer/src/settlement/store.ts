// Rows of what the clearing house told, and the batches that wait for their money.

import { column, type Database, type Unit } from '@kassa/database';
import { type Currency, currencyOf, type Money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { PlainDate } from '@kassa/time';
import type { OpenBatch } from './match.ts';

export type NewAdvice = {
  readonly reference: string;
  readonly kind: string;
  readonly messageId: string | undefined;
  readonly endToEndId: string | undefined;
  /** Positive is money in. */
  readonly amount: Money;
  readonly bookedOn: PlainDate;
  readonly atMs: number;
  readonly isMatched: boolean;
};

/** Refused as the conflict `settlement_advice_pk` if it was told before. */
export function recordAdvice(advice: NewAdvice): Unit {
  const row = {
    reference: advice.reference,
    kind: advice.kind,
    message_id: advice.messageId ?? null,
    end_to_end_id: advice.endToEndId ?? null,
    currency: advice.amount.currency,
    amount: advice.amount.minor,
    booked_on: advice.bookedOn,
    received_at_ms: advice.atMs,
    is_matched: advice.isMatched,
  };
  return { inserts: [{ table: 'settlement_advice', rows: [row] }] };
}

/** Advices that waited for others to add up with. */
export function recordMatched(references: readonly string[]): Unit {
  return {
    updates: references.map((reference) => ({
      as: 'advice_unmatched',
      table: 'settlement_advice',
      key: { reference },
      expect: { is_matched: false },
      set: { is_matched: true },
    })),
  };
}

export function settleItems(batches: readonly string[], currency: Currency, atMs: number): Unit {
  if (batches.length === 0) return {};
  const arg = [{ batches, currency, atMs }];
  return {
    calls: [
      { fn: 'item_settled', arg },
      { fn: 'dispute_settled', arg },
    ],
  };
}

export async function isAdviceKnown(db: Database, reference: string): Promise<boolean> {
  const found = await db.one(
    {
      name: 'advice_known',
      text: 'select 1 as one from settlement_advice where reference = $1',
      values: [reference],
    },
    () => true,
  );
  return found ?? false;
}

/** Batches and files of disputes, in the order in which the network took them. */
export function openBatches(db: Database, currency: Currency): Promise<OpenBatch[]> {
  return db.query(
    {
      text: `
        select id, sum(net)::bigint as net
        from (
          select b.id, b.answered_at_ms as taken_at_ms,
            case i.kind when 'capture' then i.amount else -i.amount end
              - i.interchange - i.scheme_fee as net
          from item i
          join batch b on b.id = i.batch_id
          where i.state = 'cleared' and i.currency = $1
          union all
          select file_id, taken_at_ms, amount
          from dispute_movement
          where settled_at_ms is null and currency = $1
        ) open
        group by id, taken_at_ms
        order by taken_at_ms nulls last, id`,
      values: [currency],
    },
    (row) => ({ batchId: column.text(row, 'id'), netMinor: column.big(row, 'net') }),
  );
}

export type Unmatched = { readonly reference: string; readonly amountMinor: bigint };

export function unmatchedAdvices(db: Database, currency: Currency): Promise<Unmatched[]> {
  return db.query(
    {
      text: `
        select reference, amount
        from settlement_advice
        where not is_matched and currency = $1 and kind = 'NETSETTLEMENT'
        order by received_at_ms, reference
        limit 100`,
      values: [currency],
    },
    (row) => ({ reference: column.text(row, 'reference'), amountMinor: column.big(row, 'amount') }),
  );
}

/** Money that came, or went, and belongs to nothing we know: for the operator to look at. */
export async function countUnmatched(db: Database): Promise<number> {
  const found = await db.one(
    { text: 'select count(*) as advices from settlement_advice where not is_matched' },
    (row) => column.integer(row, 'advices'),
  );
  return found ?? 0;
}

/** Currencies in which cleared items wait that were taken before a date. */
export function currenciesWaiting(db: Database, before: PlainDate): Promise<Currency[]> {
  return db.query(
    {
      text: `
        select distinct i.currency
        from item i
        join batch b on b.id = i.batch_id
        where i.state = 'cleared' and b.business_date < $1
        union
        select currency
        from dispute_movement
        where settled_at_ms is null and business_date < $1`,
      values: [before],
    },
    (row) => unwrap(currencyOf(column.text(row, 'currency'))),
  );
}
