// What the hosted pages ask for: a session as its page shows it, the order as the buyer wishes it,
// paying it or keeping a card.

import { repaired } from '../../payments/repair.ts';
import type { CheckoutSessions, CheckoutState } from '../pages/ports.ts';
import { withChoices } from './apply-entry.ts';
import { type HostedMeans, hereAndNow } from './hosted-means.ts';
import { keepCard, loadKept } from './keep-card.ts';
import { changedByBuyer, paySession } from './pay-session.ts';
import { loadPaid } from './payable.ts';
import { openRefusals } from './recent-refusals.ts';
import { type Moment, stateOf, stateOfSetup, viewOf } from './view-of-session.ts';

/**
 * A buyer is told what is true within ten seconds. The rest of them is for the waiting page to come, on a
 * busy machine and a slow line; a lost answer that is found by asking needs six at most.
 */
const saysWithinMs = 7_000;

export function hostedCheckout(means: HostedMeans): CheckoutSessions {
  const refusals = openRefusals(means.payments.clock);
  return {
    async loadSession(id) {
      const found = await load(means, id);
      if (found === undefined) return undefined;
      const merchant = await means.payments.merchant(found.session.accountId);
      const { publicUrl } = means;
      return viewOf(found.session, { merchant, publicUrl, state: found.state });
    },
    async choose(id, choices) {
      const chosen = await changedByBuyer(means, id, (session) => withChoices(session, choices));
      return chosen !== undefined;
    },
    leaveQueue: (id) => means.waitingRoom.leave(id),
    payWithCard(id, paying) {
      // From the click on: what comes before the bank is asked takes of the buyer's patience too.
      const timeToTell = means.payments.pause(saysWithinMs);
      return means.payments.inTurn(`pay|${id}`, async () => {
        const found = await loadPaid(means, id);
        const asked = { id, timeToTell, ...paying };
        if (found === undefined) return keepCard(means, asked);
        return paySession(means, refusals, { found, paying: asked });
      });
    },
  };
}

async function load(means: HostedMeans, id: string) {
  const moment = hereAndNow(means);
  // Asked first: who is let in meanwhile is seen as under way by what is read then.
  const ahead = means.waitingRoom.ahead(id);
  const found = await loadStored(means, id, moment);
  if (found === undefined) return undefined;
  return { ...found, state: inQueue(means, id, { ahead, state: found.state }) };
}

type InQueue = { readonly ahead: number | undefined; readonly state: CheckoutState };

function inQueue({ waitingRoom }: HostedMeans, id: string, { ahead, state }: InQueue) {
  const isPayable = state.kind === 'open' || state.kind === 'confirming';
  if (ahead !== undefined && isPayable) return { kind: 'queued', ahead } as const;
  if (state.kind !== 'open' || !waitingRoom.wasTurnedAway(id)) return state;
  return { ...state, problem: 'over_capacity' } as const;
}

async function loadStored(means: HostedMeans, id: string, moment: Moment) {
  const paid = await loadPaid(means, id);
  if (paid !== undefined) {
    const view = await repaired(means.payments, paid.view);
    const session = view.session ?? paid.session;
    return { session, state: stateOf(session, view, moment) };
  }
  const kept = await loadKept(means, id);
  return kept && { session: kept.session, state: stateOfSetup(kept.session, kept.view, moment) };
}
