// POST /v1/payment_intents/:id/capture: held money is really wanted, all or part of it. What is said
// along with it counts only if it is captured.

import { err, ok, type Result } from '@kassa/result';
import type { z } from 'zod';
import { captureIntent } from '../../payments/capture-intent.ts';
import { capturableMinor } from '../../payments/intent.ts';
import type { PaymentView } from '../../payments/ports.ts';
import { loadPayment } from '../../payments/store.ts';
import type { Wishes } from '../../payments/wishes.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, missing } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import type { ApiMeans } from '../ports.ts';
import { intentAnswer } from './confirm-answer.ts';
import { finishIntent } from './finish-intent.ts';
import { captureInput } from './payment-intent-input.ts';
import { saidWithHold } from './said-with-hold.ts';
import { saysSplit, splitWishes } from './split-input.ts';
import { statementFault } from './wish-faults.ts';

type Input = z.output<typeof captureInput>;

export function addCapture(api: Api): void {
  addEndpoint(api, {
    name: 'paymentIntents.capture',
    method: 'POST',
    url: '/v1/payment_intents/:id/capture',
    summary: 'Takes what is held, all or part of it.',
    answers: 'payment_intent',
    input: captureInput,
    run: (call) => capture(api.means, call),
  });
}

async function capture(means: ApiMeans, call: Call<Input>): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input, cause, once } = call;
  const change = await changeOf(means, call);
  if (!change.ok) return change;
  const minor = input.amount_to_capture === undefined ? null : BigInt(input.amount_to_capture);
  const isFinal = input.final_capture ?? true;
  const answer = (view: PaymentView) => intentAnswer(means, view);
  const about = { minor, isFinal, change: change.value };
  const asked = { accountId, id, ...about, cause, once: once(answer) };
  return finishIntent(means, asked, await captureIntent(means.payments, asked), answer);
}

/** What the payment is otherwise with this capture; null: nothing, and nothing need be read. */
async function changeOf(
  means: ApiMeans,
  { accountId, account, id, input }: Call<Input>,
): Promise<Result<((wishes: Wishes) => Wishes) | null, ApiError>> {
  const { amount_to_capture: amount, final_capture: _, expand: __, ...said } = input;
  if (Object.values(said).every((value) => value === undefined)) return ok(null);
  const view = await loadPayment(means.db, accountId, id);
  if (view === undefined) return err(missing('payment_intent', id, 'intent'));
  const { intent } = view;
  const { wishes: old } = intent;
  const amountMinor = amount === undefined ? capturableMinor(intent) : BigInt(amount);
  const change = await saidWithHold(means, { accountId, input: said, old, amountMinor });
  if (!change.ok) return change;
  const wrong = said.statement_descriptor ? statementFault(change.value(old)) : undefined;
  if (wrong !== undefined) return err(wrong);
  if (!saysSplit(said)) return change;
  const splitting = { account, amountMinor: Number(amountMinor), wishes: old };
  const divided = await splitWishes(means, said, splitting);
  if (!divided.ok) return divided;
  const { split } = divided.value;
  return ok((wishes) => ({ ...change.value(wishes), split }));
}
