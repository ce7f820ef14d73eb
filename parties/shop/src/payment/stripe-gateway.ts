// The gateway through the official client. A refusal of the API and a dead line are told apart:
// the first is an answer, after the second nothing is known and the same call may be repeated.
import type { Log } from '@kassa/log';
import { err, ok } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import Stripe from 'stripe';
import { gatewayEvent, sessionView } from './from-stripe.ts';
import type { GatewayTrouble, PaymentGateway } from './gateway.ts';
import { idempotencyKeyOf, sessionParams } from './to-stripe.ts';

export type StripeGatewayOptions = {
  readonly url: string;
  readonly key: Secret<string>;
  readonly webhookSecret: Secret<string>;
  readonly clock: Clock;
  readonly log: Log;
};

const timeoutMs = 10_000;
const expand = ['payment_intent'];

export function stripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const stripe = openClient(options);
  const answer = async (call: () => Promise<Stripe.Checkout.Session>) => {
    try {
      return ok(sessionView(await call()));
    } catch (error) {
      return err(troubleOf(error, options.log));
    }
  };
  const readSession = (id: string) =>
    answer(() => stripe.checkout.sessions.retrieve(id, { expand }));
  return {
    readSession,
    openSession: (wish) =>
      answer(() =>
        stripe.checkout.sessions.create(
          { ...sessionParams(wish), expand },
          { idempotencyKey: idempotencyKeyOf(wish) },
        ),
      ),
    expireSession: async (id) => {
      const expired = await answer(() => stripe.checkout.sessions.expire(id, { expand }));
      // It was complete, or expired before: the gateway refuses, and its state tells which.
      return expired.ok || expired.error.code !== 'not_taken' ? expired : readSession(id);
    },
    readEvent: (body, signature) => {
      try {
        const nowMs = options.clock.nowMs();
        const [tolerance, provider] = [undefined, undefined];
        const event = stripe.webhooks.constructEvent(
          body,
          signature,
          options.webhookSecret.reveal(),
          tolerance,
          provider,
          nowMs,
        );
        return ok(gatewayEvent(event));
      } catch {
        return err({ code: 'unsigned' });
      }
    },
  };
}

function openClient({ url, key }: StripeGatewayOptions): Stripe {
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === 'http:';
  return new Stripe(key.reveal(), {
    host: hostname,
    port: port || (isPlain ? 80 : 443),
    protocol: isPlain ? 'http' : 'https',
    maxNetworkRetries: 1,
    timeout: timeoutMs,
    telemetry: false,
  });
}

function troubleOf(error: unknown, log: Log): GatewayTrouble {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const detail = `${error.type} ${error.code ?? ''} ${error.message}`.slice(0, 300);
  log.warn({ detail, requestId: error.requestId, status: error.statusCode }, 'gateway trouble');
  const status = error.statusCode ?? 500;
  if (status === 404) return { code: 'no_such_session', detail };
  if (status === 409) return { code: 'busy', detail };
  // 429: too many at once, which passes.
  return { code: status >= 500 || status === 429 ? 'unreachable' : 'not_taken', detail };
}
