// What has happened to an order, in order. The row of shop_order is only the latest picture of it.
import type { OrderStatus } from './transitions.ts';

/** Why the bank (or the gateway) said no, in Stripe's words. */
export type PaymentRefusal = {
  /** The gateway's name of the try, so that the same refusal is noted once. */
  readonly id: string;
  readonly code: string;
  readonly declineCode?: string | undefined;
};

export type CancelReason = 'buyer' | 'replaced';

export type OrderEvent =
  | {
      readonly kind: 'order_placed';
      readonly atMs: number;
      readonly totalMinor: bigint;
      readonly currency: string;
    }
  | { readonly kind: 'attempt_started'; readonly atMs: number; readonly attempt: number }
  | {
      readonly kind: 'session_opened';
      readonly atMs: number;
      readonly attempt: number;
      readonly sessionId: string;
      readonly url: string;
    }
  | {
      readonly kind: 'attempt_closed';
      readonly atMs: number;
      readonly attempt: number;
      readonly why: 'expired' | 'replaced';
    }
  | {
      readonly kind: 'payment_refused';
      readonly atMs: number;
      readonly refusal: PaymentRefusal;
    }
  | { readonly kind: 'payment_processing'; readonly atMs: number; readonly attempt: number }
  | {
      readonly kind: 'order_paid';
      readonly atMs: number;
      /** The gateway's reference of the payment. [B13] */
      readonly reference: string;
      readonly sessionId: string;
      /** The state the order was in: anything but pending is late money, honoured. */
      readonly after: OrderStatus;
    }
  | { readonly kind: 'order_cancelled'; readonly atMs: number; readonly reason: CancelReason }
  | { readonly kind: 'order_expired'; readonly atMs: number }
  | {
      readonly kind: 'payment_mismatched';
      readonly atMs: number;
      readonly reference: string;
      readonly amountMinor: bigint;
      readonly currency: string;
    }
  | { readonly kind: 'second_payment_seen'; readonly atMs: number; readonly reference: string };
