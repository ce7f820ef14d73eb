// What to answer to a request that a crash cut off after its first commit: whatever has become of
// the payment it was about. While that is still open, the answer is that the key is in use.

import type { AccountId } from '../../ids.ts';
import { loadPayment } from '../../payments/store.ts';
import type { Answer } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { confirmAnswer, type Reading } from './confirm-answer.ts';

type CutOff = {
  readonly accountId: AccountId;
  /** The payment that the request was about. */
  readonly subject: string | null;
} & Reading;

export async function recoverAnswer(
  means: ApiMeans,
  { accountId, subject, ...reading }: CutOff,
): Promise<Answer | null> {
  if (subject === null) return null;
  const view = await loadPayment(means.db, accountId, subject);
  if (view === undefined || view.intent.state.status === 'processing') return null;
  return confirmAnswer(means, view, reading);
}
