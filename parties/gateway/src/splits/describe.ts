// Notes on transfers, reversals and fee refunds: what is said of them, never what they are.

import { type Row, type Unit, unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { changedFrom } from '../api/kernel/previous-attributes.ts';
import { feeRefundToStripe, transferToStripe } from '../api/to-stripe/split.ts';
import type { AccountId } from '../ids.ts';
import type { Cause, Once } from '../payments/ports.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import type { FeeRefund } from './application-fee.ts';
import type { SplitRefusal } from './errors.ts';
import { type SplitMeans, untilCommitted } from './ports.ts';
import { findTransfer, listFeeRefunds, listReversals } from './store.ts';
import type { Transfer, TransferReversal } from './transfer.ts';

type Notes = Readonly<Record<string, string>>;

type Describing<Kind> = {
  readonly accountId: AccountId;
  readonly id: string;
  readonly metadata: (old: Notes) => Notes;
  readonly cause: Cause;
  readonly once: Once<Kind>;
};

export function describeTransfer(
  means: SplitMeans,
  asked: Describing<Transfer> & { readonly description: string | null | undefined },
): Promise<Result<Transfer, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { accountId, id, once, cause } = asked;
    const before = await findTransfer(means.db, accountId, id);
    if (before === undefined) return err({ code: 'transfer_unknown', id });
    const description = asked.description === undefined ? before.description : asked.description;
    const after: Transfer = { ...before, description, metadata: asked.metadata(before.metadata) };
    const set = { description, metadata: after.metadata };
    const object = transferToStripe(after);
    const previous = changedFrom(transferToStripe(before), object);
    const about = { accountId, objectId: id, cause, atMs: means.clock.nowMs() };
    const told = recordEvent(means, { ...about, type: 'transfer.updated', object, previous });
    const kept = once.settle(after, id);
    return ok({ value: after, unit: unit(noted('transfer', asked, set), told, kept) });
  });
}

export function describeReversal(
  means: SplitMeans,
  asked: Describing<TransferReversal> & { readonly of: string },
): Promise<Result<TransferReversal, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { accountId, id, of: transfer, once } = asked;
    const filter = { ids: [id], transfer, limit: 1 };
    const [before] = await listReversals(means.db, accountId, filter);
    if (before === undefined) return err({ code: 'transfer_unknown', id });
    const after = { ...before, metadata: asked.metadata(before.metadata) };
    const set = { metadata: after.metadata };
    const units = unit(noted('transfer_reversal', asked, set), once.settle(after, id));
    return ok({ value: after, unit: units });
  });
}

export function describeFeeRefund(
  means: SplitMeans,
  asked: Describing<FeeRefund> & { readonly of: string },
): Promise<Result<FeeRefund, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { accountId, id, of: fee, once, cause } = asked;
    const [before] = await listFeeRefunds(means.db, accountId, { ids: [id], fee, limit: 1 });
    if (before === undefined) return err({ code: 'fee_unknown', id });
    const after = { ...before, metadata: asked.metadata(before.metadata) };
    const object = feeRefundToStripe(after);
    const previous = changedFrom(feeRefundToStripe(before), object);
    const about = { accountId, objectId: id, cause, atMs: means.clock.nowMs() };
    const type = 'application_fee.refund.updated';
    const told = recordEvent(means, { ...about, type, object, previous });
    const changed = noted('application_fee_refund', asked, { metadata: after.metadata });
    return ok({ value: after, unit: unit(changed, told, once.settle(after, id)) });
  });
}

function noted(table: string, { accountId, id }: Describing<never>, set: Row): Unit {
  return { updates: [{ as: table, table, key: { account_id: accountId, id }, set }] };
}
