// Ends a session that has not been paid, by its merchant's wish or by time. Its PaymentIntent or
// SetupIntent is canceled; while a bank has not answered, nothing is ended: money may be on its way.

import { err, ok, type Result } from '@kassa/result';
import type { ExpireSession, SessionRefusal } from '../../api/ports.ts';
import type { AccountId } from '../../ids.ts';
import { cancelIntent } from '../../payments/cancel-intent.ts';
import { type Cause, notKept, type Once, type PaymentMeans } from '../../payments/ports.ts';
import { changeSetup } from '../../setups/change-setup.ts';
import type { SetupMeans } from '../../setups/ports.ts';
import type { CheckoutSession } from './session.ts';
import { loadSession } from './store.ts';

export type ExpireMeans = { readonly payments: PaymentMeans; readonly setups: SetupMeans };

export function expireSession(means: ExpireMeans): ExpireSession {
  return (asked) => expire(means, asked);
}

type Asked = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly cause: Cause | null;
  readonly once: Once<CheckoutSession>;
};

async function expire(
  means: ExpireMeans,
  { accountId, id, cause, once }: Asked,
): Promise<Result<CheckoutSession, SessionRefusal>> {
  const session = await loadSession(means.payments.db, accountId, id);
  if (session === undefined) return err({ code: 'session_unknown' });
  if (session.status !== 'open') return err({ code: 'session_not_open' });
  const expired: CheckoutSession = { ...session, status: 'expired' };
  const settled = { begin: once.begin, settle: () => once.settle(expired, session.id) };
  const canceled = await cancel(means, session, { accountId, cause, once: settled });
  return canceled.ok ? ok(expired) : err({ code: 'session_not_open' });
}

function cancel(
  { payments, setups }: ExpireMeans,
  { pays }: CheckoutSession,
  asked: Pick<Asked, 'accountId' | 'cause'> & { readonly once: Once<unknown> },
): Promise<Result<unknown, unknown>> {
  const reason = 'abandoned';
  if (pays.mode === 'payment')
    return cancelIntent(payments, { ...asked, id: pays.intentId, reason });
  const command = () => ok({ do: 'cancel', reason } as const);
  return changeSetup(setups, { ...asked, id: pays.setupId, command });
}

/** The job. True when the session is over; false: the bank has not answered, come back. */
export async function expireInTime(
  means: ExpireMeans,
  of: { readonly accountId: AccountId; readonly id: string },
): Promise<boolean> {
  const expired = await expire(means, { ...of, cause: null, once: notKept });
  if (expired.ok || expired.error.code === 'session_unknown') return true;
  const now = await loadSession(means.payments.db, of.accountId, of.id);
  return now?.status !== 'open';
}
