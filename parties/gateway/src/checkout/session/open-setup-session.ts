// Opens a session that keeps a card: the session and the SetupIntent that it stands for are one commit.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId, IdMaker } from '../../ids.ts';
import type { Cause, Once } from '../../payments/ports.ts';
import { createSetup } from '../../setups/create-setup.ts';
import type { SetupRefusal } from '../../setups/errors.ts';
import type { SetupMeans } from '../../setups/ports.ts';
import type { SetupWishes } from '../../setups/setup.ts';
import { newSession, type SessionPlan, type TotalRefusal } from './new-session.ts';
import type { CheckoutSession } from './session.ts';

export async function openSetupSession(
  { setups, makeId }: { readonly setups: SetupMeans; readonly makeId: IdMaker },
  opening: {
    readonly accountId: AccountId;
    readonly plan: SessionPlan;
    readonly wishes: SetupWishes;
    readonly cause: Cause | null;
    readonly once: Once<CheckoutSession>;
  },
): Promise<Result<CheckoutSession, TotalRefusal | SetupRefusal>> {
  const { accountId, plan, wishes, cause, once } = opening;
  const setupId = makeId('seti');
  const ids = { accountId, id: makeId('cs'), pays: { mode: 'setup', setupId } as const };
  const merchant = await setups.merchant(accountId);
  const made = newSession(plan, ids, { merchant, nowMs: setups.clock.nowMs() });
  if (!made.ok) return made;
  const session = made.value;
  const created = await createSetup(setups, {
    ...{ accountId, id: setupId, cause },
    wishes: { ...wishes, session: session.id },
    method: null,
    session,
    confirm: null,
    once: { begin: once.begin, settle: (_, subject) => once.settle(session, subject) },
  });
  return created.ok ? ok(session) : err(created.error);
}
