// A session put together from an order, whoever has made it: the API, a payment link, a link that
// recovers an expired one. Pure; what becomes of it is decided by open-session.ts.

import type { Currency } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId, SessionId } from '../../ids.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { nothingCollected } from './collected.ts';
import { reckon } from './reckon.ts';
import type { CheckoutSession, Pays, SessionDetails, SessionLine, SessionTax } from './session.ts';
import { taxOfSession } from './tax-of-session.ts';

/** What the session will be; sums, tax and choices follow from it. */
export type SessionPlan = {
  readonly currency: Currency;
  readonly lines: readonly SessionLine[];
  readonly details: Omit<SessionDetails, 'shippingRate' | 'shippingTaxMinor' | 'tax'>;
  /** What stands in the fields of the page before the buyer types. */
  readonly typed?: { readonly email: string | null };
  /** Null: no VAT is counted. */
  readonly exemption: SessionTax['exemption'] | null;
  readonly expiresAtMs: number;
};

export type TotalRefusal =
  | { readonly code: 'total_too_small' }
  | { readonly code: 'total_too_large' };

export type GivenIds = {
  readonly accountId: AccountId;
  readonly id: SessionId;
  readonly pays: Pays;
};

const totalMax = 99_999_999n;

export function newSession(
  plan: SessionPlan,
  ids: GivenIds,
  { merchant, nowMs }: { readonly merchant: Merchant; readonly nowMs: number },
): Result<CheckoutSession, TotalRefusal> {
  const { currency, exemption } = plan;
  const collected = { ...nothingCollected, ...plan.typed };
  const tax = exemption === null ? null : taxOfSession(merchant, { collected, exemption }, nowMs);
  const shipping = plan.details.shippingOptions[0];
  const reckoned = reckon({ currency, lines: plan.lines, shipping, tax });
  const { shippingTaxMinor, ...sums } = reckoned;
  // What keeps a card costs nothing.
  const refusal = ids.pays.mode === 'setup' ? undefined : refuseTotal(sums.total.minor);
  if (refusal !== undefined) return err(refusal);
  return ok({
    ...ids,
    ...sums,
    version: 1,
    createdAtMs: nowMs,
    status: 'open',
    details: { ...plan.details, shippingRate: shipping?.rate ?? null, shippingTaxMinor, tax },
    collected,
    expiresAtMs: plan.expiresAtMs,
    completedAtMs: null,
  });
}

/** Nothing to pay is no payment, and eight digits are the limit of every currency. */
export function refuseTotal(minor: bigint): TotalRefusal | undefined {
  if (minor < 1n) return { code: 'total_too_small' };
  return minor > totalMax ? { code: 'total_too_large' } : undefined;
}

export const sessionLifeMs = 24 * 3_600_000;
