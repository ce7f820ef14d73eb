// What update, capture, cancel and refund have in common: load, decide, commit; and again if
// another writer came first.

import type { Unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { decide, type PaymentCommand } from './decide.ts';
import type { PaymentRefusal } from './errors.ts';
import type { Cause, Once, PaymentMeans, PaymentView, Step } from './ports.ts';
import type { Refund } from './refund.ts';
import { repaired } from './repair.ts';
import { loadPayment } from './store.ts';
import { commitStep, prepareStep } from './take-step.ts';
import { untilUncontested } from './until-uncontested.ts';

export type Changing = {
  readonly accountId: AccountId;
  /** Made from what was loaded, anew at every try. */
  readonly command: (view: PaymentView) => Result<PaymentCommand, PaymentRefusal>;
  readonly load: () => Promise<PaymentView | undefined>;
  readonly id: string;
  readonly cause: Cause | null;
  readonly settle: (step: Step) => Unit;
  /** What else changes, from what the books say at this try; before `settle` is asked. */
  readonly along?: (step: Step) => Promise<Result<Unit, PaymentRefusal>>;
  readonly endedRefund?: Refund;
};

export async function changeIntent(
  means: PaymentMeans,
  changing: Changing,
): Promise<Result<Step, PaymentRefusal>> {
  const changed = await changeOnce(means, changing);
  // What goes on by itself has time; a request gets a try at the truth first.
  if (changed.ok || changing.cause === null) return changed;
  return (await isRepaired(means, changed.error, changing)) ? changeOnce(means, changing) : changed;
}

/** True if it was refused because nobody knew the end of an attempt, and now somebody does. */
export async function isRepaired(
  means: PaymentMeans,
  refusal: PaymentRefusal,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
): Promise<boolean> {
  if (refusal.code !== 'unexpected_state' || refusal.status !== 'processing') return false;
  const view = await loadPayment(means.db, accountId, id);
  return view !== undefined && (await repaired(means, view)).intent.state.status !== 'processing';
}

async function changeOnce(
  means: PaymentMeans,
  changing: Changing,
): Promise<Result<Step, PaymentRefusal>> {
  const { accountId, id, cause } = changing;
  return means.inTurn(`${accountId}|${id}`, () =>
    untilUncontested(async () => {
      const view = await changing.load();
      if (view === undefined) return err({ code: 'intent_unknown', id });
      const command = changing.command(view);
      if (!command.ok) return command;
      const events = decide(view.intent, command.value, { nowMs: means.clock.nowMs() });
      if (!events.ok) return events;
      const { endedRefund } = changing;
      const taking = {
        from: view,
        events: events.value,
        cause,
        ...(endedRefund && { endedRefund }),
      };
      const prepared = await prepareStep(means, taking);
      const { step } = prepared;
      const along = (await changing.along?.(step)) ?? ok({});
      if (!along.ok) return along;
      const committed = await commitStep(means, prepared, along.value, changing.settle(step));
      return committed.ok ? ok(prepared.step) : committed;
    }),
  );
}

/** The record of a request that is done in one commit. */
export function settleWith(once: Once<PaymentView>): (step: Step) => Unit {
  return (step) => once.settle(step.view, step.view.intent.id);
}
