// What a merchant's program was told of a dispute, kept with the dispute: events go after some weeks, a
// dispute lasts for months. All SQL of the table `dispute_step`.

import { column, type Database, type Unit } from '@kassa/database';
import type { Dispute } from './dispute.ts';

export type DisputeStep = {
  readonly eventId: string;
  readonly type: string;
  readonly atMs: number;
  readonly status: string;
  readonly submissions: number;
  /** What had been put together by then, by its field. */
  readonly evidence: Readonly<Record<string, unknown>>;
};

/** In the commit of the events that tell of it. */
export function insertSteps(
  { accountId, id, status, submissions, evidence }: Dispute,
  told: readonly Pick<DisputeStep, 'eventId' | 'type' | 'atMs'>[],
): Unit {
  const rows = told.map(({ eventId, type, atMs }) => ({
    account_id: accountId,
    dispute_id: id,
    event_id: eventId,
    ...{ type, at: atMs, status, submissions, evidence },
  }));
  return { inserts: [{ table: 'dispute_step', rows }] };
}

/** Oldest first. */
export function listSteps(
  db: Database,
  { accountId, id }: Pick<Dispute, 'accountId' | 'id'>,
): Promise<DisputeStep[]> {
  const text = `
    select event_id, type, at, status, submissions, evidence
    from dispute_step
    where account_id = $1 and dispute_id = $2
    order by event_id limit 200`;
  return db.query({ text, values: [accountId, id] }, (row) => {
    const evidence = column.json(row, 'evidence');
    return {
      eventId: column.text(row, 'event_id'),
      type: column.text(row, 'type'),
      atMs: column.integer(row, 'at'),
      status: column.text(row, 'status'),
      submissions: column.integer(row, 'submissions'),
      evidence: typeof evidence === 'object' && evidence !== null ? { ...evidence } : {},
    };
  });
}
