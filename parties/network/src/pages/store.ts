// What the network's page shows, read in a handful of queries.

import { column, type Queries } from '@kassa/database';
import { currencyOf, type Money, money } from '@kassa/money';
import { unwrap } from '@kassa/result';

export type Volume = {
  readonly member: string;
  readonly approved: number;
  readonly refused: number;
  readonly approvedAmount: Money;
};

/** Authorizations of each issuer since then, per currency. */
export function loadVolumes(db: Queries, sinceMs: number): Promise<Volume[]> {
  return db.query(
    {
      text: `
        select
          coalesce(m.name, a.issuer_id, '') as member,
          a.currency,
          count(*) filter (where a.status = 'approved') as approved,
          count(*) filter (where a.status in ('declined', 'unanswered')) as refused,
          coalesce(sum(a.amount_minor) filter (where a.status = 'approved'), 0)::bigint as amount
        from switch_authorization a
        left join member m on m.member_id = a.issuer_id
        where a.sent_at_ms >= $1
        group by 1, 2
        order by 1, 2
        limit 200`,
      values: [sinceMs],
    },
    (row) => ({
      member: column.text(row, 'member'),
      approved: column.integer(row, 'approved'),
      refused: column.integer(row, 'refused'),
      approvedAmount: money(
        unwrap(currencyOf(column.text(row, 'currency'))),
        column.big(row, 'amount'),
      ),
    }),
  );
}

export type PassedMessage = {
  readonly number: string;
  readonly atMs: number;
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly mti: string;
  readonly rrn: string | null;
  readonly responseCode: string | null;
  /** The message as people may read it: nothing secret is in it. */
  readonly printed: string;
};

export function loadLastMessages(db: Queries, limit: number): Promise<PassedMessage[]> {
  return db.query(
    {
      text: `
        select n.*, coalesce(m.name, n.peer) as name
        from switch_message n
        left join member m on m.member_id = n.peer
        order by n.number desc
        limit $1`,
      values: [limit],
    },
    (row) => ({
      number: String(column.big(row, 'number')),
      atMs: column.integer(row, 'at_ms'),
      peer: column.text(row, 'name'),
      direction: column.oneOf(row, 'direction', ['in', 'out']),
      mti: column.text(row, 'mti'),
      rrn: column.textOrNull(row, 'rrn'),
      responseCode: column.textOrNull(row, 'response_code'),
      printed: column.text(row, 'printed'),
    }),
  );
}

/** Old messages are not kept for ever; books and authorizations are. */
export function forgetMessages(db: Queries, beforeMs: number): Promise<number> {
  return db.exec('delete from switch_message where at_ms < $1', [beforeMs]);
}
