// What the hosted pages ask for: a session as its page shows it, and paying it with a card. A second
// click waits for the first one and gets its result.

import { err, ok } from '@kassa/result';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import { notKept, type PaymentMeans, type PaymentView } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import { loadRecord } from '../../records/store.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { noBilling } from '../../vault/store.ts';
import type { Vault } from '../../vault/vault.ts';
import { paymentLinks } from '../links/payment-link.ts';
import { isUsedUp } from '../links/store.ts';
import type { CheckoutSessions, Paying, PayOutcome } from '../pages/ports.ts';
import { challengeUrl, isPaid, successUrl } from './addresses.ts';
import { placeOf, seenOf, shippingTo, withChoices, withEntry } from './apply-entry.ts';
import { changeSession } from './change-session.ts';
import { expireInTime } from './expire-session.ts';
import type { CheckoutSession } from './session.ts';
import { stateOf, viewOf } from './view-of-session.ts';

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
      if (found === undefined) return undefined;
      const merchant = await means.payments.merchant(found.session.accountId);
      return viewOf(found.session, found.view, { merchant, ...hereAndNow(means) });
    },
    async choose(id, choices) {
      const wish = (session: CheckoutSession) => withChoices(session, choices);
      return (await changed(means, id, wish)) !== undefined;
    },
    payWithCard: (id, paying) =>
      means.payments.inTurn(`pay|${id}`, () => pay(means, refusals, { id, ...paying })),
  };
}

const hereAndNow = ({ payments, publicUrl }: HostedMeans) => ({
  nowMs: payments.clock.nowMs(),
  publicUrl,
});

type Found = { readonly session: CheckoutSession; readonly view: PaymentView };

async function load(means: HostedMeans, id: string): Promise<Found | undefined> {
  const view = await loadPaymentOfSession(means.payments.db, id);
  const session = view?.session ?? undefined;
  return view && session && { session, view };
}

/** The session as the buyer wishes it; undefined if it can be changed no more. */
async function changed(
  { payments }: HostedMeans,
  id: string,
  wish: (session: CheckoutSession) => CheckoutSession,
): Promise<Found | undefined> {
  const done = await changeSession<{ readonly code: 'over' }>(payments, {
    id,
    change: ({ session, wishes }) => {
      const isOver = payments.clock.nowMs() >= session.expiresAtMs;
      if (session.status !== 'open' || isOver) return err({ code: 'over' });
      const wished = wish(session);
      const shipping = shippingTo(wished);
      return ok({ session: wished, wishes: shipping === null ? wishes : { ...wishes, shipping } });
    },
    cause: null,
    once: notKept,
  });
  if (!done.ok || done.value.session === null) return undefined;
  return { session: done.value.session, view: done.value };
}

type PayingNow = Paying & { readonly id: string };

async function pay(means: HostedMeans, refusals: Refusals, paying: PayingNow): Promise<PayOutcome> {
  const { id, browser } = paying;
  const found = await load(means, id);
  if (found === undefined) return { kind: 'gone' };
  if (!mayPay(means, found)) return outcomeOf(means, found.session, found.view);
  if (await isTooLate(means, found.session)) return { kind: 'gone' };
  const ordered = await ordering(means, found, paying);
  if (ordered === undefined) return { kind: 'gone' };
  const { session, view } = ordered;
  if (seenOf(session) !== paying.seen) return { kind: 'changed' };
  const { accountId, intentId } = session;
  const method = seal(means, session, paying);
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
    expected: session.total,
    cause: null,
    once: notKept,
    known: view,
  });
  if (confirmed.ok) {
    const outcome = outcomeOf(means, session, confirmed.value);
    if (outcome.kind === 'refused') refusals.remember(session, method, outcome);
    return outcome;
  }
  means.vault.forgetCvc(method.sealed);
  if (confirmed.error.code === 'amount_changed') return { kind: 'changed' };
  // Somebody else's move came first: what the payment is now is the answer.
  const now = await load(means, id);
  return now === undefined ? { kind: 'gone' } : outcomeOf(means, now.session, now.view);
}

function mayPay(means: HostedMeans, { session, view }: Found): boolean {
  const { kind } = stateOf(session, view, hereAndNow(means));
  return kind === 'open' || view.intent.state.status === 'requires_action';
}

/** Of a link that others have paid as often as it may be: its page says that nothing is charged. */
async function isTooLate(
  { payments }: HostedMeans,
  { accountId, id, details }: CheckoutSession,
): Promise<boolean> {
  if (details.link === null) return false;
  const link = await loadRecord(payments.db, paymentLinks, accountId, details.link);
  if (link === undefined || !(await isUsedUp(payments.db, link))) return false;
  await expireInTime(payments, { accountId, id });
  return true;
}

/** The order with all that the form says, stored before any bank is asked. */
async function ordering(
  means: HostedMeans,
  found: Found,
  { id, entry }: PayingNow,
): Promise<Found | undefined> {
  const wished = withEntry(found.session, entry);
  const isSame = JSON.stringify(wished, plain) === JSON.stringify(found.session, plain);
  return isSame ? found : changed(means, id, (session) => withEntry(session, entry));
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

function seal(means: HostedMeans, session: CheckoutSession, { card }: Paying): PaymentMethod {
  const { name, pan, expiry, cvc } = card;
  const { collected, details } = session;
  return means.vault.seal(
    { pan, expiry, cvc, holder: name },
    {
      accountId: session.accountId,
      nowMs: means.payments.clock.nowMs(),
      billing: {
        ...noBilling,
        name,
        email: collected.email ?? details.customerEmail,
        phone: collected.phone,
        address: collected.billing && placeOf(collected.billing),
      },
      metadata: {},
      customer: null,
      allowRedisplay: details.allowRedisplay,
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
