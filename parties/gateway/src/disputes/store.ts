// All SQL of disputes.

import { column, type Database, type RawRow, type Row, type Unit } from '@kassa/database';
import { money } from '@kassa/money';
import { type AccountId, idFrom } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { inOrder, orderOf } from '../payments/list-charges.ts';
import { currencyIn, metadataIn } from '../payments/rows.ts';
import type { Page } from '../payments/store.ts';
import { type BalanceTransaction, decodeBalanceTransaction } from '../settlement/read.ts';
import { type Dispute, stages, statuses } from './dispute.ts';
import { type Evidence, evidenceFields } from './evidence.ts';
import { lifeIn } from './life.ts';

export function insertDispute(dispute: Dispute): Unit {
  const row = {
    account_id: dispute.accountId,
    id: dispute.id,
    charge_id: dispute.chargeId,
    intent_id: dispute.intentId,
    provider: dispute.provider,
    merchant_id: dispute.merchantId,
    reference: dispute.reference,
    currency: dispute.amount.currency,
    amount: dispute.amount.minor,
    fee: dispute.feeMinor,
    reason: dispute.reason,
    network_reason_code: dispute.networkReasonCode,
    brand: dispute.brand,
    status: dispute.status,
    life: dispute.life.map((step) => ({ ...step })),
    evidence: dispute.evidence,
    metadata: dispute.metadata,
    due_by: dispute.dueByMs,
    created_at: dispute.createdAtMs,
  };
  return { inserts: [{ table: 'dispute', rows: [row] }] };
}

/** Refused as the guard `dispute_as_it_was` if it has moved meanwhile. */
export function updateDispute(before: Dispute, after: Dispute): Unit {
  const set: Row = {
    status: after.status,
    stage: after.stage,
    due_by: after.dueByMs,
    moves: after.moves,
    arbitration_fee: after.arbitrationFeeMinor,
    life: after.life.map((step) => ({ ...step })),
    is_accepted: after.isAccepted,
    evidence: after.evidence,
    metadata: after.metadata,
    submissions: after.submissions,
    ended_at: after.endedAtMs,
  };
  return {
    updates: [
      {
        as: 'dispute_as_it_was',
        table: 'dispute',
        key: { account_id: before.accountId, id: before.id },
        expect: {
          status: before.status,
          submissions: before.submissions,
          moves: before.moves,
          stage: before.stage,
        },
        set,
      },
    ],
  };
}

export async function findDispute(
  db: Database,
  accountId: AccountId,
  id: string,
): Promise<Dispute | undefined> {
  const text = 'select * from dispute where account_id = $1 and id = $2';
  return db.one({ text, values: [accountId, id] }, decodeDispute);
}

/** Whose ever it is: for those who may see them all. */
export async function findAnyDispute(db: Database, id: string): Promise<Dispute | undefined> {
  const text = 'select * from dispute where id = $1';
  return db.one({ text, values: [id] }, decodeDispute);
}

/** Those that a merchant has to answer, the first that is due first. */
export async function unansweredDisputes(db: Database, limit: number): Promise<Dispute[]> {
  const text = `select * from dispute
    where status = 'needs_response' order by due_by, id limit $1`;
  return db.query({ text, values: [limit] }, decodeDispute);
}

/** Of one contract: also those of accounts connected to its merchant. */
export async function findTold(
  db: Database,
  { acquirer: { provider, merchantId } }: Pick<Merchant, 'acquirer'>,
  references: readonly string[],
): Promise<Map<string, Dispute>> {
  const text = `select * from dispute
    where provider = $1 and merchant_id = $2 and reference = any($3) limit 1000`;
  const found = await db.query({ text, values: [provider, merchantId, references] }, decodeDispute);
  return new Map(found.map((one) => [one.reference, one]));
}

/** From when on disputes may have changed at the acquirer: since the first that is open. */
export async function changedSinceMs(
  db: Database,
  { acquirer: { provider, merchantId } }: Pick<Merchant, 'acquirer'>,
): Promise<number> {
  const text = `
    select coalesce(min(created_at) filter (where ended_at is null), max(created_at)) as since
    from dispute where provider = $1 and merchant_id = $2`;
  const since = await db.one({ text, values: [provider, merchantId] }, (row) =>
    column.integerOrNull(row, 'since'),
  );
  return Math.max(0, (since ?? 0) - lookBackMs);
}

/** What the acquirer opened may reach us days later. */
const lookBackMs = 30 * 86_400_000;

export type ChargeOf = { readonly accountId: AccountId; readonly chargeId: string };

/** Whose charge the acquirer speaks of; of several accounts under one contract the one that sold. */
export function chargeOfRrn(
  db: Database,
  { acquirer: { provider, merchantId } }: Pick<Merchant, 'acquirer'>,
  rrn: string,
): Promise<ChargeOf | undefined> {
  const text = `select account_id, charge_id from payment_attempt
    where rrn = $1 and merchant_id = $2 and provider = $3 and state = 'approved' limit 1`;
  return db.one({ text, values: [rrn, merchantId, provider] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    chargeId: column.text(row, 'charge_id'),
  }));
}

