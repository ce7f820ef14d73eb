// SQL of disputes: the presentments they are about, what has passed, what is to be delivered.

import type { DisputeMessage, DisputeStage } from '@kassa/clearing-file';
import { disputeDocuments, disputeSides, disputeStages, paysIssuer } from '@kassa/clearing-file';
import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type PlainDate, parseDate } from '@kassa/time';
import type { StoredFile } from '../clearing/store.ts';
import type { Disputed, Passed } from './decide.ts';
import type { Charged } from './fees.ts';
import { dueAfter } from './limits.ts';

export function findDisputeFile(
  db: Queries,
  senderId: string,
  fileId: string,
): Promise<StoredFile | undefined> {
  return db.one(
    {
      text: 'select digest, answer from dispute_file where sender_id = $1 and file_id = $2',
      values: [senderId, fileId],
    },
    (row) => ({ digest: column.text(row, 'digest'), answer: column.text(row, 'answer') }),
  );
}

/** By ARN; the numbers of acquirers begin with their own, so they do not meet. */
export async function loadDisputed(
  db: Queries,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Disputed>> {
  const rows = await db.query(
    {
      text: `
        select id, arn, acquirer_id, issuer_id, is_credit, amount_minor, currency, eci,
          business_date
        from presentment
        where arn = any($1)
        limit 100000`,
      values: [arns],
    },
    (row): Disputed => ({
      id: column.text(row, 'id'),
      arn: column.text(row, 'arn'),
      acquirerId: column.text(row, 'acquirer_id'),
      issuerId: column.text(row, 'issuer_id'),
      isCredit: column.bool(row, 'is_credit'),
      amountMinor: column.big(row, 'amount_minor'),
      currency: column.text(row, 'currency'),
      eci: column.textOrNull(row, 'eci'),
      businessDate: dateOrNull(row),
    }),
  );
  return new Map(rows.map((row) => [row.arn, row]));
}

export async function loadPassed(
  db: Queries,
  presentmentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Passed[]>> {
  const rows = await db.query(
    {
      text: `
        select arn, stage, case_id, amount_minor, reason, business_date
        from dispute_message
        where presentment_id = any($1)
        order by id
        limit 400000`,
      values: [presentmentIds],
    },
    (row) => ({
      arn: column.text(row, 'arn'),
      stage: column.oneOf(row, 'stage', disputeStages),
      caseId: column.text(row, 'case_id'),
      amountMinor: column.big(row, 'amount_minor'),
      reason: column.text(row, 'reason'),
      businessDate: dateOrNull(row),
    }),
  );
  const byArn = new Map<string, Passed[]>();
  for (const { arn, ...passed } of rows) byArn.set(arn, [...(byArn.get(arn) ?? []), passed]);
  return byArn;
}

export type TakenFile = {
  readonly senderId: string;
  readonly fileId: string;
  readonly digest: string;
  readonly businessDate: string;
  readonly items: number;
  readonly answer: string;
  readonly atMs: number;
};

export type AcceptedMessage = {
  readonly id: string;
  readonly item: DisputeMessage;
  readonly presentment: Pick<Disputed, 'id' | 'acquirerId' | 'issuerId'>;
  /** The last message of the dispute before it; undefined: it is the first. */
  readonly after: DisputeStage | undefined;
  readonly charged: Charged;
};

/** Who says it, and when. */
export type Said = {
  readonly senderId: string;
  /** Null: the network itself. */
  readonly fileId: string | null;
  readonly atMs: number;
};

export function insertDisputeFile(file: TakenFile): Unit {
  const row = {
    sender_id: file.senderId,
    file_id: file.fileId,
    digest: file.digest,
    business_date: file.businessDate,
    received_at_ms: file.atMs,
    items: file.items,
    answer: file.answer,
  };
  return { inserts: [{ table: 'dispute_file', rows: [row] }] };
}

/** Refused as the guard `dispute_as_it_was`, or the conflict `dispute_case_pk`, if another was first. */
export function insertMessages(said: Said, accepted: readonly AcceptedMessage[]): Unit {
  const [first, later] = [
    accepted.filter(({ after }) => after === undefined),
    accepted.filter(({ after }) => after !== undefined),
  ];
  return {
    updates: later.map(({ item, presentment, after }) => ({
      as: 'dispute_as_it_was',
      table: 'dispute_case',
      key: { presentment_id: presentment.id },
      expect: { stage: after },
      set: { stage: item.stage },
    })),
    inserts: [
      {
        table: 'dispute_case',
        rows: first.map(({ item, presentment }) => ({
          presentment_id: presentment.id,
          stage: item.stage,
        })),
      },
      { table: 'dispute_message', rows: accepted.map((one) => messageRow(said, one)) },
    ],
  };
}

function messageRow(said: Said, { id, item, presentment, charged }: AcceptedMessage) {
  const { acquirerId, issuerId } = presentment;
  const { minor, currency } = item.amount;
  const isOwn = said.senderId !== acquirerId && said.senderId !== issuerId;
  const receiverId = said.senderId === acquirerId ? issuerId : acquirerId;
  return {
    id,
    presentment_id: presentment.id,
    stage: item.stage,
    case_id: item.caseId,
    acquirer_id: acquirerId,
    issuer_id: issuerId,
    sender_id: said.senderId,
    receiver_id: receiverId,
    // What the network says itself it says to both.
    copy_receiver_id: isOwn ? issuerId : null,
    file_id: said.fileId,
    arn: item.arn,
    rrn: item.rrn,
    amount_minor: minor,
    currency,
    issuer_paid_minor: issuerPaid(item),
    issuer_fee_minor: charged.issuerMinor,
    acquirer_fee_minor: charged.acquirerMinor,
    favours: item.favours ?? null,
    reason: item.reason,
    documents: item.documents.join(','),
    text: item.text,
    raised_at_ms: item.raisedAt,
    accepted_at_ms: said.atMs,
  };
}

export function issuerPaid(item: DisputeMessage): bigint {
  const isToIssuer = paysIssuer(item);
  if (isToIssuer === undefined) return 0n;
  return isToIssuer ? item.amount.minor : -item.amount.minor;
}

export type Delivery = {
  readonly fileId: string;
  readonly businessDate: string;
  readonly receiverId: string;
  readonly closedAtMs: number;
};

export function loadPendingDeliveries(db: Queries): Promise<Delivery[]> {
  return db.query(
    {
      text: `
        select d.*, c.closed_at_ms
        from dispute_delivery d
        join clearing_cycle c on c.business_date = d.business_date
        where d.state = 'pending'
        order by d.business_date, d.file_id
        limit 1000`,
    },
    (row) => ({
      fileId: column.text(row, 'file_id'),
      businessDate: column.text(row, 'business_date'),
      receiverId: column.text(row, 'receiver_id'),
      closedAtMs: column.integer(row, 'closed_at_ms'),
    }),
  );
}

/** In the order of their ids: the file is the same however often it is built. */
export function loadDeliveryItems(
  db: Queries,
  { fileId, businessDate }: Pick<Delivery, 'fileId' | 'businessDate'>,
): Promise<DisputeMessage[]> {
  const on = unwrap(parseDate(businessDate));
  return db.query(
    {
      text: `
        select *,
          row_number() over (order by id) as sequence,
          case acquirer_id when d.receiver_id then acquirer_fee_minor else issuer_fee_minor end
            as reader_fee_minor
        from (
          select * from dispute_message where delivery_id = $1
          union all
          select * from dispute_message where copy_delivery_id = $1
        ) m
        cross join (select receiver_id from dispute_delivery where file_id = $1) d
        order by id
        limit 100000`,
      values: [fileId],
    },
    (row) => {
      const item = decodeMessage(row);
      const dueOn = dueAfter(item, on);
      return { ...item, ...(dueOn !== undefined && { dueOn }) };
    },
  );
}

function decodeMessage(row: RawRow): DisputeMessage {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  const named = column.text(row, 'documents').split(',');
  const favours = column.textOrNull(row, 'favours');
  const side = disputeSides.find((one) => one === favours);
  const paidMinor = column.big(row, 'reader_fee_minor');
  return {
    sequence: column.integer(row, 'sequence'),
    stage: column.oneOf(row, 'stage', disputeStages),
    caseId: column.text(row, 'case_id'),
    amount: money(currency, column.big(row, 'amount_minor')),
    arn: column.text(row, 'arn'),
    rrn: column.text(row, 'rrn'),
    acquirerId: column.text(row, 'acquirer_id'),
    raisedAt: column.integer(row, 'raised_at_ms'),
    reason: column.text(row, 'reason'),
    documents: disputeDocuments.filter((one) => named.includes(one)),
    text: column.text(row, 'text'),
    ...(side && { favours: side }),
    ...(paidMinor !== 0n && { fee: money(currency, -paidMinor) }),
  };
}

export async function markDisputesDelivered(
  db: Queries,
  fileId: string,
  rejectedItems: number,
  atMs: number,
): Promise<void> {
  await db.exec(
    `update dispute_delivery
    set state = 'delivered', delivered_at_ms = $2, rejected_items = $3, attempts = attempts + 1
    where file_id = $1 and state = 'pending'`,
    [fileId, atMs, rejectedItems],
  );
}

export async function countDeliveryAttempt(db: Queries, fileId: string): Promise<void> {
  await db.exec('update dispute_delivery set attempts = attempts + 1 where file_id = $1', [fileId]);
}

function dateOrNull(row: RawRow): PlainDate | null {
  const text = column.textOrNull(row, 'business_date');
  return text === null ? null : unwrap(parseDate(text));
}
