// A payout of available money, by the account's wish or by its schedule. It waits for the next payout
// hour; until then it can be canceled.

import { type Refused, type Unit, unit } from '@kassa/database';
import type { Money } from '@kassa/money';
import { Bug, err, ok, type Result } from '@kassa/result';
import { atZone, dateIn, isBankingDay, nextBankingDay, type PlainDate } from '@kassa/time';
import type { PayoutId } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Cause, Once } from '../payments/ports.ts';
import type { Payout } from '../settlement/read.ts';
import { mustCover } from '../splits/charge-state.ts';
import { bankAccountFor } from './bank-account-for.ts';
import type { PayoutRefusal } from './errors.ts';
import { madeUnit } from './payout-units.ts';
import type { PayoutHour, PayoutMeans } from './ports.ts';

export type MakingPayout = {
  readonly merchant: Merchant;
  readonly amount: Money;
  readonly isAutomatic: boolean;
  /** A bank account of the merchant's; null: the default one. */
  readonly destination: string | null;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly cause: Cause | null;
  readonly once: Once<Payout>;
};

export async function makePayout(
  means: PayoutMeans,
  making: MakingPayout,
): Promise<Result<Payout, PayoutRefusal>> {
  const { merchant, amount, destination, cause, once } = making;
  if (merchant.acquirer.payouts === 'daily') return err({ code: 'paid_out_daily' });
  const wished = { currency: amount.currency, id: destination };
  const bank = await bankAccountFor(means.db, merchant, wished);
  if (!bank.ok) return bank;
  const payout = newPayout(means, making, bank.value?.id ?? null);
  const step = { merchant, payout, atMs: payout.createdAtMs, cause };
  return commitPayout(means, payout, [
    madeUnit(means, step),
    mustCover(merchant.accountId, amount.currency),
    once.settle(payout, payout.id),
  ]);
}

function newPayout(
  { makeId, clock, payoutHour }: PayoutMeans,
  making: MakingPayout,
  destination: string | null,
): Payout {
  const id: PayoutId = makeId('po');
  const nowMs = clock.nowMs();
  return {
    id,
    currency: making.amount.currency,
    amountMinor: making.amount.minor,
    status: 'pending',
    arrivesOn: nextPayoutDay(payoutHour, nowMs),
    reference: id,
    createdAtMs: nowMs,
    isInstructed: true,
    isAutomatic: making.isAutomatic,
    destination,
    description: making.description,
    statementDescriptor: making.statementDescriptor,
    metadata: making.metadata,
    failure: null,
    balanceTransaction: makeId('txn'),
    failureTransaction: null,
  };
}

/** Today, while the hour is still to come on a banking day. */
export function nextPayoutDay({ at, zone, calendar }: PayoutHour, nowMs: number): PlainDate {
  const today = dateIn(nowMs, zone);
  const isStillToCome = isBankingDay(calendar, today) && nowMs < atZone(today, at, zone);
  return isStillToCome ? today : nextBankingDay(calendar, today);
}

export async function commitPayout<Value>(
  { db }: PayoutMeans,
  value: Value,
  units: readonly Unit[],
): Promise<Result<Value, PayoutRefusal>> {
  const committed = await db.commit(unit(...units));
  return committed.ok ? ok(value) : err(refusalOf(committed.error));
}

function refusalOf(refused: Refused): PayoutRefusal {
  if (refused.code === 'guard') return { code: 'busy' };
  if (refused.code === 'refused' && /^(balance_insufficient|account_unknown)$/.test(refused.reason))
    // Without an account in the book there has never been any money.
    return { code: 'balance_insufficient' };
  if (refused.code === 'conflict' && refused.constraint === 'idempotency_record_pk') {
    return { code: 'key_used' };
  }
  throw new Bug(`a payout was refused by the database: ${JSON.stringify(refused)}`);
}
