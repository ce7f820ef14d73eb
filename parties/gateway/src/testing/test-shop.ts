// A merchant's server for tests: takes webhooks over real HTTP, keeps what it was told and how.

import { listen, openHttp } from '@kassa/http';
import { silentLog } from '@kassa/log';
import Stripe from 'stripe';

export type Told = {
  readonly signature: string;
  readonly body: string;
  /** By the gateway's clock. */
  readonly atMs: number;
};

export type TestShop = AsyncDisposable & {
  readonly url: string;
  /** Verified with the official client, oldest first. */
  readonly events: readonly Stripe.Event[];
  /** All that came, as it came: also what `events` could not verify. */
  readonly told: readonly Told[];
  /** What it answers; 200 when nothing is said. */
  answer(status: number): void;
  close(): Promise<void>;
};

export const webhookSecret = 'whsec_of_the_tests';

/** Without a secret nothing is verified; the test looks at what was told itself. */
export async function startTestShop(
  nowMs: () => number,
  secret: string | null = webhookSecret,
): Promise<TestShop> {
  const events: Stripe.Event[] = [];
  const told: Told[] = [];
  let status = 200;
  const app = openHttp({ name: 'test shop', log: silentLog });
  // Events at old versions hold the charges, and those their refunds: deeper than a request may be.
  const deep = { depth: 20, parameters: 1000 };
  app.post('/webhooks', { config: { rawBody: true, limits: deep } }, async (request, reply) => {
    const signature = String(request.headers['stripe-signature']);
    const body = request.rawBody ?? Buffer.alloc(0);
    told.push({ signature, body: body.toString('utf8'), atMs: nowMs() });
    const { webhooks } = new Stripe('sk_test_unused');
    if (secret !== null) {
      const checked = [signature, secret, undefined, undefined, nowMs()] as const;
      events.push(webhooks.constructEvent(body, ...checked));
    }
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
