// Rows of disputes and of the money that moves with the network because of them.

import { type DisputeMessage, disputeDocuments } from '@kassa/clearing-file';
import { column, type Queries, type RawRow, type Row, type Unit } from '@kassa/database';
import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { Item } from '../captures/item.ts';
import { dateOrNull, decodeItem } from '../captures/store.ts';
import {
  type Dispute,
  disputeStates,
  type Move,
  roundOf,
  type Step,
  sides,
  stanOf,
  stepKinds,
  waysOfLosing,
} from './dispute.ts';

export type StoredFile = { readonly digest: string; readonly answer: string };

export function findDisputeFile(db: Queries, fileId: string): Promise<StoredFile | undefined> {
  return db.one(
    { text: 'select digest, answer from dispute_file where file_id = $1', values: [fileId] },
    (row) => ({ digest: column.text(row, 'digest'), answer: column.text(row, 'answer') }),
  );
}

export function recordDisputeFile(fileId: string, file: StoredFile, atMs: number): Unit {
  const row = { file_id: fileId, received_at_ms: atMs, ...file };
  return { inserts: [{ table: 'dispute_file', rows: [row], onConflict: 'nothing' }] };
}

/** The capture that an acquirer reference number names. */
export function captureOf(db: Queries, arn: string): Promise<Item | undefined> {
  return db.one(
    {
      text: `select * from item where arn = $1 and kind = 'capture' and state <> 'rejected'`,
      values: [arn],
    },
    decodeItem,
  );
}

export function insertDispute(dispute: Dispute): Unit {
  const row = {
    id: dispute.id,
    case_id: dispute.caseId,
    mid: dispute.mid,
    item_id: dispute.itemId,
    arn: dispute.arn,
    rrn: dispute.rrn,
    part: dispute.part,
    currency: dispute.amount.currency,
    amount: dispute.amount.minor,
    fee: dispute.fee.minor,
    reason: dispute.reason,
    opened_at_ms: dispute.openedAtMs,
    due_at_ms: dispute.dueAtMs,
    changed_at_ms: dispute.changedAtMs,
  };
  return { inserts: [{ table: 'dispute', rows: [row] }] };
}

/** Refused as the guard `dispute_as_it_was` if something else has happened to it. */
export function moveDispute(
  dispute: Pick<Dispute, 'id' | 'state'>,
  set: Row & { readonly state: string; readonly changed_at_ms: number },
): Unit {
  return {
    updates: [
      {
        as: 'dispute_as_it_was',
        table: 'dispute',
        key: { id: dispute.id },
        expect: { state: dispute.state },
        set,
      },
    ],
  };
}

/** What the merchant is charged, or given back: due at once, in the next payout. */
export function insertItem(
  capture: Item,
  item: Pick<Item, 'id' | 'kind' | 'amount' | 'fee' | 'valueOn' | 'disputeId'> & {
    readonly round: number;
    readonly atMs: number;
  },
): Unit {
  const row = {
    id: item.id,
    mid: capture.mid,
    kind: item.kind,
    rrn: capture.rrn,
    // One dispute for each of several captures.
    stan: stanOf(capture.part, item.round),
    original_rrn: capture.originalRrn,
    tid: capture.tid,
    authorization_code: capture.authorizationCode,
    part: capture.part,
    parts: capture.parts,
    currency: item.amount.currency,
    amount: item.amount.minor,
    fee: item.fee.minor,
    eci: capture.eci,
    card_masked: capture.cardMasked,
    captured_at_ms: item.atMs,
    state: 'settled',
    arn: capture.arn,
    value_on: item.valueOn,
    settled_at_ms: item.atMs,
    dispute_id: item.disputeId,
  };
  return { inserts: [{ table: 'item', rows: [row] }] };
}

export type Movement = {
  readonly disputeId: string;
  readonly stage: DisputeMessage['stage'];
  /** Above zero: the network owes us. */
  readonly amount: Money;
  readonly fileId: string;
  readonly businessDate: string;
  readonly takenAtMs: number;
};

