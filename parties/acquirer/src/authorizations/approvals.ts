// The acquirer's approvals less its reversals, as the world's proof compares them with the others'.

import { type ApprovalRow, type ApprovalWindow, decodeApproval } from '@kassa/control';
import type { Database } from '@kassa/database';

export function approvals(
  db: Database,
  { sinceMs, limit }: ApprovalWindow,
): Promise<ApprovalRow[]> {
  const text = `
    select * from (
      select c.rrn, c.currency, c.amount as minor, c.received_at_ms as at,
        c.state = 'approved' as is_approved, c.captured = 0 as is_untouched,
        c.state = 'sent' or exists (
          select 1 from reversal r
          where r.mid = c.mid and r.rrn = c.rrn and r.acknowledged_at_ms is null
        ) as is_under_way
      from card_authorization c
      where c.received_at_ms >= $1 and c.increment_of is null
    ) seen
    where is_approved or is_under_way
    order by at limit $2`;
  return db.query({ text, values: [sinceMs, limit] }, decodeApproval);
}
