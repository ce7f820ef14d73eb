// Advices that wait for a person: rows of the queue, and what a person's decision makes of one.

import { column, type Database, type RawRow, type Unit } from '@kassa/database';
import type { AccountId } from '../ids.ts';
import { decodeAdvice, type StoredAdvice } from './advices.ts';
import type { Forced } from './payment-event.ts';
import { nested } from './rows.ts';

export const queueStates = ['waiting', 'manual', 'corrected', 'refused'] as const;

export type QueuedAdvice = {
  readonly advice: StoredAdvice;
  readonly state: (typeof queueStates)[number];
  readonly provider: string;
  /** Null: never answered. */
  readonly responseCode: string | null;
  readonly createdAtMs: number;
  /** Since when people are waited for. */
  readonly manualAtMs: number | null;
  readonly decided: Forced | null;
};

/** Longest waiting first. */
export function listQueued(
  db: Database,
  { state, limit }: Pick<QueuedAdvice, 'state'> & { readonly limit: number },
): Promise<QueuedAdvice[]> {
  const text = `${queued} where d.state = $1 order by d.manual_at nulls last, d.id limit $2`;
  return db.query({ text, values: [state, limit] }, decodeQueued);
}

export function findQueued(
  db: Database,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
): Promise<QueuedAdvice | undefined> {
  const text = `${queued} where d.account_id = $1 and d.id = $2 and d.state = any($3)`;
  const values = [accountId, id, [...queueStates]];
  return db.one({ name: 'advice_queued', text, values }, decodeQueued);
}

const queued = `
  select row_to_json(d) as advice, a.provider
  from advice d
  join payment_attempt a on a.account_id = d.account_id and a.id = d.attempt_id`;

function decodeQueued(row: RawRow): QueuedAdvice {
  const advice = nested(row, 'advice') ?? {};
  const by = column.textOrNull(advice, 'decided_by');
  return {
    advice: decodeAdvice(advice),
    state: column.oneOf(advice, 'state', queueStates),
    provider: column.text(row, 'provider'),
    responseCode: column.textOrNull(advice, 'response_code'),
    createdAtMs: column.integer(advice, 'created_at'),
    manualAtMs: column.integerOrNull(advice, 'manual_at'),
    decided: by === null ? null : { by, why: column.text(advice, 'decided_why') },
  };
}

/** With all its tries anew. Refused as the guard `advice` if another person was faster. */
export function returnToTelling(advice: StoredAdvice, { by, why }: Forced): Unit {
  const set = { state: 'waiting', manual_at: null, decided_by: by, decided_why: why };
  return decide(advice, set, { rounds: 1 });
}

/** It is told no more; refused likewise. */
export function markCorrected(advice: StoredAdvice, { by, why }: Forced, closedAtMs: number): Unit {
  const said = { decided_by: by, decided_why: why };
  return decide(advice, { state: 'corrected', closed_at: closedAtMs, ...said });
}

type Values = Readonly<Record<string, string | number | null>>;

function decide(
  { accountId, id }: StoredAdvice,
  set: Values,
  add: Readonly<Record<string, number>> = {},
): Unit {
  return {
    updates: [
      {
        as: 'advice',
        table: 'advice',
        key: { account_id: accountId, id },
        expect: { state: 'manual' },
        set,
        add,
      },
    ],
  };
}
