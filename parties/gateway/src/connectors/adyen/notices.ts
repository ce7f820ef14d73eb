// What the provider has told by notification, kept until it is asked for. A notice may come twice, and
// before the answer to the request that it is about; what has failed afterwards counts more.

import { column, type Database } from '@kassa/database';
import { Bug } from '@kassa/result';
import { z } from 'zod';
import type { AccountId } from '../../ids.ts';

export type Notice = {
  readonly accountId: AccountId;
  /** The provider's name of the request. */
  readonly reference: string;
  readonly event: string;
  /** Ours. */
  readonly name: string;
  readonly isSuccess: boolean;
  readonly details: NoticeDetails;
};

const detailsSchema = z.object({
  reason: z.string(),
  authCode: z.string().nullable(),
});

export type NoticeDetails = z.output<typeof detailsSchema>;

export type Notices = {
  keep(notice: Notice, nowMs: number): Promise<void>;
  find(accountId: AccountId, name: string): Promise<Notice | undefined>;
};

export function openNotices(provider: string, db: Database): Notices {
  return {
    async keep({ accountId, reference, event, name, isSuccess, details }, nowMs) {
      const row = {
        ...{ account_id: accountId, provider, reference, event, name, details },
        is_success: isSuccess,
        received_at: nowMs,
      };
      const committed = await db.commit({
        inserts: [{ table: 'provider_notice', rows: [row], onConflict: 'nothing' }],
      });
      if (!committed.ok) throw new Bug(`a notice was not kept: ${committed.error.code}`);
    },
    find: (accountId, name) =>
      db.one(
        {
          text: `
            select reference, event, is_success, details
            from provider_notice
            where account_id = $1 and provider = $2 and name = $3
            order by is_success, received_at
            limit 1`,
          values: [accountId, provider, name],
        },
        (row) => ({
          ...{ accountId, name },
          reference: column.text(row, 'reference'),
          event: column.text(row, 'event'),
          isSuccess: column.bool(row, 'is_success'),
          details: detailsSchema.parse(column.json(row, 'details')),
        }),
      ),
  };
}
