// The last payments of every merchant, for the lobby and for operators.

import { column, type Database } from '@kassa/database';

export type RecentPayment = {
  readonly id: string;
  readonly accountId: string;
  readonly status: string;
  readonly amountMinor: string;
  readonly currency: string;
  readonly createdAtMs: number;
  readonly description: string | null;
  readonly sessionId: string | null;
  readonly attempt: string | null;
  readonly rrn: string | null;
  readonly card: { readonly brand: string; readonly last4: string } | null;
  readonly problem: string | null;
};

export async function recentPayments(db: Database, limit: number): Promise<RecentPayment[]> {
  const text = `
    select i.id, i.account_id, i.status, i.amount, i.currency, i.created_at, i.session_id,
      i.wishes ->> 'description' as description, i.last_problem ->> 'message' as problem,
      a.state as attempt, a.rrn, m.brand, m.last4
    from payment_intent i
    left join payment_attempt a on a.account_id = i.account_id and a.id = i.attempt_id
    left join payment_method m on m.account_id = i.account_id and m.id = a.payment_method_id
    order by i.id desc
    limit $1`;
  return db.query({ text, values: [limit] }, (row) => {
    const brand = column.textOrNull(row, 'brand');
    return {
      id: column.text(row, 'id'),
      accountId: column.text(row, 'account_id'),
      status: column.text(row, 'status'),
      amountMinor: String(column.big(row, 'amount')),
      currency: column.text(row, 'currency'),
      createdAtMs: column.integer(row, 'created_at'),
      description: column.textOrNull(row, 'description'),
      sessionId: column.textOrNull(row, 'session_id'),
      attempt: column.textOrNull(row, 'attempt'),
      rrn: column.textOrNull(row, 'rrn'),
      card: brand === null ? null : { brand, last4: column.text(row, 'last4') },
      problem: column.textOrNull(row, 'problem'),
    };
  });
}
