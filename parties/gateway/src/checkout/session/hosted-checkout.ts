// What the hosted pages ask for: a session as its page shows it, and paying it with a card. A second
// click waits for the first one and gets its result.

import type { BrowserFacts } from '../../authentication/browser-facts.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import { notKept, type PaymentMeans, type PaymentView } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { noBilling } from '../../vault/store.ts';
import type { Vault } from '../../vault/vault.ts';
import type {
  CardEntry,
  CheckoutSessions,
  CheckoutState,
  CheckoutView,
  PayOutcome,
} from '../pages/ports.ts';
import { challengeUrl, isPaid, successUrl } from './addresses.ts';
import type { CheckoutSession } from './session.ts';

export type HostedMeans = {
  readonly payments: PaymentMeans;
  readonly vault: Vault;
  readonly publicUrl: string;
};

export function hostedCheckout(means: HostedMeans): CheckoutSessions {
  const refusals = openRefusals(means);
  return {
    async loadSession(id) {
      const found = await load(means, id);
      return found && viewOf(means, found.session, found.view);
    },
    payWithCard: (id, card, browser) =>
      means.payments.inTurn(`pay|${id}`, () => pay(means, refusals, { id, card, browser })),
  };
}

type Found = { readonly session: CheckoutSession; readonly view: PaymentView };

async function load(means: HostedMeans, id: string): Promise<Found | undefined> {
  const view = await loadPaymentOfSession(means.payments.db, id);
  const session = view?.session ?? undefined;
  return view && session && { session, view };
}

type Paying = { readonly id: string; readonly card: CardEntry; readonly browser: BrowserFacts };

async function pay(
  means: HostedMeans,
  refusals: Refusals,
  { id, card, browser }: Paying,
): Promise<PayOutcome> {
  const found = await load(means, id);
  if (found === undefined) return { kind: 'gone' };
  const { session, view } = found;
  const { accountId, intentId } = session;
  if (
    stateOf(means, session, view).kind !== 'open' &&
    view.intent.state.status !== 'requires_action'
  ) {
    return outcomeOf(means, session, view);
  }
  const method = seal(means, session, card);
  const known = refusals.recent(session, method) ?? openChallenge(means, session, view, method);
  if (known !== undefined) {
    means.vault.forgetCvc(method.sealed);
    return known;
  }
  const confirmed = await confirmIntent(means.payments, {
    accountId,
    id: intentId,
    method,
    change: null,
    browser,
    cause: null,
    once: notKept,
    known: view,
  });
  if (confirmed.ok) {
    const outcome = outcomeOf(means, session, confirmed.value);
    if (outcome.kind === 'refused') refusals.remember(session, method, outcome);
    return outcome;
  }
  // Somebody else's move came first: what the payment is now is the answer.
  means.vault.forgetCvc(method.sealed);
  const now = await load(means, id);
  return now === undefined ? { kind: 'gone' } : outcomeOf(means, now.session, now.view);
}

function seal(means: HostedMeans, session: CheckoutSession, card: CardEntry): PaymentMethod {
  const { name, pan, expiry, cvc } = card;
  return means.vault.seal(
    { pan, expiry, cvc, holder: name },
    {
      accountId: session.accountId,
      nowMs: means.payments.clock.nowMs(),
      billing: { ...noBilling, name, email: session.details.customerEmail },
      metadata: {},
      customer: null,
    },
  );
}

const sameChallengeMs = 30_000;

/** The same card a moment later is a second click: its challenge is open already. */
function openChallenge(
  means: HostedMeans,
  session: CheckoutSession,
  view: PaymentView,
  method: PaymentMethod,
): PayOutcome | undefined {
  const { attempt, state } = view.intent;
  if (state.status !== 'requires_action' || attempt === null) return undefined;
  const isFresh = means.payments.clock.nowMs() - attempt.openedAtMs < sameChallengeMs;
  const isSame = view.method !== null && cardKey(view.method) === cardKey(method);
  return isFresh && isSame ? outcomeOf(means, session, view) : undefined;
}

