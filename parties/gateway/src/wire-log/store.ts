// The wire log in the database: all SQL of the table `wire_message`.

import { column, type Database, type RawRow } from '@kassa/database';
import { z } from 'zod';
import { directions, protocols, type WireMessage } from './wire-message.ts';

/**
 * All or none. An acquirer's message names its payment by the RRN, which was recorded before it left;
 * what is found by none belongs to nobody.
 */
export async function insertWireMessages(
  db: Database,
  messages: readonly WireMessage[],
): Promise<void> {
  const rows = messages.map(({ about, ...message }) => ({
    ...message,
    accountId: about?.accountId ?? null,
    intentId: about?.intentId ?? null,
    attemptId: about?.attemptId ?? null,
  }));
  await db.query(
    { name: 'insert_wire_messages', text: insert, values: [JSON.stringify(rows)] },
    () => null,
  );
}

const insert = `
  insert into wire_message (
    account_id, id, at, direction, protocol, peer, type, stan, rrn, intent_id, attempt_id,
    response_code, latency_ms, is_late, failure, fields)
  select coalesce(m."accountId", o.account_id, ''), m.id, m."atMs", m.direction, m.protocol, m.peer,
    m.type, m.stan, m.rrn, coalesce(m."intentId", o.intent_id),
    coalesce(m."attemptId", o.attempt_id), m."responseCode", m."latencyMs", m."isLate", m.failure,
    m.fields
  from jsonb_to_recordset($1::jsonb) as m (
    id text, "atMs" bigint, direction text, protocol text, peer text, type text, stan text,
    rrn text, "accountId" text, "intentId" text, "attemptId" text, "responseCode" text,
    "latencyMs" integer, "isLate" boolean, failure text, fields jsonb)
  left join lateral (
    select account_id, intent_id, id as attempt_id from payment_attempt where rrn = m.rrn
    union all
    select account_id, intent_id, attempt_id from payment_increment where rrn = m.rrn
    union all
    select account_id, intent_id, null from refund where rrn = m.rrn
    union all
    select account_id, setup_id, id from setup_attempt where wire ->> 'rrn' = m.rrn
    limit 1
  ) o on m."accountId" is null and m.rrn is not null
  on conflict do nothing`;

export type StoredWireMessage = Omit<WireMessage, 'about'>;

/** Of one payment, oldest first; the limit cuts the newest. */
export async function wireMessagesOf(
  db: Database,
  { accountId, intentId }: { readonly accountId: string; readonly intentId: string },
  limit: number,
): Promise<StoredWireMessage[]> {
  const text = `
    select * from wire_message
    where account_id = $1 and intent_id = $2
    order by id limit $3`;
  return db.query({ text, values: [accountId, intentId, limit] }, decodeWireMessage);
}

function decodeWireMessage(row: RawRow): StoredWireMessage {
  return {
    id: column.text(row, 'id'),
    atMs: column.integer(row, 'at'),
    direction: column.oneOf(row, 'direction', directions),
    protocol: column.oneOf(row, 'protocol', protocols),
    peer: column.text(row, 'peer'),
    type: column.text(row, 'type'),
    stan: column.textOrNull(row, 'stan'),
    rrn: column.textOrNull(row, 'rrn'),
    responseCode: column.textOrNull(row, 'response_code'),
    latencyMs: column.integerOrNull(row, 'latency_ms'),
    isLate: column.bool(row, 'is_late'),
    failure: column.textOrNull(row, 'failure'),
    fields: z.record(z.string(), z.string()).parse(column.json(row, 'fields')),
  };
}
