// Deliveries and their tries as a merchant's developers look at them. Another's are not there.

import { column, type Database, type RawRow } from '@kassa/database';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';
import { type DeliveryState, deliveryStates, type TryFailure, tryFailures } from './delivery.ts';

export type ShownDelivery = {
  readonly eventId: string;
  readonly endpointId: string;
  readonly endpointUrl: string;
  readonly eventType: string;
  readonly objectId: string;
  /** The connected account whose event it is; null for the merchant's own. */
  readonly eventAccountId: string | null;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly lastStatus: number | null;
  readonly lastFailure: TryFailure | null;
  readonly lastTriedAtMs: number | null;
  /** When it is tried again by itself; null when it is not. */
  readonly dueAtMs: number | null;
  readonly createdAtMs: number;
};

/** Of a page's edge: `evt_….we_…`. */
export type DeliveryEdge = { readonly eventId: string; readonly endpointId: string };

export type DeliveryFilter = {
  readonly limit: number;
  readonly state?: DeliveryState | undefined;
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly type?: string | undefined;
  readonly before?: DeliveryEdge | undefined;
};

/** Newest first. */
export async function listDeliveries(
  db: Database,
  accountId: AccountId,
  filter: DeliveryFilter,
): Promise<ShownDelivery[]> {
  const values: unknown[] = [accountId];
  const conditions = ['d.account_id = $1'];
  const add = (condition: string, ...given: readonly unknown[]) => {
    if (given.includes(undefined)) return;
    const filled = given.reduce<string>((text, value) => {
      values.push(value);
      return text.replace('?', `$${values.length}`);
    }, condition);
    conditions.push(filled);
  };
  add('d.state = ?', filter.state);
  add('d.endpoint_id = ?', filter.endpointId);
  add('d.event_id = ?', filter.eventId);
  add('e.type = ?', filter.type);
  const { before } = filter;
  add('(d.event_id, d.endpoint_id) < (?, ?)', before?.eventId, before?.endpointId);
  // A constant the planner can hold against the index of what is not delivered.
  if (filter.state !== undefined && filter.state !== 'delivered') {
    conditions.push("d.state <> 'delivered'");
  }
  values.push(filter.limit);
  const text = `
    select d.*, e.type, w.url
    from webhook_delivery d
    join event e on e.account_id = d.event_account_id and e.id = d.event_id
    join webhook_endpoint w on w.account_id = d.account_id and w.id = d.endpoint_id
    where ${conditions.join(' and ')}
    order by d.event_id desc, d.endpoint_id desc limit $${values.length}`;
  return db.query({ text, values }, decodeShown);
}

function decodeShown(row: RawRow): ShownDelivery {
  const state = column.oneOf(row, 'state', deliveryStates);
  const eventAccount = column.text(row, 'event_account_id');
  return {
    eventId: column.text(row, 'event_id'),
    endpointId: column.text(row, 'endpoint_id'),
    endpointUrl: column.text(row, 'url'),
    eventType: column.text(row, 'type'),
    objectId: column.text(row, 'object_id'),
    eventAccountId: eventAccount === column.text(row, 'account_id') ? null : eventAccount,
    state,
    tries: column.integer(row, 'tries'),
    lastStatus: column.integerOrNull(row, 'last_status'),
    lastFailure: failureIn(row, 'last_failure'),
    lastTriedAtMs: column.integerOrNull(row, 'last_tried_at'),
    dueAtMs: state === 'waiting' ? column.integer(row, 'due_at') : null,
    createdAtMs: column.integer(row, 'created_at'),
  };
}

export type ShownTry = {
  readonly number: number;
  readonly atMs: number;
  readonly status: number | null;
  readonly failure: TryFailure | null;
  readonly isByHand: boolean;
  readonly durationMs: number;
  /** Null when nothing was sent. */
  readonly request: { readonly headers: Headers; readonly body: string } | null;
  readonly answer: { readonly headers: Headers; readonly body: string } | null;
};

type Headers = Readonly<Record<string, string>>;
const headersSchema = z.record(z.string(), z.string());

/** Newest first. */
export async function listTries(
  db: Database,
  accountId: AccountId,
  { eventId, endpointId }: DeliveryEdge,
): Promise<ShownTry[]> {
  const text = `
    select * from webhook_try
    where account_id = $1 and event_id = $2 and endpoint_id = $3
    order by number desc limit 100`;
  return db.query({ text, values: [accountId, eventId, endpointId] }, (row) => ({
    number: column.integer(row, 'number'),
    atMs: column.integer(row, 'at'),
    status: column.integerOrNull(row, 'status'),
    failure: failureIn(row, 'failure'),
    isByHand: column.bool(row, 'is_by_hand'),
    durationMs: column.integerOrNull(row, 'duration_ms') ?? 0,
    request: partIn(row, 'request_headers', 'request_body'),
    answer: partIn(row, 'answer_headers', 'answer'),
  }));
}

function partIn(row: RawRow, headers: string, body: string): ShownTry['request'] {
  const given = column.jsonOrNull(row, headers);
  if (given === null) return null;
  return { headers: headersSchema.parse(given), body: column.textOrNull(row, body) ?? '' };
}

function failureIn(row: RawRow, name: string): TryFailure | null {
  return column.textOrNull(row, name) === null ? null : column.oneOf(row, name, tryFailures);
}
