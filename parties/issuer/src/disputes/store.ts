// The queries of disputes.

import { column, type Queries, type RawRow, type Row, type Unit } from '@kassa/database';
import { money } from '@kassa/money';
import { currencyIn } from '../cards/decode-card.ts';
import { type ClaimReason, claimReasons, type Dispute, disputeStates } from './dispute.ts';

/** A booked presentment, with what a claim is decided by. */
export type Booked = Omit<
  Dispute,
  'id' | 'reason' | 'state' | 'claimedAtMs' | 'representedAtMs'
> & {
  readonly isPurchase: boolean;
  readonly isDisputed: boolean;
  readonly refundedMinor: bigint;
  readonly bookedAtMs: number;
};

export function findBooked(db: Queries, arn: string): Promise<Booked | undefined> {
  return db.one(
    {
      name: 'issuer_disputable',
      text: `
        select p.*, coalesce(a.is_authenticated, false) as is_authenticated, d.arn is not null as is_disputed,
          (
            select coalesce(sum(r.amount_minor), 0)::bigint
            from presentment r
            where r.authorization_id = p.authorization_id and r.kind = 'refund'
          ) as refunded_minor
        from presentment p
        left join card_authorization a on a.authorization_id = p.authorization_id
        left join dispute d on d.arn = p.arn
        where p.arn = $1`,
      values: [arn],
    },
    (row) => ({
      ...partsOf(row),
      isPurchase: column.text(row, 'kind') === 'purchase',
      isDisputed: column.bool(row, 'is_disputed'),
      refundedMinor: column.big(row, 'refunded_minor'),
      bookedAtMs: column.integer(row, 'booked_at_ms'),
    }),
  );
}

export type Planned = { readonly arn: string; readonly reason: ClaimReason };

/** Purchases on the statements of holders who dispute whatever they buy, and have not yet. */
export function findPlanned(db: Queries, limit: number): Promise<Planned[]> {
  return db.query(
    {
      text: `
        select p.arn, c.dispute_plan
        from card c
        join presentment p on p.card_id = c.card_id and p.kind = 'purchase'
        where c.dispute_plan is not null
          and not exists (select 1 from dispute d where d.arn = p.arn)
        order by p.arn
        limit $1`,
      values: [limit],
    },
    (row) => ({
      arn: column.text(row, 'arn'),
      reason: column.oneOf(row, 'dispute_plan', claimReasons),
    }),
  );
}

export function insertDispute(dispute: Dispute, ended?: { readonly endReason: string }): Unit {
  const row = {
    dispute_id: dispute.id,
    arn: dispute.arn,
    rrn: dispute.rrn,
    acquirer_id: dispute.acquirerId,
    card_id: dispute.cardId,
    bank_account_id: dispute.bankAccountId,
    merchant_name: dispute.merchantName,
    reason: dispute.reason,
    is_authenticated: dispute.isAuthenticated,
    amount_minor: dispute.amount.minor,
    currency: dispute.amount.currency,
    billed_minor: dispute.billed.minor,
    billed_currency: dispute.billed.currency,
    conversion_fee_minor: dispute.conversionFeeMinor,
    state: dispute.state,
    claimed_at_ms: dispute.claimedAtMs,
    ended_at_ms: ended ? dispute.claimedAtMs : null,
    end_reason: ended?.endReason ?? null,
  };
  return { inserts: [{ table: 'dispute', rows: [row] }] };
}

/** Refused as the guard `dispute_as_it_was` if something else has happened to it. */
export function moveDispute(dispute: Dispute, set: Row & { readonly state: string }): Unit {
  return {
    updates: [
      {
        as: 'dispute_as_it_was',
        table: 'dispute',
        key: { dispute_id: dispute.id },
        expect: { state: dispute.state },
        set,
      },
    ],
  };
}

export function findDispute(db: Queries, id: string): Promise<Dispute | undefined> {
  return db.one(
    { name: 'issuer_dispute', text: 'select * from dispute where dispute_id = $1', values: [id] },
    decodeDispute,
  );
}

/** Charged back before that, and never answered. */
export function findUnanswered(db: Queries, beforeMs: number, limit: number): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select *
        from dispute
        where state = 'charged_back' and charged_back_at_ms < $1
        order by charged_back_at_ms
        limit $2`,
      values: [beforeMs, limit],
    },
    decodeDispute,
  );
}

function decodeDispute(row: RawRow): Dispute {
  return {
    ...partsOf(row),
    id: column.text(row, 'dispute_id'),
    reason: column.oneOf(row, 'reason', claimReasons),
    state: column.oneOf(row, 'state', disputeStates),
    claimedAtMs: column.integer(row, 'claimed_at_ms'),
    representedAtMs: column.integerOrNull(row, 'represented_at_ms'),
  };
}

function partsOf(row: RawRow) {
  return {
    arn: column.text(row, 'arn'),
    rrn: column.text(row, 'rrn'),
    acquirerId: column.text(row, 'acquirer_id'),
    cardId: column.text(row, 'card_id'),
    bankAccountId: column.text(row, 'bank_account_id'),
    merchantName: column.text(row, 'merchant_name'),
    isAuthenticated: column.bool(row, 'is_authenticated'),
    amount: money(currencyIn(row, 'currency'), column.big(row, 'amount_minor')),
    billed: money(currencyIn(row, 'billed_currency'), column.big(row, 'billed_minor')),
    conversionFeeMinor: column.big(row, 'conversion_fee_minor'),
  };
}
