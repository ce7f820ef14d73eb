// What the tests of payments share: paying with the official client, and asking what became of it.

import { column } from '@kassa/database';
import Stripe from 'stripe';
import { type TestGateway, visa } from './test-gateway.ts';

export const back = 'https://shop.example/back';

export async function pay(
  gateway: TestGateway,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
) {
  const method = await gateway.stripe.paymentMethods.create({ type: 'card', card: visa() });
  return gateway.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'bam',
    payment_method: method.id,
    confirm: true,
    return_url: back,
    ...more,
  });
}

/** The error of a call that must fail. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error('the call did not fail with an error of the API', { cause: error });
}

export async function statusOf({ stripe }: TestGateway, id: string): Promise<string> {
  return (await stripe.paymentIntents.retrieve(id)).status;
}

/** Under which name the bank knows the last attempt. */
export async function rrnOf({ db }: TestGateway, intentId: string): Promise<string> {
  const text = 'select rrn from payment_attempt where intent_id = $1 order by id desc limit 1';
  return (await db.one({ text, values: [intentId] }, (row) => column.text(row, 'rrn'))) ?? '';
}
