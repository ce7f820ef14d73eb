// How the use cases of a PaymentIntent are answered: a refusal shows it as it stands, as the
// original's does.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { PaymentRefusal } from '../../payments/errors.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPayment } from '../../payments/store.ts';
import { type Answer, type ApiError, refusalToApi } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { paymentIntentToStripe } from '../to-stripe/payment-intent.ts';
import { seenByBrowser } from './browser-caller.ts';

type Named = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly inBrowser?: boolean;
};

export async function finishIntent(
  means: ApiMeans,
  { accountId, id, inBrowser = false }: Named,
  done: Result<PaymentView, PaymentRefusal>,
  answer: (view: PaymentView) => Answer,
): Promise<Result<Answer, ApiError>> {
  if (done.ok) return ok(answer(done.value));
  // Who has enough to do does not read the payment once more.
  if (done.error.code === 'over_capacity') return err(refusalToApi(done.error));
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined) return err(refusalToApi(done.error));
  const intent = paymentIntentToStripe(view, means);
  return err(refusalToApi(done.error, { intent: inBrowser ? seenByBrowser(intent) : intent }));
}
