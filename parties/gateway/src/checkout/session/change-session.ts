// Changes a session and, in the same commit, the PaymentIntent that it pays: its amount follows the
// order. Made from what was loaded, anew when another writer came first. While a bank is asked or has
// answered, nothing that costs is changed: what the buyer saw is what is confirmed.

import type { Unit } from '@kassa/database';
import { err, type Result } from '@kassa/result';
import { decide } from '../../payments/decide.ts';
import type { PaymentRefusal } from '../../payments/errors.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from '../../payments/ports.ts';
import { loadPaymentOfSession } from '../../payments/store.ts';
import { commitStep, prepareStep } from '../../payments/take-step.ts';
import { untilUncontested } from '../../payments/until-uncontested.ts';
import type { Wishes } from '../../payments/wishes.ts';
import { refuseTotal, type TotalRefusal } from './new-session.ts';
import { reckonAnew } from './reckon-session.ts';
import type { CheckoutSession } from './session.ts';
import { updateSession } from './store.ts';

export type SessionChange = {
  readonly session: CheckoutSession;
  /** Of the payment: where the goods go. */
  readonly wishes: Wishes;
};

export type ChangeRefusal = PaymentRefusal | TotalRefusal | { readonly code: 'session_unknown' };

export type ChangingSession<Refusal> = {
  readonly id: string;
  /** What is wished; sums and tax follow from it here. */
  readonly change: (view: PaymentView & SessionChange) => Result<SessionChange, Refusal>;
  readonly also?: Unit;
  readonly cause: Cause | null;
  readonly once: Once<CheckoutSession>;
};

export async function changeSession<Refusal extends { readonly code: string }>(
  payments: PaymentMeans,
  changing: ChangingSession<Refusal>,
): Promise<Result<PaymentView, Refusal | ChangeRefusal>> {
  return payments.inTurn(`session|${changing.id}`, () =>
    untilUncontested<PaymentView, Refusal | ChangeRefusal>(() => changeOnce(payments, changing)),
  );
}

async function changeOnce<Refusal extends { readonly code: string }>(
  payments: PaymentMeans,
  { id, change, also = {}, cause, once }: ChangingSession<Refusal>,
): Promise<Result<PaymentView, Refusal | ChangeRefusal>> {
  const view = await loadPaymentOfSession(payments.db, id);
  const before = view?.session ?? null;
  if (view === undefined || before === null) return err({ code: 'session_unknown' });
  const { intent } = view;
  const wished = change({ ...view, session: before, wishes: intent.wishes });
  if (!wished.ok) return wished;
  const nowMs = payments.clock.nowMs();
  const merchant = await payments.merchant(before.accountId);
  const after = reckonAnew(merchant, wished.value.session, nowMs);
  const refusal = refuseTotal(after.total.minor);
  if (refusal !== undefined) return err(refusal);
  const events = decide(
    intent,
    {
      do: 'update',
      amount: after.total,
      captureMethod: intent.captureMethod,
      wishes: wished.value.wishes,
      paymentMethod: null,
    },
    { nowMs },
  );
  if (!events.ok) return events;
  const from = { ...view, session: after };
  const prepared = await prepareStep(payments, { from, events: events.value, cause });
  const unit = updateSession(before, after);
  return commitStep(payments, prepared, unit, also, once.settle(after, after.id));
}
