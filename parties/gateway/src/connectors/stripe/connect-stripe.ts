// The connector to Stripe, and to whoever speaks as Stripe does. A payment there has two requests: the
// wish, which no bank sees, and its confirmation, which is sent only when the wish's name is kept
// here. So whatever is lost on the way, what became of it can be asked, and can be called back.

import { assert } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import Stripe from 'stripe';
import type { AuthorizationEnd, AuthorizationRequest, Connector } from '../connector.ts';
import type { ConnectorMeans } from '../means.ts';
import { nameMessage } from '../name-message.ts';
import { openReferences } from '../references.ts';
import { type Failure, failureOf, shownBy, verificationEnd } from './from-stripe.ts';
import { inquire } from './inquire.ts';
import { tell } from './tell.ts';
import { confirmParams, setupParams, wishParams } from './to-stripe.ts';

export type StripeOptions = {
  readonly name: string;
  readonly url: string;
  readonly key: Secret<string>;
  readonly timeoutMs: number;
  readonly inquiryTimeoutMs: number;
  readonly takesProof: boolean;
};

/** What the parts of this connector share. */
export type StripeDesk = {
  readonly stripe: Stripe;
  readonly references: ReturnType<typeof openReferences>;
  readonly options: StripeOptions;
  readonly means: ConnectorMeans;
};

export function connectStripe(options: StripeOptions, means: ConnectorMeans): Connector {
  const { name, key, timeoutMs } = options;
  const desk: StripeDesk = {
    stripe: new Stripe(key.reveal(), { ...placeOf(options.url), timeout: timeoutMs }),
    references: openReferences(name, means.db, means.clock),
    options,
    means,
  };
  return {
    name,
    async nameMessage(merchant) {
      return nameMessage(merchant, await means.stans.next(), means.clock.nowMs());
    },
    authorize: (request) => authorize(desk, request),
    // Stripe raises holds for few kinds of business; the hold as it is can be captured all the same.
    increment: async () => ({ kind: 'not_attempted', why: 'no_increments_at_this_provider' }),
    async verify(request) {
      const card = means.cardFor(request.card);
      if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
      const { rrn } = request.wire;
      try {
        const setup = setupParams(request, card.value);
        const made = await desk.stripe.setupIntents.create(setup, { idempotencyKey: rrn });
        return verificationEnd(made);
      } catch (error) {
        return asEnd(failureOf(error));
      }
    },
    inquire: (request) => inquire(desk, request),
    tell: (advice) => tell(desk, advice),
    // There is no line that could be up or down: each request finds out for itself.
    isConnected: () => true,
    close: async () => {},
  };
}

/** Where the client asks; it repeats nothing by itself, for what is repeated is decided here. */
function placeOf(url: string) {
  const { protocol, hostname, port } = new URL(url);
  assert(protocol === 'http:' || protocol === 'https:', `${url} is an address of HTTP`);
  return {
    host: hostname,
    protocol: protocol === 'http:' ? 'http' : 'https',
    maxNetworkRetries: 0,
    telemetry: false,
    ...(port === '' ? {} : { port }),
  } as const;
}

async function authorize(
  desk: StripeDesk,
  request: AuthorizationRequest,
): Promise<AuthorizationEnd> {
  const { stripe, means, options, references } = desk;
  const card = means.cardFor(request.card);
  if (!card.ok) return { kind: 'not_attempted', why: card.error.code };
  const wish = await makeWish(desk, request);
  if (wish.kind !== 'made') return wish;
  const named = { accountId: request.merchant.accountId, wire: request.wire };
  const sent = await references.begin(named, wish.id);
  if (sent.kind === 'never') return { kind: 'not_attempted', why: 'closed' };
  // So old a repetition that its key is forgotten there: nothing is confirmed twice.
  if (sent.reference !== wish.id) return { kind: 'unknown', why: 'sent_before' };
  const { rrn } = request.wire;
  try {
    const params = confirmParams(request, card.value, options);
    const confirmed = await stripe.paymentIntents.confirm(wish.id, params, {
      idempotencyKey: `${rrn}-confirm`,
    });
    return await endOf(desk, confirmed);
  } catch (error) {
    return asEnd(failureOf(error));
  }
}

type Wish =
  | { readonly kind: 'made'; readonly id: string }
  | { readonly kind: 'not_attempted'; readonly why: string };

/** Whatever fails here, no bank has been asked. */
async function makeWish(
  { stripe, options }: StripeDesk,
  request: AuthorizationRequest,
): Promise<Wish> {
  const once = { idempotencyKey: request.wire.rrn, timeout: options.inquiryTimeoutMs };
  try {
    const { id } = await stripe.paymentIntents.create(wishParams(request), once);
    return { kind: 'made', id };
  } catch (error) {
    const failure = failureOf(error);
    const why = failure.kind === 'refused' ? failure.responseCode : failure.why;
    return { kind: 'not_attempted', why };
  }
}

async function endOf(desk: StripeDesk, intent: Stripe.PaymentIntent): Promise<AuthorizationEnd> {
  const shown = shownBy(intent);
  switch (shown.kind) {
    case 'needs_cardholder':
      await giveUp(desk, intent.id);
      return { kind: 'refused', responseCode: '1A' };
    case 'waiting':
    case 'canceled':
    case 'under_way':
      return { kind: 'unknown', why: `status ${intent.status}` };
    default:
      return shown;
  }
}

/**
 * The cardholder has shown us who they are; what more is wanted is for a challenge of ours. Nobody else
 * can go on with this one, so that it is refused does not hang on the answer.
 */
async function giveUp({ stripe, means }: StripeDesk, id: string): Promise<void> {
  try {
    await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: `${id}-closed` });
  } catch (error) {
    means.log.warn({ id, failure: failureOf(error) }, 'a payment that wants more is not canceled');
  }
}

function asEnd(failure: Failure) {
  if (failure.kind !== 'not_taken') return failure;
  const { why } = failure;
  // Only what has been confirmed before is in a state that surprises.
  if (why.endsWith('_unexpected_state')) return { kind: 'unknown', why } as const;
  return { kind: 'not_attempted', why } as const;
}
