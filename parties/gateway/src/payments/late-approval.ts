// An approval that came when nobody waited for it. If its attempt has been given up and the
// reversal is acknowledged already, the bank may hold money for nothing: it is reversed once more.

import { ok } from '@kassa/result';
import type { LateApproval } from '../connectors/connector.ts';
import { changeIntent } from './change-intent.ts';
import type { AttemptState } from './intent.ts';
import type { PaymentMeans } from './ports.ts';
import { findAttemptByRrn, loadPayment } from './store.ts';

/** Only these have no reversal on its way, and no use for an approval. */
const isOver: Readonly<Record<AttemptState, boolean>> = {
  open: false,
  challenged: false,
  approved: false,
  unknown: false,
  voided: false,
  refused: true,
  unauthenticated: true,
  not_attempted: true,
  reversed: true,
  abandoned: true,
};

export async function reverseLateApproval(means: PaymentMeans, late: LateApproval): Promise<void> {
  const found = await findAttemptByRrn(means.db, late);
  if (found === undefined) {
    means.log.error({ rrn: late.rrn, provider: late.provider }, 'an approval of nothing we know');
    return;
  }
  const { attempt, accountId, intentId } = found;
  means.log.warn({ rrn: late.rrn, intentId, state: attempt.state }, 'a late approval');
  if (!isOver[attempt.state]) return;
  const { id: attemptId, provider, wire } = attempt;
  const result = await changeIntent(means, {
    accountId,
    id: intentId,
    cause: null,
    settle: () => ({}),
    load: () => loadPayment(means.db, accountId, intentId),
    command: () => ok({ do: 'reverse_late_approval', attemptId, provider, rrn: wire.rrn }),
  });
  if (!result.ok) {
    means.log.error({ intentId, code: result.error.code }, 'a late approval is not reversed');
  }
}
