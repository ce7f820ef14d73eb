// A merchant's server for tests: takes webhooks over real HTTP, keeps what it was told and how.

import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import Stripe from 'stripe';

export type TestShop = AsyncDisposable & {
  readonly url: string;
  /** Verified with the official client, oldest first. */
  readonly events: readonly Stripe.Event[];
  /** The same as it came, for who wants to verify it otherwise. */
  readonly told: readonly { readonly body: string; readonly signature: string }[];
  /** What it answers; 200 when nothing is said. */
  answer(status: number): void;
  close(): Promise<void>;
};

export const webhookSecret = 'whsec_of_the_tests';

export async function startTestShop(nowMs: () => number): Promise<TestShop> {
  const events: Stripe.Event[] = [];
  const told: { readonly body: string; readonly signature: string }[] = [];
  let status = 200;
  const app = openHttp({ name: 'test shop', log: silentLog });
  app.post('/webhooks', { config: { rawBody: true } }, async (request, reply) => {
    const signature = String(request.headers['stripe-signature']);
    const { webhooks } = new Stripe('sk_test_unused');
    const body = String(request.rawBody ?? '');
    told.push({ body, signature });
    events.push(
      webhooks.constructEvent(body, signature, webhookSecret, undefined, undefined, nowMs()),
    );
    return reply.status(status).send({ received: true });
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url: `${url}/webhooks`,
    events,
    told,
    answer: (next) => {
      status = next;
    },
    close: () => app.close(),
    [Symbol.asyncDispose]: () => app.close(),
  };
}
