// What the shop needs of a payment platform, in the shop's own words. to-stripe.ts and
// from-stripe.ts plug in the official client; nothing else in the shop knows it.
import type { Result } from '@kassa/result';
import type { Order } from '../orders/order.ts';
import type { PaymentRefusal } from '../orders/order-event.ts';

export type SessionWish = {
  readonly order: Order;
  /** Counts from 1; with the order it names this wish, so that a repeated call is one session. */
  readonly attempt: number;
  /** The shop's address for the buyer's way back. */
  readonly returnUrl: string;
};

/** One Checkout Session as the shop sees it. */
export type SessionView = {
  readonly id: string;
  readonly orderNumber: string | undefined;
  readonly status: 'open' | 'complete' | 'expired';
  readonly isPaid: boolean;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The gateway's reference of the payment; there once the buyer has started to pay. */
  readonly reference: string | undefined;
  /** A try whose outcome nobody knows yet. */
  readonly isProcessing: boolean;
  readonly refusal: PaymentRefusal | undefined;
  readonly url: string | undefined;
  /** Opens its payment to the buyer's browser; for paying in the shop's own page. */
  readonly clientSecret: string | undefined;
};

/**
 * `unreachable`: nothing is known, ask again. `busy`: the same call is under way from another
 * request of ours. `not_taken`: the gateway said no to our request.
 */
export type GatewayTrouble = {
  readonly code: 'unreachable' | 'busy' | 'not_taken' | 'no_such_session';
  readonly detail: string;
};

export type GatewayEvent = {
  readonly id: string;
  readonly kind: string;
  readonly about:
    | { readonly what: 'session'; readonly view: SessionView }
    | {
        readonly what: 'refusal';
        readonly orderNumber: string;
        readonly attempt: number | undefined;
        readonly refusal: PaymentRefusal;
      }
    | { readonly what: 'other' };
};

export interface PaymentGateway {
  openSession(wish: SessionWish): Promise<Result<SessionView, GatewayTrouble>>;
  readSession(id: string): Promise<Result<SessionView, GatewayTrouble>>;
  /** Closes it for paying; one that is complete already is answered as it is. */
  expireSession(id: string): Promise<Result<SessionView, GatewayTrouble>>;
  /** Only what carries the gateway's signature over these very bytes. */
  readEvent(body: Buffer, signature: string): Result<GatewayEvent, { readonly code: 'unsigned' }>;
}
