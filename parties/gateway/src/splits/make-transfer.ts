// A transfer by the platform's own wish: of what is available, or of a charge's money, which may still
// have to come.

import { unit } from '@kassa/database';
import { type Money, money } from '@kassa/money';
import { err, ok, type Result } from '@kassa/result';
import { accounts } from '../connect/account.ts';
import { mayReceive } from '../connect/requirements.ts';
import { type AccountId, idFrom } from '../ids.ts';
import type { Cause, Once } from '../payments/ports.ts';
import { loadRecord } from '../records/store.ts';
import {
  bucketOf,
  findSplitCharge,
  mustCover,
  type SplitCharge,
  splitOff,
} from './charge-state.ts';
import type { SplitRefusal } from './errors.ts';
import { type SplitMeans, untilCommitted } from './ports.ts';
import { transferUnit } from './split-units.ts';
import { paymentOf, type Transfer } from './transfer.ts';

export type Transferring = {
  readonly platform: AccountId;
  readonly destination: string;
  readonly currency: Money['currency'];
  /** Null: all that is left of the charge. */
  readonly minor: bigint | null;
  readonly sourceCharge: string | null;
  readonly group: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly cause: Cause;
  readonly once: Once<Transfer>;
};

export function makeTransfer(
  means: SplitMeans,
  asked: Transferring,
): Promise<Result<Transfer, SplitRefusal>> {
  return untilCommitted(means, async () => {
    const { platform, sourceCharge, cause, once } = asked;
    const destination = await receiver(means, platform, asked.destination);
    if (!destination.ok) return destination;
    const charge = await sourceOf(means, asked);
    if (!charge.ok) return charge;
    const amount = amountOf(asked, charge.value);
    if (!amount.ok) return amount;
    const transfer = newTransfer(means, asked, {
      destination: destination.value,
      amount: amount.value,
      charge: charge.value,
    });
    const bucket = bucketOf(charge.value);
    const about = { bucket, maturesWith: sourceCharge, atMs: transfer.createdAtMs, cause };
    return ok({
      value: transfer,
      unit: unit(
        splitOff(charge.value),
        transferUnit(means, transfer, { ...about, feeMinor: 0n }),
        bucket === 'available' ? mustCover(platform, amount.value.currency) : {},
        once.settle(transfer, transfer.id),
      ),
    });
  });
}

/** The account, if money may be transferred to it. */
export async function receiver(
  { db }: Pick<SplitMeans, 'db'>,
  platform: AccountId,
  id: string,
): Promise<Result<AccountId, SplitRefusal>> {
  const account = await loadRecord(db, accounts, platform, id);
  if (account === undefined || account.deletedAtMs !== null) {
    return err({ code: 'account_unknown', id });
  }
  return mayReceive(account.data)
    ? ok(idFrom('acct', id))
    : err({ code: 'account_cannot_receive', id });
}

async function sourceOf(
  { db }: SplitMeans,
  { platform, sourceCharge, currency }: Transferring,
): Promise<Result<SplitCharge | undefined, SplitRefusal>> {
  if (sourceCharge === null) return ok(undefined);
  const charge = await findSplitCharge(db, platform, sourceCharge);
  if (charge === undefined) return err({ code: 'charge_unknown', id: sourceCharge });
  if (charge.capturedMinor === 0n) return err({ code: 'charge_not_captured' });
  if (charge.currency !== currency) {
    return err({ code: 'currency_differs', currency: charge.currency });
  }
  return ok(charge);
}

function amountOf(
  { minor, currency }: Transferring,
  charge: SplitCharge | undefined,
): Result<Money, SplitRefusal> {
  if (charge === undefined) {
    return minor === null ? err({ code: 'amount_missing' }) : ok(money(currency, minor));
  }
  const leftMinor = charge.capturedMinor - charge.transferredMinor;
  const wanted = minor ?? leftMinor;
  if (wanted > leftMinor || wanted <= 0n) return err({ code: 'more_than_charge', leftMinor });
  return ok(money(currency, wanted));
}

type Facts = {
  readonly destination: AccountId;
  readonly amount: Money;
  readonly charge: SplitCharge | undefined;
};

function newTransfer(
  { makeId, clock }: SplitMeans,
  asked: Transferring,
  { destination, amount, charge }: Facts,
): Transfer {
  const id = makeId('tr');
  return {
    accountId: asked.platform,
    id,
    destination,
    paymentId: paymentOf(id),
    amount,
    reversedMinor: 0n,
    sourceCharge: asked.sourceCharge,
    // Transfers of a charge are of the order that the charge is of.
    group: asked.group ?? charge?.group ?? null,
    description: asked.description,
    metadata: asked.metadata,
    createdAtMs: clock.nowMs(),
    balanceTransaction: makeId('txn'),
    reversals: [],
  };
}
