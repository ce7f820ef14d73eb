// Gives captured money back, all or part of it. Pending until the acquirer has acknowledged it.

import { type Unit, unit } from '@kassa/database';
import { Bug, err, map, ok, type Result } from '@kassa/result';
import { isDisputed, notDisputed } from '../disputes/store.ts';
import type { AccountId, IdMaker } from '../ids.ts';
import { changeIntent } from './change-intent.ts';
import type { PaymentRefusal } from './errors.ts';
import type { RefundReason } from './payment-event.ts';
import type { Cause, Once, PaymentMeans, PaymentView } from './ports.ts';
import type { Refund } from './refund.ts';
import { loadPayment, loadPaymentOfCharge } from './store.ts';

export type Refunding = {
  readonly accountId: AccountId;
  readonly of: { readonly charge: string } | { readonly intent: string };
  /** Null: all that is left. */
  readonly minor: bigint | null;
  readonly reason: RefundReason | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly cause: Cause | null;
  readonly once: Once<Refunded>;
  /** What goes back along with it, in the same commit. */
  readonly along: (refunded: Refunded) => Promise<Result<Unit, PaymentRefusal>>;
};

export type Refunded = { readonly refund: Refund; readonly view: PaymentView };

export async function refundCharge(
  means: PaymentMeans,
  refunding: Refunding,
): Promise<Result<Refunded, PaymentRefusal>> {
  const { accountId, of, minor, reason, metadata, cause, once, along } = refunding;
  const id = 'charge' in of ? of.charge : of.intent;
  const step = await changeIntent(means, {
    accountId,
    id,
    cause,
    load: () =>
      'charge' in of
        ? loadPaymentOfCharge(means.db, accountId, of.charge)
        : loadPayment(means.db, accountId, of.intent),
    command: ({ intent }) => {
      if ('charge' in of && intent.charge?.id !== of.charge) {
        return err({ code: 'charge_not_captured', intentId: intent.id, chargeId: of.charge });
      }
      return ok({ do: 'refund', refundId: newId(means.makeId), minor, reason, metadata });
    },
    along: async ({ refunds: [refund], view }) => {
      if (refund === undefined) return ok({});
      const { chargeId } = refund;
      if (await isDisputed(means.db, accountId, chargeId)) return err({ code: 'charge_disputed' });
      const back = await along({ refund, view });
      return map(back, (units) => unit(units, notDisputed(accountId, chargeId)));
    },
    settle: ({ refunds: [refund], view }) =>
      refund === undefined ? {} : once.settle({ refund, view }, refund.id),
  });
  if (!step.ok) {
    const isUnknown = step.error.code === 'intent_unknown' && 'charge' in of;
    return isUnknown ? err({ code: 'charge_unknown', id }) : step;
  }
  const [refund] = step.value.refunds;
  if (refund === undefined) throw new Bug('a refund step makes a refund');
  return ok({ refund, view: step.value.view });
}

const newId = (makeId: IdMaker) => makeId('re');
