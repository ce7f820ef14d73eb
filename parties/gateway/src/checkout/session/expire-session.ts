// Ends a session that has not been paid, by its merchant's wish or by time. Its PaymentIntent is
// canceled; while a bank has not answered, nothing is ended: money may be on its way.

import { err, ok, type Result } from '@kassa/result';
import type { ExpireSession, SessionRefusal } from '../../api/ports.ts';
import type { AccountId } from '../../ids.ts';
import { cancelIntent } from '../../payments/cancel-intent.ts';
import { type Cause, notKept, type Once, type PaymentMeans } from '../../payments/ports.ts';
import type { CheckoutSession } from './session.ts';
import { loadSession } from './store.ts';

export function expireSession(payments: PaymentMeans): ExpireSession {
  return (asked) => expire(payments, asked);
}

type Asked = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly cause: Cause | null;
  readonly once: Once<CheckoutSession>;
};

async function expire(
  payments: PaymentMeans,
  { accountId, id, cause, once }: Asked,
): Promise<Result<CheckoutSession, SessionRefusal>> {
  const session = await loadSession(payments.db, accountId, id);
  if (session === undefined) return err({ code: 'session_unknown' });
  if (session.status !== 'open') return err({ code: 'session_not_open' });
  const expired: CheckoutSession = { ...session, status: 'expired' };
  const canceled = await cancelIntent(payments, {
    accountId,
    id: session.intentId,
    reason: 'abandoned',
    cause,
    once: { begin: once.begin, settle: () => once.settle(expired, session.id) },
  });
  return canceled.ok ? ok(expired) : err({ code: 'session_not_open' });
}

/** The job. True when the session is over; false: the bank has not answered, come back. */
export async function expireInTime(
  payments: PaymentMeans,
  of: { readonly accountId: AccountId; readonly id: string },
): Promise<boolean> {
  const expired = await expire(payments, { ...of, cause: null, once: notKept });
  if (expired.ok || expired.error.code === 'session_unknown') return true;
  const now = await loadSession(payments.db, of.accountId, of.id);
  return now?.status !== 'open';
}
