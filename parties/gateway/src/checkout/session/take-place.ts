// A place in the waiting room for a buyer whose payment nobody can take yet. When it is their turn the
// payment goes its usual way, with the card that they have typed already.

import { confirmIntent } from '../../payments/confirm-intent.ts';
import { notKept } from '../../payments/ports.ts';
import type { PayOutcome } from '../pages/ports.ts';
import type { HostedMeans } from './hosted-means.ts';
import { isTooLate, loadPaid, mayPay, type Ready } from './payable.ts';

export function takePlace(means: HostedMeans, ready: Ready): PayOutcome {
  const { waitingRoom, vault } = means;
  const { id: sessionId, accountId } = ready.session;
  const giveUp = () => vault.forgetCvc(ready.method.sealed);
  const guest = { sessionId, accountId, giveUp, tryNow: () => tryNow(means, ready) };
  if (waitingRoom.join(guest)) return { kind: 'queued' };
  giveUp();
  waitingRoom.turnAway(sessionId);
  return { kind: 'refused', words: 'over_capacity' };
}

async function tryNow(means: HostedMeans, ready: Ready): Promise<'over' | 'no_room'> {
  const { session, method, browser } = ready;
  const { accountId, id } = session;
  const found = await loadPaid(means, id);
  // Paid, expired or given up meanwhile: its page says which.
  if (found === undefined || !mayPay(means, found) || (await isTooLate(means, found.session))) {
    means.vault.forgetCvc(method.sealed);
    return 'over';
  }
  return new Promise((resolve, reject) => {
    const confirming = confirmIntent(means.payments, {
      ...{ accountId, id: found.view.intent.id, method, browser },
      ...{ change: null, cause: null, once: notKept },
      // What the buyer has seen, however long ago.
      expected: session.total,
      known: found.view,
      onOpened: () => resolve('over'),
    });
    confirming.then((confirmed) => {
      if (confirmed.ok) return resolve('over');
      if (confirmed.error.code === 'over_capacity') return resolve('no_room');
      means.vault.forgetCvc(method.sealed);
      return resolve('over');
    }, failed);
    const { log } = means.payments;
    function failed(error: unknown): void {
      // After the attempt was opened nobody waits for this promise; what is left is resolved.
      log.error({ err: error, sessionId: id }, 'a payment met a bug');
      reject(error);
    }
  });
}
