// The merchant's notes at a session that has no payment beside it which would have to follow.

import { type Database, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Once } from '../../payments/ports.ts';
import type { CheckoutSession } from './session.ts';
import { loadSession, updateSession } from './store.ts';

type Notes = CheckoutSession['details']['metadata'];

export type Describing = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly change: (before: Notes) => Notes;
  readonly once: Once<CheckoutSession>;
};

const triesMax = 20;

export async function describeSession(
  db: Database,
  { accountId, id, change, once }: Describing,
): Promise<Result<CheckoutSession, { readonly code: 'session_unknown' | 'busy' | 'key_used' }>> {
  for (let tries = 1; ; tries++) {
    const before = await loadSession(db, accountId, id);
    if (before === undefined) return err({ code: 'session_unknown' });
    const { details, version } = before;
    const noted = { ...details, metadata: change(details.metadata) };
    const after = { ...before, version: version + 1, details: noted };
    const done = await db.commit(unit(updateSession(before, after), once.settle(after, id)));
    if (done.ok) return ok(after);
    if (done.error.code !== 'guard') return err({ code: 'key_used' });
    if (tries === triesMax) return err({ code: 'busy' });
  }
}
