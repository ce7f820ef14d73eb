// What a merchant says of one charge: of the last of its payment, or of one that was refused before.

import type { Unit } from '@kassa/database';
import { assert, err, map, ok, type Result } from '@kassa/result';
import type { AccountId } from '../ids.ts';
import { changeIntent } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import type { ChargeNotes } from './intent.ts';
import { type FoundCharge, findCharge } from './list-charges.ts';
import type { Cause, PaymentMeans, Step } from './ports.ts';
import { chargeRow } from './rows.ts';
import { loadPaymentOfCharge } from './store.ts';

export type Described = { readonly before: FoundCharge; readonly after: FoundCharge };

export type Describing = {
  readonly accountId: AccountId;
  /** Of the charge. */
  readonly id: string;
  /** Made anew when another writer came first. */
  readonly change: (before: FoundCharge) => ChargeNotes;
  readonly cause: Cause | null;
  /** What else the commit does. */
  readonly also: (described: Described) => Unit;
};

export async function describeCharge(
  means: PaymentMeans,
  { accountId, id, change, cause, also }: Describing,
): Promise<Result<FoundCharge, PaymentRefusal>> {
  let before: FoundCharge | undefined;
  let notes: ChargeNotes | undefined;
  const described = (step: Step): Described => {
    assert(before !== undefined && notes !== undefined, 'it was read before it is described');
    const charge = { ...before.charge, notes };
    return { before, after: { ...before, intent: step.view.intent, charge } };
  };
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    load: async () => {
      // The charge after its payment: if it is newer than that, the commit is refused.
      const view = await loadPaymentOfCharge(means.db, accountId, id);
      before = await findCharge(means.db, accountId, id);
      return before && view;
    },
    command: () => {
      if (before === undefined) return err({ code: 'charge_unknown', id });
      notes = change(before);
      return ok({ do: 'describe_charge', chargeId: before.charge.id, notes });
    },
    settle: (step) => also(described(step)),
    along: async (step) => ok(rowOfEarlier(step, described(step).after)),
  });
  if (!step.ok && step.error.code === 'intent_unknown') return err({ code: 'charge_unknown', id });
  return map(step, (taken) => described(taken).after);
}

/** One that is no part of its payment any more: the step itself does not write it. */
function rowOfEarlier({ view: { intent } }: Step, { charge }: FoundCharge): Unit {
  if (intent.charge?.id === charge.id) return {};
  const key = { account_id: intent.accountId, id: charge.id };
  return { updates: [{ as: 'charge', table: 'charge', key, set: chargeRow(intent, charge) }] };
}