export function insertMovement(movement: Movement): Unit {
  const row = {
    dispute_id: movement.disputeId,
    stage: movement.stage,
    currency: movement.amount.currency,
    amount: movement.amount.minor,
    file_id: movement.fileId,
    business_date: movement.businessDate,
    taken_at_ms: movement.takenAtMs,
  };
  return { inserts: [{ table: 'dispute_movement', rows: [row] }] };
}

/** Refused as the conflict `dispute_step_pk` if it was taken before. */
export function insertStep(disputeId: string, step: Step): Unit {
  const row = {
    dispute_id: disputeId,
    kind: step.kind,
    by_side: step.by,
    at_ms: step.atMs,
    text: step.text ?? '',
    documents: (step.documents ?? []).join(','),
    due_at_ms: step.dueAtMs ?? null,
    network_fee: step.networkFeeMinor ?? null,
  };
  return { inserts: [{ table: 'dispute_step', rows: [row] }] };
}

/** Everything that has happened, by dispute, oldest first. */
export type Life = { readonly steps: readonly Step[]; readonly moves: readonly Move[] };

export async function livesOf(db: Queries, ids: readonly string[]): Promise<Map<string, Life>> {
  const steps = await db.query(
    {
      text: `
        select *
        from dispute_step
        where dispute_id = any($1)
        order by number
        limit 10000`,
      values: [ids],
    },
    (row) => ({ disputeId: column.text(row, 'dispute_id'), ...decodeStep(row) }),
  );
  const moves = await db.query(
    {
      text: `
        select dispute_id, kind, stan, amount, fee, captured_at_ms, value_on
        from item
        where dispute_id = any($1)
        order by dispute_id, number
        limit 10000`,
      values: [ids],
    },
    (row) => ({ disputeId: column.text(row, 'dispute_id'), ...decodeMove(row) }),
  );
  const ofDispute = <T extends { disputeId: string }>(all: readonly T[], id: string) =>
    all.filter(({ disputeId }) => disputeId === id);
  return new Map(
    ids.map((id) => [id, { steps: ofDispute(steps, id), moves: ofDispute(moves, id) }] as const),
  );
}

function decodeStep(row: RawRow): Step {
  const dueAtMs = column.integerOrNull(row, 'due_at_ms');
  const networkFeeMinor = column.bigOrNull(row, 'network_fee');
  return {
    kind: column.oneOf(row, 'kind', stepKinds),
    by: column.oneOf(row, 'by_side', sides),
    atMs: column.integer(row, 'at_ms'),
    text: column.text(row, 'text'),
    documents: documentsIn(row, 'documents'),
    ...(dueAtMs !== null && { dueAtMs }),
    ...(networkFeeMinor !== null && { networkFeeMinor }),
  };
}

const moveKinds = ['chargeback', 'chargeback_reversal', 'arbitration_fee'] as const;

function decodeMove(row: RawRow): Move {
  const kind = column.oneOf(row, 'kind', moveKinds);
  const amount = column.big(row, 'amount');
  return {
    kind,
    round: roundOf(column.text(row, 'stan')),
    amountMinor: kind === 'chargeback_reversal' ? amount : -amount,
    feeMinor: column.big(row, 'fee'),
    atMs: column.integer(row, 'captured_at_ms'),
    valueOn: dateOrNull(row, 'value_on'),
  };
}

function documentsIn(row: RawRow, name: string): DisputeMessage['documents'] {
  const named = column.text(row, name).split(',');
  return disputeDocuments.filter((one) => named.includes(one));
}

export function findDispute(db: Queries, id: string): Promise<Dispute | undefined> {
  return db.one({ text: 'select * from dispute where id = $1', values: [id] }, decodeDispute);
}

export function findCase(db: Queries, caseId: string): Promise<Dispute | undefined> {
  return db.one(
    { text: 'select * from dispute where case_id = $1', values: [caseId] },
    decodeDispute,
  );
}

