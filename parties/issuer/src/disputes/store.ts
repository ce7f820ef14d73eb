// The queries of disputes.

import { disputeDocuments, disputeSides } from '@kassa/clearing-file';
import { column, type Queries, type RawRow, type Row, type Unit } from '@kassa/database';
import { money } from '@kassa/money';
import { currencyIn } from '../cards/decode-card.ts';
import {
  type Answer,
  type ClaimReason,
  claimants,
  claimReasons,
  type Dispute,
  disputeStates,
} from './dispute.ts';

/** A booked presentment, with what a claim is decided by. */
export type Booked = ReturnType<typeof partsOf> & {
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
    claimed_by: dispute.claimedBy,
    claim_text: dispute.claimText,
    claimed_at_ms: dispute.claimedAtMs,
    ended_at_ms: ended ? dispute.claimedAtMs : null,
    end_reason: ended?.endReason ?? null,
  };
  return { inserts: [{ table: 'dispute', rows: [row] }] };
}

/** Columns of a dispute that change with a move. */
export type DisputeRow = Row;

/** Refused as the guard `dispute_as_it_was` if something else has happened to it. */
export function moveDispute(
  dispute: Dispute,
  set: DisputeRow & { readonly state: string },
  add: { readonly network_fee_minor?: bigint } = {},
): Unit {
  return {
    updates: [
      {
        as: 'dispute_as_it_was',
        table: 'dispute',
        key: { dispute_id: dispute.id },
        expect: { state: dispute.state },
        set,
        add,
      },
    ],
  };
}

/** Once, whatever has become of the case meanwhile. */
export function payFiling({ id }: Dispute, feeMinor: bigint): Unit {
  return {
    updates: [
      {
        as: 'filing_not_paid',
        table: 'dispute',
        key: { dispute_id: id },
        expect: { is_filing_paid: false },
        set: { is_filing_paid: true },
        add: { network_fee_minor: feeMinor },
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

/** Those of somebody's cards, the last first. */
export function disputesOfCustomer(
  db: Queries,
  customerId: string,
  limit: number,
): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select d.*
        from dispute d
        join card c on c.card_id = d.card_id
        join bank_account b on b.bank_account_id = c.bank_account_id
        where b.customer_id = $1
        order by d.claimed_at_ms desc, d.dispute_id
        limit $2`,
      values: [customerId, limit],
    },
    decodeDispute,
  );
}

/** A purchase on somebody's statement that may still be disputed; the last first. */
export type Purchase = Pick<Booked, 'arn' | 'merchantName' | 'billed' | 'bookedAtMs'>;

export function purchasesOfCustomer(
  db: Queries,
  customerId: string,
  { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
): Promise<Purchase[]> {
  return db.query(
    {
      text: `
        select p.arn, p.merchant_name, p.billed_minor, p.billed_currency, p.booked_at_ms
        from presentment p
        join card c on c.card_id = p.card_id
        join bank_account b on b.bank_account_id = c.bank_account_id
        where b.customer_id = $1 and p.kind = 'purchase' and p.booked_at_ms >= $2
          and not exists (select 1 from dispute d where d.arn = p.arn)
        order by p.booked_at_ms desc, p.arn
        limit $3`,
      values: [customerId, sinceMs, limit],
    },
    (row) => ({
      arn: column.text(row, 'arn'),
      merchantName: column.text(row, 'merchant_name'),
      billed: money(currencyIn(row, 'billed_currency'), column.big(row, 'billed_minor')),
      bookedAtMs: column.integer(row, 'booked_at_ms'),
    }),
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

/** Whose cardholders have not said anything to the shop's answer, and may no more. */
export function findUnsaid(db: Queries, nowMs: number, limit: number): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select *
        from dispute
        where state = 'represented' and holder_due_at_ms < $1
        order by holder_due_at_ms
        limit $2`,
      values: [nowMs, limit],
    },
    decodeDispute,
  );
}

function decodeDispute(row: RawRow): Dispute {
  const rulingOf = column.textOrNull(row, 'ruling');
  const saysOf = column.textOrNull(row, 'holder_answer');
  return {
    ...partsOf(row),
    id: column.text(row, 'dispute_id'),
    reason: column.oneOf(row, 'reason', claimReasons),
    state: column.oneOf(row, 'state', disputeStates),
    claimedBy: column.oneOf(row, 'claimed_by', claimants),
    claimText: column.text(row, 'claim_text'),
    claimedAtMs: column.integer(row, 'claimed_at_ms'),
    chargedBackAtMs: column.integerOrNull(row, 'charged_back_at_ms'),
    representedAtMs: column.integerOrNull(row, 'represented_at_ms'),
    shown: answerIn(row, 'documents', 'statement'),
    holderDueAtMs: column.integerOrNull(row, 'holder_due_at_ms'),
    holderAnswer: (['insist', 'withdraw'] as const).find((one) => one === saysOf) ?? null,
    holderAnsweredAtMs: column.integerOrNull(row, 'holder_answered_at_ms'),
    holderShows: answerIn(row, 'holder_documents', 'holder_text'),
    preArbitrationAtMs: column.integerOrNull(row, 'pre_arbitration_at_ms'),
    acceptedAtMs: column.integerOrNull(row, 'accepted_at_ms'),
    declinedAtMs: column.integerOrNull(row, 'declined_at_ms'),
    shownAgain: answerIn(row, 'declined_documents', 'declined_text'),
    filedAtMs: column.integerOrNull(row, 'filed_at_ms'),
    ruledAtMs: column.integerOrNull(row, 'ruled_at_ms'),
    ruling: disputeSides.find((one) => one === rulingOf) ?? null,
    rulingText: column.text(row, 'ruling_text'),
    networkFeeMinor: column.big(row, 'network_fee_minor'),
    endedAtMs: column.integerOrNull(row, 'ended_at_ms'),
    endReason: column.textOrNull(row, 'end_reason'),
  };
}

function answerIn(row: RawRow, documents: string, text: string): Answer {
  const named = (column.textOrNull(row, documents) ?? '').split(',');
  return {
    documents: disputeDocuments.filter((one) => named.includes(one)),
    text: column.textOrNull(row, text) ?? '',
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