const cardKey = ({ face }: PaymentMethod) =>
  `${face.fingerprint}|${face.expiry.month}|${face.expiry.year}`;

function outcomeOf(means: HostedMeans, session: CheckoutSession, view: PaymentView): PayOutcome {
  const { state, lastProblem } = view.intent;
  if (isPaid(state.status)) return { kind: 'succeeded', url: successUrl(session, means.publicUrl) };
  if (state.status === 'requires_action') {
    return { kind: 'challenge', url: challengeUrl(means.publicUrl, state.authenticationId) };
  }
  if (state.status === 'processing') return { kind: 'processing' };
  if (state.status === 'canceled' || lastProblem === null) return { kind: 'gone' };
  return { kind: 'refused', words: lastProblem.words };
}

type Refusals = {
  recent(session: CheckoutSession, method: PaymentMethod): PayOutcome | undefined;
  remember(session: CheckoutSession, method: PaymentMethod, outcome: PayOutcome): void;
};

const sameClickMs = 3_000;
const refusalsMax = 1_000;

/** A second click after a quick refusal must not ask the bank again. */
function openRefusals({ payments: { clock } }: HostedMeans): Refusals {
  const kept = new Map<string, { key: string; outcome: PayOutcome; untilMs: number }>();
  return {
    recent(session, method) {
      const found = kept.get(session.id);
      const isSame = found?.key === cardKey(method) && found.untilMs > clock.nowMs();
      return isSame ? found.outcome : undefined;
    },
    remember(session, method, outcome) {
      if (kept.size >= refusalsMax) kept.clear();
      kept.set(session.id, {
        key: cardKey(method),
        outcome,
        untilMs: clock.nowMs() + sameClickMs,
      });
    },
  };
}

async function viewOf(
  means: HostedMeans,
  session: CheckoutSession,
  view: PaymentView,
): Promise<CheckoutView> {
  const { details, shipping, total } = session;
  const merchant = await means.payments.merchant(session.accountId);
  return {
    id: session.id,
    isTest: true,
    merchant: brandingOf(merchant),
    locale: details.locale === 'auto' ? null : details.locale,
    orderNumber: details.clientReferenceId,
    lines: session.lines.map(({ name, description, quantity, subtotalMinor }) => ({
      name,
      note: description ?? undefined,
      quantity,
      amount: { currency: total.currency, minor: BigInt(subtotalMinor) },
    })),
    shipping: details.shippingRate === null ? null : shipping,
    tax:
      details.tax === null
        ? null
        : { amount: session.tax, isIncluded: session.taxAdded.minor === 0n },
    discount: null,
    total,
    email: details.customerEmail,
    state: stateOf(means, session, view),
    successUrl: successUrl(session, means.publicUrl),
    cancelUrl: details.cancelUrl,
  };
}

/** How the merchant's pages look. */
export function brandingOf({ brand, language }: Merchant): CheckoutView['merchant'] {
  const { logo, icon, ...rest } = brand;
  return { ...rest, logo: logo || undefined, icon: icon || undefined, language };
}

function stateOf(
  means: HostedMeans,
  session: CheckoutSession,
  { intent }: PaymentView,
): CheckoutState {
  const isOverdue = means.payments.clock.nowMs() >= session.expiresAtMs;
  if (session.status === 'complete') {
    const reference = intent.attempt?.wire.rrn ?? null;
    return { kind: 'paid', reference, paidAtMs: session.completedAtMs };
  }
  if (session.status === 'expired') return { kind: isOverdue ? 'expired' : 'canceled' };
  if (intent.state.status === 'processing') return { kind: 'waiting' };
  if (isOverdue) return { kind: 'expired' };
  if (intent.state.status === 'requires_action') {
    const url = challengeUrl(means.publicUrl, intent.state.authenticationId);
    return { kind: 'confirming', challengeUrl: url };
  }
  return { kind: 'open', problem: intent.lastProblem?.words ?? null };
}
