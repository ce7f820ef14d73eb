// A payment as the authentication room knows it: what it waits for, and how it goes on.

import type { Subject, SubjectRoom } from '../authentication/ports.ts';
import { continueConfirm } from './continue-confirm.ts';
import type { IntentStatus } from './intent.ts';
import type { PaymentMeans, PaymentView } from './ports.ts';
import { loadPayment } from './store.ts';

/** `returnUrlOf`: where the buyer goes after the payment went on. */
export function authenticatedPayments(
  means: PaymentMeans,
  returnUrlOf: (view: PaymentView) => string | null,
): SubjectRoom {
  const subjectOf = (view: PaymentView | undefined): Subject | undefined => {
    if (view === undefined) return undefined;
    const { state, paymentMethod, amount } = view.intent;
    const awaited = state.status === 'requires_action' ? state.authenticationId : null;
    const progress = progressOf[state.status];
    return { awaited, paymentMethod, amount, progress, returnUrl: returnUrlOf(view) };
  };
  return {
    load: async (accountId, id) => subjectOf(await loadPayment(means.db, accountId, id)),
    async goOn(continuing) {
      const { accountId, id } = continuing;
      const continued = await continueConfirm(means, continuing);
      if (continued.ok) return subjectOf(continued.value);
      const { code } = continued.error;
      means.log.info({ intentId: id, code }, 'the payment has gone on otherwise');
      return subjectOf(await loadPayment(means.db, accountId, id));
    },
  };
}

const progressOf: Readonly<Record<IntentStatus, Subject['progress']>> = {
  requires_payment_method: 'open',
  requires_confirmation: 'open',
  requires_action: 'open',
  processing: 'under_way',
  requires_capture: 'done',
  succeeded: 'done',
  canceled: 'open',
};
