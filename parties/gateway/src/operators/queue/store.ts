// What waits at the providers' doors: advices that were told in vain, that were refused, or that wait
// for a person. The queue that people act on is in payments/manual-queue.ts.

import { column, type Database, type RawRow } from '@kassa/database';
import { decodeAdvice, type StoredAdvice } from '../../payments/advices.ts';
import { nested } from '../../payments/rows.ts';

export const queueKinds = ['manual', 'waiting', 'refused', 'corrected'] as const;
export type QueueKind = (typeof queueKinds)[number];

export type QueueLine = {
  readonly advice: StoredAdvice;
  readonly provider: string;
  readonly merchant: string;
  /** Since when it waits: for a person, or for its acknowledgement. */
  readonly sinceMs: number;
  readonly responseCode: string | null;
  readonly decided: { readonly by: string; readonly why: string } | null;
};

/** Longest waiting first; what is over, newest first. `after` is the number of lines passed over. */
export function listQueue(
  db: Database,
  {
    kind,
    limit,
    after,
  }: { readonly kind: QueueKind; readonly limit: number; readonly after: number },
): Promise<QueueLine[]> {
  const since = sinceOf[kind];
  const isOver = kind === 'refused' || kind === 'corrected';
  const text = `
    select row_to_json(d) as advice, a.provider, d.response_code, d.decided_by, d.decided_why,
      ${since} as since, coalesce(r.profile ->> 'name', d.account_id) as merchant
    from advice d
    join payment_attempt a on a.account_id = d.account_id and a.id = d.attempt_id
    left join merchant r on r.account_id = d.account_id
    where d.state = '${kind}'
    order by ${since} ${isOver ? 'desc' : 'asc'}, d.id limit $1 offset $2`;
  return db.query({ text, values: [limit, after] }, decodeLine);
}

const sinceOf: Readonly<Record<QueueKind, string>> = {
  manual: 'd.manual_at',
  waiting: 'd.created_at',
  refused: 'coalesce(d.closed_at, d.created_at)',
  corrected: 'coalesce(d.closed_at, d.created_at)',
};

/** How many of each, for the tabs; more than a thousand are said to be so. */
export async function countQueue(db: Database): Promise<Readonly<Record<QueueKind, number>>> {
  const text = `
    select
      (select count(*) from (select from advice where state = 'manual' limit 1001) x) as manual,
      (select count(*) from (select from advice where state = 'waiting' limit 1001) x) as waiting,
      (select count(*) from (select from advice where state = 'refused' limit 1001) x) as refused,
      (select count(*) from (select from advice where state = 'corrected' limit 1001) x) as corrected`;
  const found = await db.one({ text }, (row) => ({
    manual: column.integer(row, 'manual'),
    waiting: column.integer(row, 'waiting'),
    refused: column.integer(row, 'refused'),
    corrected: column.integer(row, 'corrected'),
  }));
  return found ?? { manual: 0, waiting: 0, refused: 0, corrected: 0 };
}

function decodeLine(row: RawRow): QueueLine {
  const by = column.textOrNull(row, 'decided_by');
  return {
    advice: decodeAdvice(nested(row, 'advice') ?? {}),
    provider: column.text(row, 'provider'),
    merchant: column.text(row, 'merchant'),
    sinceMs: column.integer(row, 'since'),
    responseCode: column.textOrNull(row, 'response_code'),
    decided: by === null ? null : { by, why: column.text(row, 'decided_why') },
  };
}
