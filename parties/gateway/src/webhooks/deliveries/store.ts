// Deliveries and their tries in the database: all SQL of the tables `webhook_delivery` and
// `webhook_try`, save the making of deliveries in `announce_events`.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import { idFrom } from '../../ids.ts';
import { nested } from '../../payments/rows.ts';
import { decodeEndpoint, decodeSecrets, secretsShownMax } from '../endpoints/store.ts';
import { decodeEvent } from '../read.ts';
import type { Claimed, DeliveryKey, DeliveryOf, DeliveryState, Try } from './delivery.ts';
import { deliveryStates } from './delivery.ts';

export type Claiming = {
  /** This process; after a restart it takes back what it had claimed. */
  readonly owner: string;
  readonly nowMs: number;
  readonly untilMs: number;
};

const claimedColumns = `
  e.*, d.endpoint_id, d.account_id as endpoint_account_id, d.state, d.tries, d.waits, d.due_at, (
    select count(*) from webhook_delivery p
    where p.account_id = d.account_id and p.event_id = d.event_id and p.state <> 'delivered'
  )::integer as pending_deliveries, (
    select row_to_json(w) from webhook_endpoint w
    where w.account_id = d.account_id and w.id = d.endpoint_id
  ) as endpoint, array(
    select row_to_json(s) from webhook_secret s
    where s.account_id = d.account_id and s.endpoint_id = d.endpoint_id
    order by s.number desc limit ${secretsShownMax}
  ) as secrets`;

/** Until when it is not to be touched: another process is at it, or its time has not come. */
export type Held = { readonly by: 'claim' | 'time'; readonly untilMs: number };

/** The oldest that waits; undefined when none does. */
export async function claimNext(
  db: Database,
  { accountId, endpointId, objectId }: DeliveryOf,
  { owner, nowMs, untilMs }: Claiming,
): Promise<Claimed | Held | undefined> {
  const text = `
    with oldest as (
      select account_id, endpoint_id, event_id, due_at, claimed_until
      from webhook_delivery
      where account_id = $1 and endpoint_id = $2 and object_id = $3 and state = 'waiting'
      order by seq
      limit 1
      for update
    ),
    claimed as (
      update webhook_delivery d
      set claimed_until = $5, claimed_by = $6
      from oldest o
      where d.account_id = o.account_id and d.endpoint_id = o.endpoint_id
        and d.event_id = o.event_id and greatest(o.due_at, o.claimed_until) <= $4
      returning d.*
    )
    select o.due_at as held_until, o.claimed_until as held_by_claim_until,
      d.event_id is not null as is_claimed, ${claimedColumns}
    from oldest o
    left join claimed d on true
    left join event e on e.account_id = d.event_account_id and e.id = d.event_id`;
  const values = [accountId, endpointId, objectId, nowMs, untilMs, owner];
  return db.one({ name: 'webhook_claim_next', text, values }, (row) =>
    column.bool(row, 'is_claimed') ? decodeClaimed(row, untilMs) : decodeHeld(row, nowMs),
  );
}

function decodeHeld(row: RawRow, nowMs: number): Held {
  const claimedUntilMs = column.integer(row, 'held_by_claim_until');
  if (claimedUntilMs > nowMs) return { by: 'claim', untilMs: claimedUntilMs };
  return { by: 'time', untilMs: column.integer(row, 'held_until') };
}

/** One by name, whatever its state; undefined if it is not there, or another process is at it. */
export async function claimOne(
  db: Database,
  { accountId, endpointId, eventId }: DeliveryKey,
  { owner, nowMs, untilMs }: Claiming,
): Promise<Claimed | undefined> {
  const text = `
    with d as (
      update webhook_delivery
      set claimed_until = $5, claimed_by = $6
      where account_id = $1 and endpoint_id = $2 and event_id = $3 and claimed_until <= $4
      returning *
    )
    select ${claimedColumns}
    from d
    join event e on e.account_id = d.event_account_id and e.id = d.event_id`;
  const values = [accountId, endpointId, eventId, nowMs, untilMs, owner];
  return db.one({ text, values }, (row) => decodeClaimed(row, untilMs));
}

function decodeClaimed(row: RawRow, claimedUntilMs: number): Claimed {
  const event = decodeEvent(row);
  return {
    accountId: idFrom('acct', column.text(row, 'endpoint_account_id')),
    endpointId: column.text(row, 'endpoint_id'),
    eventId: event.id,
    objectId: column.text(row, 'object_id'),
    state: column.oneOf(row, 'state', deliveryStates),
    event,
    tries: column.integer(row, 'tries'),
    waits: column.integer(row, 'waits'),
    dueAtMs: column.integer(row, 'due_at'),
    claimedUntilMs,
    endpoint: decodeEndpoint(nested(row, 'endpoint') ?? {}),
    secrets: decodeSecrets(row, 'secrets'),
  };
}

/** Frees what a process had claimed when it was killed, and says what it was. */
export async function releaseClaims(db: Database, owner: string): Promise<DeliveryOf[]> {
  const text = `update webhook_delivery set claimed_until = 0
    where state = 'waiting' and claimed_by = $1 and claimed_until > 0
    returning account_id, endpoint_id, object_id`;
  return db.query({ text, values: [owner] }, (row) => ({
    accountId: idFrom('acct', column.text(row, 'account_id')),
    endpointId: column.text(row, 'endpoint_id'),
    objectId: column.text(row, 'object_id'),
  }));
}

export type AfterTry = {
  readonly state: DeliveryState;
  readonly waits: number;
  readonly dueAtMs: number;
};

export type Recording = {
  readonly nowMs: number;
  readonly isByHand: boolean;
  readonly after: AfterTry;
};

/** Refused, as `webhook_delivery`, when the claim was over and another process has taken it. */
export function recordTry(claimed: Claimed, done: Try, recording: Recording): Unit {
  const { nowMs, after, isByHand } = recording;
  const key = {
    account_id: claimed.accountId,
    event_id: claimed.eventId,
    endpoint_id: claimed.endpointId,
  };
  const number = claimed.tries + 1;
  const set = {
    state: after.state,
    tries: number,
    waits: after.waits,
    due_at: after.dueAtMs,
    claimed_until: 0,
    last_status: done.status,
    last_failure: done.failure,
    last_tried_at: nowMs,
  };
  const row = {
    ...key,
    number,
    at: nowMs,
    status: done.status,
    failure: done.failure,
    answer: done.answer?.body ?? null,
    answer_headers: done.answer?.headers ?? null,
    request_headers: done.request?.headers ?? null,
    request_body: done.request?.body ?? null,
    duration_ms: done.durationMs,
    is_by_hand: isByHand,
  };
  const as = 'webhook_delivery';
  const expect = { claimed_until: claimed.claimedUntilMs };
  return {
    updates: [{ as, table: as, key, set, expect }],
    inserts: [{ table: 'webhook_try', rows: [row], onConflict: 'nothing' }],
  };
}
