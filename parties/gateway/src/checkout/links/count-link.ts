// How often a link has been paid, written into it: a job of each session of the link that completes.

import type { Unit } from '@kassa/database';
import { addJob } from '@kassa/jobs';
import { assert, ok } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { PaymentMeans } from '../../payments/ports.ts';
import { changeRecord } from '../../records/change-record.ts';
import { type LinkData, paymentLinks } from './payment-link.ts';
import { countCompleted } from './store.ts';

export type LinkOf = { readonly accountId: AccountId; readonly linkId: string };

export const countJob = (of: LinkOf): Unit =>
  addJob('count-link', of, { jobKey: `count:${of.linkId}` });

export async function countLink(
  { db }: Pick<PaymentMeans, 'db'>,
  { accountId, linkId: id }: LinkOf,
): Promise<void> {
  const counted = await changeRecord<LinkData, never>(db, paymentLinks, {
    accountId,
    id,
    change: async (before) => {
      const completed = await countCompleted(db, { accountId, id });
      return ok({ record: { ...before, data: { ...before.data, completed } } });
    },
    along: () => ({}),
  });
  assert(counted.ok || counted.error.code === 'record_unknown', `link ${id} is not counted`);
}
