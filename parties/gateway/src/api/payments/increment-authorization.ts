// POST /v1/payment_intents/:id/increment_authorization: a larger hold, before its capture. What is said
// along with it counts only if the bank agrees.

import type { Result } from '@kassa/result';
import { z } from 'zod';
import { incrementAuthorization } from '../../payments/increment-authorization.ts';
import type { PaymentView } from '../../payments/ports.ts';
import type { Wishes } from '../../payments/wishes.ts';
import type { Api } from '../api.ts';
import type { Answer, ApiError } from '../kernel/api-error.ts';
import { addEndpoint, type Call } from '../kernel/kernel.ts';
import {
  absent,
  amount,
  expansion,
  mergeMetadata,
  metadata,
  notTaken,
  text,
} from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';
import { finishIntent } from './finish-intent.ts';
import { incrementAnswer } from './increment-answer.ts';
import { statementText } from './payment-intent-input.ts';

const input = z.strictObject({
  ...expansion,
  amount,
  description: text(1000).optional(),
  metadata: metadata.optional(),
  amount_details: absent('line items of an increment'),
  application_fee_amount: notTaken('The fee of the application is set when the payment is made'),
  hooks: absent('automations'),
  payment_details: absent('details of trades'),
  statement_descriptor: statementText(5).optional(),
  transfer_data: notTaken('Where the money goes is set when the payment is made'),
});

type Input = z.output<typeof input>;

export function addIncrementAuthorization(api: Api): void {
  addEndpoint(api, {
    name: 'paymentIntents.incrementAuthorization',
    method: 'POST',
    url: '/v1/payment_intents/:id/increment_authorization',
    summary: 'Raises the hold of a PaymentIntent to a new total, if the bank agrees.',
    answers: 'payment_intent',
    input,
    run: (call) => increment(api.means, call),
  });
}

async function increment(
  means: ApiMeans,
  { accountId, id, input: given, cause, once }: Call<Input>,
): Promise<Result<Answer, ApiError>> {
  const answer = (view: PaymentView) => incrementAnswer(means, view, cause.requestId);
  const done = await incrementAuthorization(means.payments, {
    accountId,
    id,
    minor: BigInt(given.amount),
    change: (wishes) => merged(wishes, given),
    cause,
    once: once(answer),
  });
  return finishIntent(means, { accountId, id }, done, answer);
}

function merged(wishes: Wishes, given: Input): Wishes {
  const { description = wishes.description } = given;
  const { statement_descriptor: statementDescriptor = wishes.statementDescriptor } = given;
  const noted = mergeMetadata(wishes.metadata, given.metadata);
  return { ...wishes, description, statementDescriptor, metadata: noted };
}
