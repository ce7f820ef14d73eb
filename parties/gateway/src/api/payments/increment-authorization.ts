// POST /v1/payment_intents/:id/increment_authorization: a larger hold, before its capture. What is said
// along with it counts only if the bank agrees.

import { err, type Result } from '@kassa/result';
import type { z } from 'zod';
import { incrementAuthorization } from '../../payments/increment-authorization.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPayment } from '../../payments/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';
import { finishIntent } from './finish-intent.ts';
import { incrementAnswer } from './increment-answer.ts';
import { incrementInput } from './payment-intent-input.ts';
import { saidWithHold } from './said-with-hold.ts';

type Input = z.output<typeof incrementInput>;

export function addIncrementAuthorization(api: Api): void {
  addEndpoint(api, {
    name: 'paymentIntents.incrementAuthorization',
    method: 'POST',
    url: '/v1/payment_intents/:id/increment_authorization',
    summary: 'Raises the hold of a PaymentIntent to a new total, if the bank agrees.',
    answers: 'payment_intent',
    input: incrementInput,
    run: (call) => increment(api.means, call),
  });
}

async function increment(
  means: ApiMeans,
  { accountId, id, input, cause, once }: Call<Input>,
): Promise<Result<Answer, ApiError>> {
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined) return err(missing('payment_intent', id, 'intent'));
  const { amount, expand: _, ...said } = input;
  const minor = BigInt(amount);
  const old = view.intent.wishes;
  const change = await saidWithHold(means, { accountId, input: said, old, amountMinor: minor });
  if (!change.ok) return change;
  const answer = (after: PaymentView) => incrementAnswer(means, after, cause.requestId);
  const asked = { accountId, id, minor, change: change.value, cause, once: once(answer) };
  return finishIntent(means, asked, await incrementAuthorization(means.payments, asked), answer);
}
