// A Checkout Session: what the hosted page shows and the PaymentIntent it pays. Its state follows
// the payment's; only its expiry is its own.

import type { Money } from '@kassa/money';
import { z } from 'zod';
import type { AccountId, PaymentIntentId, SessionId } from '../../ids.ts';

export type SessionStatus = 'open' | 'complete' | 'expired';

export type CheckoutSession = {
  readonly accountId: AccountId;
  readonly id: SessionId;
  readonly intentId: PaymentIntentId;
  readonly createdAtMs: number;
  readonly status: SessionStatus;
  readonly subtotal: Money;
  readonly shipping: Money;
  readonly total: Money;
  readonly lines: readonly SessionLine[];
  readonly details: SessionDetails;
  readonly expiresAtMs: number;
  readonly completedAtMs: number | null;
};

const lineSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  images: z.array(z.string()),
  quantity: z.number(),
  unitMinor: z.number(),
});

const detailsSchema = z.object({
  successUrl: z.string(),
  cancelUrl: z.string().nullable(),
  clientReferenceId: z.string().nullable(),
  customerEmail: z.string().nullable(),
  customer: z.string().nullable(),
  locale: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  shippingName: z.string().nullable(),
  captureMethod: z.enum(['automatic', 'manual']),
});

/** One row of the order; amounts are whole minor units of the session's currency. */
export type SessionLine = Readonly<z.output<typeof lineSchema>>;
export type SessionDetails = Readonly<z.output<typeof detailsSchema>>;

export const readLines = (json: unknown): readonly SessionLine[] => z.array(lineSchema).parse(json);
export const readDetails = (json: unknown): SessionDetails => detailsSchema.parse(json);