/** How the cardholder was authenticated for this charge, in words for the bank; undefined: was not. */
export async function authenticationOf(
  db: Database,
  { accountId, chargeId }: ChargeOf,
): Promise<string | undefined> {
  const text = `
    select u.ds_trans_id, u.trans_status
    from charge c
    join payment_attempt a on a.account_id = c.account_id and a.id = c.attempt_id
    join authentication u
      on u.account_id = a.account_id and u.intent_id = a.intent_id and u.attempt_id = a.id
    where c.account_id = $1 and c.id = $2 and a.state = 'approved' and u.trans_status = 'Y'
    limit 1`;
  const found = await db.one({ text, values: [accountId, chargeId] }, (row) => ({
    dsTransId: column.textOrNull(row, 'ds_trans_id'),
    transStatus: column.textOrNull(row, 'trans_status'),
  }));
  if (found?.transStatus !== 'Y') return undefined;
  return `The cardholder was authenticated by the issuer with 3-D Secure (DS transaction ${found.dsTransId}).`;
}

export async function listDisputes(
  db: Database,
  accountId: AccountId,
  filter: Page & {
    readonly ids?: readonly string[] | undefined;
    readonly charge?: string | undefined;
    readonly intent?: string | undefined;
    readonly createdFromMs?: number | undefined;
    readonly createdToMs?: number | undefined;
  },
): Promise<Dispute[]> {
  const text = `
    select * from dispute
    where account_id = $1
      and ($2::text is null or id < $2)
      and ($3::text is null or id > $3)
      and ($4::text[] is null or id = any($4))
      and ($5::text is null or charge_id = $5)
      and ($6::text is null or intent_id = $6)
      and ($7::bigint is null or created_at >= $7)
      and ($8::bigint is null or created_at < $8)
    ${orderOf(filter, 'id')} limit $9`;
  const { before = null, after = null, ids = null, charge = null, intent = null } = filter;
  const { createdFromMs = null, createdToMs = null, limit } = filter;
  const values = [
    ...[accountId, before, after, ids, charge, intent],
    ...[createdFromMs, createdToMs, limit],
  ];
  return inOrder(filter, await db.query({ text, values }, decodeDispute));
}

/** What moved because of these disputes, by dispute, oldest first. */
export async function movementsOf(
  db: Database,
  accountId: AccountId,
  disputeIds: readonly string[],
): Promise<Map<string, BalanceTransaction[]>> {
  const text = `select * from balance_transaction
    where account_id = $1 and type = 'adjustment' and source_id = any($2) order by id limit 1000`;
  const found = await db.query({ text, values: [accountId, disputeIds] }, decodeBalanceTransaction);
  return new Map(
    disputeIds.map((id) => [id, found.filter(({ sourceId }) => sourceId === id)] as const),
  );
}

/** A charge that is disputed, or was and is lost, is given back by nobody else. */
export const notDisputed = (accountId: AccountId, chargeId: string): Unit => ({
  guards: [
    {
      as: 'charge_not_disputed',
      table: 'dispute',
      where: {
        ...{ account_id: accountId, charge_id: chargeId },
        status: ['needs_response', 'under_review', 'lost'],
      },
      exists: false,
    },
  ],
});

export async function isDisputed(
  db: Database,
  accountId: AccountId,
  chargeId: string,
): Promise<boolean> {
  const text = `select 1 from dispute
    where account_id = $1 and charge_id = $2 and status <> 'won' limit 1`;
  const values = [accountId, chargeId];
  return (await db.one({ name: 'charge_disputed', text, values }, () => true)) ?? false;
}

function decodeDispute(row: RawRow): Dispute {
  return {
    accountId: idFrom('acct', column.text(row, 'account_id')),
    id: idFrom('dp', column.text(row, 'id')),
    chargeId: column.text(row, 'charge_id'),
    intentId: column.text(row, 'intent_id'),
    provider: column.text(row, 'provider'),
    merchantId: column.text(row, 'merchant_id'),
    reference: column.text(row, 'reference'),
    amount: money(currencyIn(row), column.big(row, 'amount')),
    feeMinor: column.big(row, 'fee'),
    reason: column.text(row, 'reason'),
    networkReasonCode: column.text(row, 'network_reason_code'),
    brand: column.text(row, 'brand'),
    status: column.oneOf(row, 'status', statuses),
    stage: column.oneOf(row, 'stage', stages),
    moves: column.integer(row, 'moves'),
    arbitrationFeeMinor: column.big(row, 'arbitration_fee'),
    life: lifeIn(column.json(row, 'life')),
    isAccepted: column.bool(row, 'is_accepted'),
    evidence: evidenceIn(column.json(row, 'evidence')),
    metadata: metadataIn(row),
    dueByMs: column.integer(row, 'due_by'),
    submissions: column.integer(row, 'submissions'),
    createdAtMs: column.integer(row, 'created_at'),
    endedAtMs: column.integerOrNull(row, 'ended_at'),
  };
}

function evidenceIn(json: unknown): Evidence {
  if (typeof json !== 'object' || json === null) return {};
  const known: ReadonlySet<string> = new Set(evidenceFields);
  const texts = Object.entries(json).filter(
    ([name, value]) => known.has(name) && typeof value === 'string',
  );
  return Object.fromEntries(texts);
}
