// What to answer to a request that a crash cut off after its first commit: whatever has become of
// the payment it was about. While that is still open, the answer is that the key is in use.

import type { AccountId } from '../../ids.ts';
import { repaired } from '../../payments/repair.ts';
import { loadPayment, loadPaymentOfIncrement } from '../../payments/store.ts';
import { loadSetup } from '../../setups/store.ts';
import type { Answer } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { confirmSetupAnswer } from '../setups/setup-answer.ts';
import { confirmAnswer, type Reading } from './confirm-answer.ts';
import { incrementAnswer } from './increment-answer.ts';

type CutOff = {
  readonly accountId: AccountId;
  /** The payment that the request was about, or the increment. */
  readonly subject: string | null;
} & Reading;

export async function recoverAnswer(
  means: ApiMeans,
  { accountId, subject, ...reading }: CutOff,
): Promise<Answer | null> {
  if (subject === null) return null;
  if (subject.startsWith('seti_')) return recoverSetup(means, accountId, { subject, ...reading });
  if (subject.startsWith('inc_')) {
    const view = await loadPaymentOfIncrement(means.db, accountId, subject);
    const state = view?.intent.increment?.state;
    const isOver = state !== undefined && state !== 'open' && state !== 'unknown';
    return view && isOver ? incrementAnswer(means, view, reading.requestId) : null;
  }
  const found = await loadPayment(means.db, accountId, subject);
  const view = found && (await repaired(means.payments, found));
  if (view === undefined || view.intent.state.status === 'processing') return null;
  return confirmAnswer(means, view, reading);
}

async function recoverSetup(
  means: ApiMeans,
  accountId: AccountId,
  { subject, requestId }: { readonly subject: string; readonly requestId: string },
): Promise<Answer | null> {
  const view = await loadSetup(means.db, accountId, subject);
  if (view === undefined || view.setup.state.status === 'processing') return null;
  return confirmSetupAnswer(means, view, requestId);
}
