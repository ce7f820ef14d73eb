// Keeping a card on its page: a session of the mode `setup`. Nothing is paid; the bank is asked whether
// the card is good and the cardholder theirs.

import { unit } from '@kassa/database';
import { notKept } from '../../payments/ports.ts';
import { confirmSetup } from '../../setups/confirm-setup.ts';
import type { SetupView } from '../../setups/ports.ts';
import { loadSetupOfSession } from '../../setups/store.ts';
import type { PayOutcome } from '../pages/ports.ts';
import { challengeUrl, successUrl } from './addresses.ts';
import { withEntry } from './apply-entry.ts';
import { type HostedMeans, hereAndNow } from './hosted-means.ts';
import type { PayingNow } from './pay-session.ts';
import { sealCard } from './seal-card.ts';
import type { CheckoutSession } from './session.ts';
import { updateSession } from './store.ts';
import { stateOfSetup } from './view-of-session.ts';

export type FoundSetup = { readonly session: CheckoutSession; readonly view: SetupView };

export async function loadKept(means: HostedMeans, id: string): Promise<FoundSetup | undefined> {
  const view = await loadSetupOfSession(means.payments.db, id);
  const session = view?.session ?? undefined;
  return view && session && { session, view };
}

export async function keepCard(
  means: HostedMeans,
  { id, card, entry, browser }: PayingNow,
): Promise<PayOutcome> {
  const found = await loadKept(means, id);
  if (found === undefined) return { kind: 'gone' };
  const { kind } = stateOfSetup(found.session, found.view, hereAndNow(means));
  if (kind !== 'open' && kind !== 'confirming') return outcomeOf(means, found);
  means.waitingRoom.comesBack(id);
  const session = await told(means, found.session, entry);
  if (session === undefined) return { kind: 'gone' };
  const { setup } = found.view;
  const confirmed = await confirmSetup(means.setups, {
    ...{ accountId: session.accountId, id: setup.id, cause: null, once: notKept },
    method: sealCard(means, session, card),
    change: (wishes) => wishes,
    browser,
  });
  if (confirmed.ok) return outcomeOf(means, { session, view: confirmed.value });
  if (confirmed.error.code === 'over_capacity') {
    means.waitingRoom.turnAway(id);
    return { kind: 'refused', words: 'over_capacity' };
  }
  const now = await loadKept(means, id);
  return now === undefined ? { kind: 'gone' } : outcomeOf(means, now);
}

/** The session with what the form says; undefined if somebody else has changed it just now. */
async function told(
  { payments }: HostedMeans,
  session: CheckoutSession,
  entry: PayingNow['entry'],
): Promise<CheckoutSession | undefined> {
  const after = { ...withEntry(session, entry), version: session.version + 1 };
  const committed = await payments.db.commit(unit(updateSession(session, after)));
  return committed.ok ? after : undefined;
}

function outcomeOf({ publicUrl }: HostedMeans, { session, view }: FoundSetup): PayOutcome {
  const { state, lastProblem } = view.setup;
  switch (state.status) {
    case 'succeeded':
      return { kind: 'succeeded', url: successUrl(session, publicUrl) };
    case 'requires_action':
      return { kind: 'challenge', url: challengeUrl(publicUrl, state.authenticationId) };
    default:
      if (lastProblem === null || state.status === 'canceled') return { kind: 'gone' };
      return { kind: 'refused', words: lastProblem.words };
  }
}