export type DisputeFilter = {
  readonly mid: string;
  readonly changedSinceMs: number;
  /** Only after this one, for the next page. */
  readonly after: { readonly changedAtMs: number; readonly id: string };
  readonly limit: number;
};

/** Those that changed first come first. */
export function disputesOf(db: Queries, filter: DisputeFilter): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select *
        from dispute
        where mid = $1 and changed_at_ms >= $2 and (changed_at_ms, id) > ($3::bigint, $4::text)
        order by changed_at_ms, id
        limit $5`,
      values: [
        filter.mid,
        filter.changedSinceMs,
        filter.after.changedAtMs,
        filter.after.id,
        filter.limit,
      ],
    },
    decodeDispute,
  );
}

export function expiredDisputes(db: Queries, nowMs: number, limit: number): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select *
        from dispute
        where state = 'open' and due_at_ms < $1
        order by due_at_ms
        limit $2`,
      values: [nowMs, limit],
    },
    decodeDispute,
  );
}

export function dueAnswers(db: Queries, nowMs: number, limit: number): Promise<Dispute[]> {
  return db.query(
    {
      text: `
        select *
        from dispute
        where state in ('answered', 'contested', 'conceded') and next_attempt_at_ms <= $1
        order by next_attempt_at_ms, id
        limit $2`,
      values: [nowMs, limit],
    },
    decodeDispute,
  );
}

export async function nextAnswerAtMs(db: Queries): Promise<number | undefined> {
  const found = await db.one(
    {
      text: `
        select min(next_attempt_at_ms) as at_ms
        from dispute
        where state in ('answered', 'contested', 'conceded')`,
    },
    (row) => column.integerOrNull(row, 'at_ms'),
  );
  return found ?? undefined;
}

export function findItem(db: Queries, id: string): Promise<Item | undefined> {
  return db.one({ text: 'select * from item where id = $1', values: [id] }, decodeItem);
}

function decodeDispute(row: RawRow): Dispute {
  const currency = unwrap(currencyOf(column.text(row, 'currency')));
  return {
    id: column.text(row, 'id'),
    caseId: column.text(row, 'case_id'),
    mid: column.text(row, 'mid'),
    itemId: column.text(row, 'item_id'),
    arn: column.text(row, 'arn'),
    rrn: column.text(row, 'rrn'),
    part: column.integer(row, 'part'),
    amount: money(currency, column.big(row, 'amount')),
    fee: money(currency, column.big(row, 'fee')),
    reason: column.text(row, 'reason'),
    state: column.oneOf(row, 'state', disputeStates),
    lostBy: waysOfLosing.find((one) => one === column.textOrNull(row, 'lost_by')) ?? null,
    openedAtMs: column.integer(row, 'opened_at_ms'),
    dueAtMs: column.integer(row, 'due_at_ms'),
    changedAtMs: column.integer(row, 'changed_at_ms'),
    reference: column.textOrNull(row, 'reference'),
    documents: documentsIn(row, 'documents'),
    statement: column.text(row, 'statement'),
    answeredAtMs: column.integerOrNull(row, 'answered_at_ms'),
    attempts: column.integer(row, 'attempts'),
    isReinstated: column.bool(row, 'is_reinstated'),
    preAskedAtMs: column.integerOrNull(row, 'pre_asked_at_ms'),
    preDueAtMs: column.integerOrNull(row, 'pre_due_at_ms'),
    preReference: column.textOrNull(row, 'pre_reference'),
    preDocuments: documentsIn(row, 'pre_documents'),
    preStatement: column.text(row, 'pre_statement'),
    preAnsweredAtMs: column.integerOrNull(row, 'pre_answered_at_ms'),
    filedAtMs: column.integerOrNull(row, 'filed_at_ms'),
    networkFee: money(currency, column.big(row, 'network_fee')),
  };
}
