// The gateway's approved attempts, as the world's proof compares them with the banks'.

import { type ApprovalRow, type ApprovalWindow, decodeApproval } from '@kassa/control';
import type { Database } from '@kassa/database';

export function approvals(
  db: Database,
  { sinceMs, limit }: ApprovalWindow,
): Promise<ApprovalRow[]> {
  const text = `
    select * from (
      select a.rrn, a.currency, coalesce(c.amount, a.amount) as minor, a.opened_at as at,
        a.state = 'approved' and c.state is distinct from 'released' as is_approved,
        coalesce(c.state = 'authorized', false) as is_untouched,
        a.state in ('open', 'unknown') or exists (
          select 1 from advice d
          where d.account_id = a.account_id and d.intent_id = a.intent_id
            and d.attempt_id = a.id and d.state in ('waiting', 'manual')
        ) or exists (
          select 1 from payment_increment n
          where n.account_id = a.account_id and n.intent_id = a.intent_id
            and n.state in ('open', 'unknown')
        ) as is_under_way
      from payment_attempt a
      left join charge c on c.account_id = a.account_id and c.id = a.charge_id
        and c.attempt_id = a.id
      where a.opened_at >= $1
    ) seen
    where is_approved or is_under_way
    order by at limit $2`;
  return db.query({ text, values: [sinceMs, limit] }, decodeApproval);
}
