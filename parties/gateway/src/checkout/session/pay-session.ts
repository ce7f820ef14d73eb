// Paying a session on its page: the order with all that the form says is stored first, then the bank
// is asked. A second click waits for the first one and gets its result.

import { err, ok } from '@kassa/result';
import { confirmIntent } from '../../payments/confirm-intent.ts';
import { notKept, type PaymentView } from '../../payments/ports.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import type { Paying, PayOutcome } from '../pages/ports.ts';
import { challengeUrl, isPaid, successUrl } from './addresses.ts';
import { seenOf, shippingTo, withEntry } from './apply-entry.ts';
import { changeSession } from './change-session.ts';
import type { HostedMeans } from './hosted-means.ts';
import { type Found, isTooLate, loadPaid, mayPay, type Ready } from './payable.ts';
import { cardKey, type Refusals } from './recent-refusals.ts';
import { sealCard } from './seal-card.ts';
import type { CheckoutSession } from './session.ts';
import { takePlace } from './take-place.ts';

/** The session as the buyer wishes it; undefined if it can be changed no more. */
export async function changedByBuyer(
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

export type PayingNow = Paying & {
  readonly id: string;
  /** Comes when the buyer must be told something, whatever is known by then. */
  readonly timeToTell: Promise<void>;
};

export async function paySession(
  means: HostedMeans,
  refusals: Refusals,
  { found, paying }: { readonly found: Found; readonly paying: PayingNow },
): Promise<PayOutcome> {
  const { browser, timeToTell } = paying;
  const { waitingRoom } = means;
  // A second tab, or a second click: it has its place.
  if (waitingRoom.ahead(found.session.id) !== undefined) return { kind: 'queued' };
  if (!mayPay(means, found)) return outcomeOf(means, found.session, found.view);
  if (await isTooLate(means, found.session)) return { kind: 'gone' };
  const ordered = await ordering(means, found, paying);
  if (ordered === undefined) return { kind: 'gone' };
  const { session, view } = ordered;
  if (seenOf(session) !== paying.seen) return { kind: 'changed' };
  const method = sealCard(means, session, paying.card);
  const known = refusals.recent(session, method) ?? openChallenge(means, session, view, method);
  if (known !== undefined) {
    means.vault.forgetCvc(method.sealed);
    return known;
  }
  waitingRoom.comesBack(session.id);
  const ready = { session, view, method, browser };
  // Who comes later does not go first.
  const outcome = waitingRoom.hasGuestsOf(session.accountId)
    ? 'no_room'
    : await confirmNow(means, refusals, { ...ready, timeToTell });
  return outcome === 'no_room' ? takePlace(means, ready) : outcome;
}

async function confirmNow(
  means: HostedMeans,
  refusals: Refusals,
  { session, view, method, browser, timeToTell }: Ready & Pick<PayingNow, 'timeToTell'>,
): Promise<PayOutcome | 'no_room'> {
  const confirming = confirmIntent(means.payments, {
    accountId: session.accountId,
    id: view.intent.id,
    method,
    change: null,
    browser,
    expected: session.total,
    cause: null,
    once: notKept,
    known: view,
  });
  const confirmed = await inTime(means, confirming, timeToTell);
  // It goes on; the page that is shown meanwhile says so, and looks for itself.
  if (confirmed === 'not yet') return { kind: 'processing' };
  if (confirmed.ok) {
    const outcome = outcomeOf(means, session, confirmed.value);
    if (outcome.kind === 'refused') refusals.remember(session, method, outcome);
    return outcome;
  }
  if (confirmed.error.code === 'over_capacity') return 'no_room';
  means.vault.forgetCvc(method.sealed);
  if (confirmed.error.code === 'amount_changed') return { kind: 'changed' };
  // Somebody else's move came first: what the payment is now is the answer.
  const now = await loadPaid(means, session.id);
  return now === undefined ? { kind: 'gone' } : outcomeOf(means, now.session, now.view);
}

function inTime<T>(
  { payments }: HostedMeans,
  work: Promise<T>,
  timeToTell: Promise<void>,
): Promise<T | 'not yet'> {
  const failed = (error: unknown) => payments.log.error({ err: error }, 'a payment met a bug');
  work.catch(failed);
  return Promise.race([work, timeToTell.then(() => 'not yet' as const)]);
}

/** The order with all that the form says, stored before any bank is asked. */
async function ordering(
  means: HostedMeans,
  found: Found,
  { id, entry }: PayingNow,
): Promise<Found | undefined> {
  const wished = withEntry(found.session, entry);
  const isSame = JSON.stringify(wished, plain) === JSON.stringify(found.session, plain);
  return isSame ? found : changedByBuyer(means, id, (session) => withEntry(session, entry));
}

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

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
