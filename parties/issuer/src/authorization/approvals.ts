// What the issuer holds or has settled of purchases, as the world's proof compares it with the others'.
// A hold that has expired here is let go by our own rule; the others hear of it in their own time.

import { type ApprovalRow, type ApprovalWindow, decodeApproval } from '@kassa/control';
import type { Database } from '@kassa/database';

export function approvals(
  db: Database,
  { sinceMs, limit }: ApprovalWindow,
): Promise<ApprovalRow[]> {
  const text = `
    select rrn, currency, total_minor as minor, decided_at_ms as at,
      state in ('held', 'cleared') as is_approved,
      state = 'held' and presented_minor = 0 as is_untouched,
      state = 'expired' as is_under_way
    from card_authorization
    where decided_at_ms >= $1 and increment_of is null
      and state in ('held', 'cleared', 'expired')
    order by decided_at_ms limit $2`;
  return db.query({ text, values: [sinceMs, limit] }, decodeApproval);
}
