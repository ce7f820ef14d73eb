// A session as its page shows it: in the words of the page, with what the payment has come to.

import { money, subtract } from '@kassa/money';
import type { Merchant } from '../../merchants/merchant.ts';
import type { PaymentView } from '../../payments/ports.ts';
import type { SetupView } from '../../setups/ports.ts';
import type { CheckoutState, CheckoutView } from '../pages/ports.ts';
import { challengeUrl, successUrl } from './addresses.ts';
import { leastOf, ownRange, seenOf } from './apply-entry.ts';
import type { CheckoutSession } from './session.ts';

export type Viewing = {
  readonly merchant: Merchant;
  readonly publicUrl: string;
  readonly state: CheckoutState;
};

export function viewOf(session: CheckoutSession, viewing: Viewing): CheckoutView {
  const { details, collected, shipping, total, tax, taxAdded } = session;
  const { currency } = total;
  const taxIncluded = subtract(tax, taxAdded);
  const isTaxed = details.tax !== null;
  return {
    id: session.id,
    mode: session.pays.mode,
    isTest: true,
    merchant: brandingOf(viewing.merchant),
    locale: details.locale === 'auto' ? null : details.locale,
    orderNumber: details.clientReferenceId,
    lines: session.lines.map((line) => ({
      id: line.id,
      name: line.name,
      note: line.description ?? undefined,
      quantity: line.quantity,
      amount: money(currency, line.subtotalMinor),
      adjustable: line.adjustable && { ...line.adjustable, minimum: leastOf(line.adjustable) },
      own: ownRange(line),
    })),
    shipping: details.shippingRate === null ? null : shipping,
    shippingOptions: details.shippingOptions.map(({ rate, name, minor, estimate }) => ({
      id: rate,
      name,
      amount: money(currency, minor),
      estimate,
    })),
    shippingRate: details.shippingRate,
    taxIncluded: isTaxed && taxIncluded.minor > 0n ? taxIncluded : null,
    taxAdded: isTaxed && taxAdded.minor > 0n ? taxAdded : null,
    discount: null,
    total,
    seen: seenOf(session),
    ask: details.ask,
    entered: collected,
    texts: details.texts,
    confirmation: details.confirmation,
    submit: details.submitType ?? 'pay',
    email: collected.email ?? details.customerEmail,
    state: viewing.state,
    successUrl: details.successUrl === null ? null : successUrl(session, viewing.publicUrl),
    cancelUrl: details.cancelUrl,
  };
}

/** How the merchant's pages look. */
export function brandingOf({ brand, language }: Merchant): CheckoutView['merchant'] {
  const { logo, icon, ...rest } = brand;
  return { ...rest, logo: logo || undefined, icon: icon || undefined, language };
}

export type Moment = { readonly publicUrl: string; readonly nowMs: number };

export function stateOf(
  session: CheckoutSession,
  { intent }: PaymentView,
  { nowMs, publicUrl }: Moment,
): CheckoutState {
  const isOverdue = nowMs >= session.expiresAtMs;
  if (session.status === 'complete') {
    const reference = intent.attempt?.wire.rrn ?? null;
    return { kind: 'paid', reference, paidAtMs: session.completedAtMs };
  }
  if (session.status === 'expired') return { kind: isOverdue ? 'expired' : 'canceled' };
  if (intent.state.status === 'processing') return { kind: 'waiting' };
  if (isOverdue) return { kind: 'expired' };
  if (intent.state.status === 'requires_action') {
    const url = challengeUrl(publicUrl, intent.state.authenticationId);
    return { kind: 'confirming', challengeUrl: url };
  }
  return { kind: 'open', problem: intent.lastProblem?.words ?? null };
}

/** Nothing is held for a card that is kept: while its bank is asked the page may be shown. */
export function stateOfSetup(
  session: CheckoutSession,
  { setup }: SetupView,
  { nowMs, publicUrl }: Moment,
): CheckoutState {
  const isOverdue = nowMs >= session.expiresAtMs;
  if (session.status === 'complete') {
    return { kind: 'paid', reference: null, paidAtMs: session.completedAtMs };
  }
  if (session.status === 'expired') return { kind: isOverdue ? 'expired' : 'canceled' };
  if (isOverdue) return { kind: 'expired' };
  if (setup.state.status === 'requires_action') {
    const url = challengeUrl(publicUrl, setup.state.authenticationId);
    return { kind: 'confirming', challengeUrl: url };
  }
  return { kind: 'open', problem: setup.lastProblem?.words ?? null };
}
