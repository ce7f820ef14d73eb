// An approval that came when nobody waited for it. If its attempt has been given up and the
// reversal is acknowledged already, the bank may hold money for nothing: it is reversed once more.

import { ok } from '@kassa/result';
import type { LateApproval } from '../connectors/connector.ts';
import { changeIntent } from './change-intent.ts';
import type { AttemptState, IncrementState } from './intent.ts';
import type { PaymentMeans } from './ports.ts';
import { findByRrn, loadPayment } from './store.ts';

/** Only these have no reversal on its way, and no use for an approval. */
const isOver: Readonly<Record<AttemptState, boolean>> = {
  open: false,
  challenged: false,
  authenticated: false,
  approved: false,
  unknown: false,
  voided: false,
  refused: true,
  unauthenticated: true,
  not_attempted: true,
  reversed: true,
  abandoned: true,
};

const isIncrementOver: Readonly<Record<IncrementState, boolean>> = {
  open: false,
  approved: false,
  unknown: false,
  refused: true,
  not_attempted: true,
  reversed: true,
};

export async function reverseLateApproval(means: PaymentMeans, late: LateApproval): Promise<void> {
  const found = await findByRrn(means.db, late);
  if (found === undefined) {
    means.log.error({ rrn: late.rrn, provider: late.provider }, 'an approval of nothing we know');
    return;
  }
  const { attempt, increment, accountId, intentId } = found;
  const { state, wire } = increment ?? attempt;
  means.log.warn({ rrn: late.rrn, intentId, state }, 'a late approval');
  const isUseless = increment ? isIncrementOver[increment.state] : isOver[attempt.state];
  if (!isUseless) return;
  const { id: attemptId, provider } = attempt;
  const which = { attemptId, provider, rrn: wire.rrn };
  const result = await changeIntent(means, {
    accountId,
    id: intentId,
    cause: null,
    settle: () => ({}),
    load: () => loadPayment(means.db, accountId, intentId),
    command: () =>
      ok({
        do: 'reverse_late_approval',
        ...which,
        ...(increment && { incrementId: increment.id }),
      }),
  });
  if (!result.ok) {
    means.log.error({ intentId, code: result.error.code }, 'a late approval is not reversed');
  }
}
