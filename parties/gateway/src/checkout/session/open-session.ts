// Opens a session: the session, the PaymentIntent that it pays and what was made for it (prices of
// its lines) are one commit.

import type { Unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId, IdMaker } from '../../ids.ts';
import { createIntent } from '../../payments/create-intent.ts';
import type { PaymentRefusal } from '../../payments/errors.ts';
import type { Cause, Once, PaymentMeans } from '../../payments/ports.ts';
import type { Wishes } from '../../payments/wishes.ts';
import { newSession, type SessionPlan, type TotalRefusal } from './new-session.ts';
import type { CheckoutSession } from './session.ts';

export type OpenMeans = { readonly payments: PaymentMeans; readonly makeId: IdMaker };

export type Opening = {
  readonly accountId: AccountId;
  readonly plan: SessionPlan;
  readonly wishes: Wishes;
  /** What else is made with it. */
  readonly also: Unit;
  readonly cause: Cause | null;
  readonly once: Once<CheckoutSession>;
};

export async function openSession(
  { payments, makeId }: OpenMeans,
  { accountId, plan, wishes, also, cause, once }: Opening,
): Promise<Result<CheckoutSession, TotalRefusal | PaymentRefusal>> {
  const intentId = makeId('pi');
  const ids = { accountId, id: makeId('cs'), pays: { mode: 'payment', intentId } as const };
  const merchant = await payments.merchant(accountId);
  const made = newSession(plan, ids, { merchant, nowMs: payments.clock.nowMs() });
  if (!made.ok) return made;
  const session = made.value;
  const created = await createIntent(payments, {
    accountId,
    id: intentId,
    amount: session.total,
    captureMethod: session.details.captureMethod,
    wishes: { ...wishes, session: session.id },
    method: null,
    session,
    also,
    confirm: null,
    cause,
    once: { begin: once.begin, settle: (_, subject) => once.settle(session, subject) },
  });
  return created.ok ? ok(session) : err(created.error);
}
