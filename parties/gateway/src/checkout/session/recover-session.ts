// An expired session whose merchant wished so is opened again: the same order, in a fresh session.

import { err, ok, type Result } from '@kassa/result';
import { notKept } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import { sessionLifeMs } from './new-session.ts';
import { type OpenMeans, openSession } from './open-session.ts';
import { recoveryLifeMs } from './recovery-life.ts';

export type RecoverRefusal = { readonly code: 'session_unknown' | 'not_recoverable' };

export async function recoverSession(
  means: OpenMeans,
  id: string,
): Promise<Result<string, RecoverRefusal>> {
  const { payments, makeId } = means;
  const view = await loadPaymentOfSession(payments.db, id);
  const session = view?.session ?? null;
  if (view === undefined || session === null) return err({ code: 'session_unknown' });
  const { details, collected, expiresAtMs } = session;
  const nowMs = payments.clock.nowMs();
  const isRecoverable =
    session.status === 'expired' && details.recovery && nowMs < expiresAtMs + recoveryLifeMs;
  if (!isRecoverable) return err({ code: 'not_recoverable' });
  const opened = await openSession(means, {
    accountId: session.accountId,
    plan: {
      currency: session.total.currency,
      lines: session.lines.map((line) => ({ ...line, id: makeId('li') })),
      details: {
        ...details,
        newCustomer: details.newCustomer === null ? null : makeId('cus'),
        recoveredFrom: session.id,
      },
      typed: { email: collected.email },
      exemption: details.tax === null ? null : details.tax.exemption,
      expiresAtMs: nowMs + sessionLifeMs,
    },
    wishes: view.intent.wishes,
    also: {},
    cause: null,
    once: notKept,
  });
  return opened.ok ? ok(opened.value.id) : err({ code: 'not_recoverable' });
}
