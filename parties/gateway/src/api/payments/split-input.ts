// What may be said of how a payment's money is split, and whether it may be: by direct charges with
// Stripe-Account, or by charges whose money goes to a destination.

import { err, map, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { accounts } from '../../connect/account.ts';
import { mayReceive, statusOf } from '../../connect/requirements.ts';
import { type AccountId, idFrom } from '../../ids.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Split } from '../../payments/split.ts';
import type { Wishes } from '../../payments/wishes.ts';
import { loadRecord } from '../../records/store.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { amount, integer, text, unsettable } from '../kernel/parameters.ts';
import type { ApiMeans } from '../ports.ts';

const fee = unsettable(integer(0, 99_999_999)).optional();

/** At the making of a payment. */
export const splitFields = {
  application_fee_amount: fee,
  on_behalf_of: text(100).optional(),
  transfer_data: z.strictObject({ destination: text(100), amount: amount.optional() }).optional(),
  transfer_group: text(500).optional(),
};

/** At its capture: to whom it goes stands already. */
export const captureSplitFields = {
  application_fee_amount: fee,
  transfer_data: z.strictObject({ amount: amount.optional() }).optional(),
};

/** Later, before it is paid. */
export const laterSplitFields = { ...captureSplitFields, transfer_group: text(500).optional() };

export type SplitInput = {
  readonly application_fee_amount?: number | null | undefined;
  readonly on_behalf_of?: string | undefined;
  readonly transfer_data?:
    | { readonly destination?: string | undefined; readonly amount?: number | undefined }
    | undefined;
  readonly transfer_group?: string | undefined;
};

export function saysSplit(input: SplitInput): boolean {
  const { application_fee_amount, on_behalf_of, transfer_data, transfer_group } = input;
  const given = [application_fee_amount, on_behalf_of, transfer_data, transfer_group];
  return given.some((value) => value !== undefined);
}

function mergeSplit(old: Split, input: SplitInput): Split {
  const { application_fee_amount: kept, on_behalf_of: name, transfer_data: transfer } = input;
  return {
    ...old,
    destination:
      transfer?.destination === undefined ? old.destination : idFrom('acct', transfer.destination),
    transferMinor: transfer?.amount ?? old.transferMinor,
    // A fee of nothing is none.
    feeMinor: kept === undefined ? old.feeMinor : kept || null,
    onBehalfOf: name === undefined ? old.onBehalfOf : idFrom('acct', name),
    transferGroup: input.transfer_group ?? old.transferGroup,
  };
}

type Splitting = {
  /** Who sells. */
  readonly account: Merchant;
  readonly amountMinor: number;
  /** What is wished so far. */
  readonly wishes: Wishes;
};

/** The wishes with what this request says of the split, if it may be said. */
export async function splitWishes(
  means: Pick<ApiMeans, 'db'>,
  input: SplitInput,
  { account, amountMinor, wishes }: Splitting,
): Promise<Result<Wishes, ApiError>> {
  const { platform } = account;
  if (!saysSplit(input) && platform === null) return ok(wishes);
  const split = { ...mergeSplit(wishes.split, input), platform };
  const isInParts = wishes.requestMulticapture;
  const checked = await checkSplit(means, { account, amountMinor, isInParts, split });
  return map(checked, () => ({ ...wishes, split }));
}

type SplitAsked = {
  readonly account: Merchant;
  readonly split: Split;
  readonly amountMinor: number;
  /** May it be captured in parts? Then nobody could say of which part the fee is. */
  readonly isInParts: boolean;
};

async function checkSplit(
  means: Pick<ApiMeans, 'db'>,
  asked: SplitAsked,
): Promise<Result<Split, ApiError>> {
  const { account, split } = asked;
  const wrong = amountWrong(asked) ?? (await accountWrong(means, account, split));
  return wrong === undefined ? ok(split) : err(wrong);
}

function amountWrong({ account, split, amountMinor, isInParts }: SplitAsked): ApiError | undefined {
  const { destination, transferMinor, feeMinor, onBehalfOf } = split;
  if (account.platform !== null && (destination !== null || onBehalfOf !== null)) {
    const message =
      'A connected account has no accounts of its own to sell for. Leave Stripe-Account out, or the parameter.';
    return invalid(message, { param: destination === null ? 'on_behalf_of' : 'transfer_data' });
  }
  if (feeMinor !== null && account.platform === null && destination === null) {
    const message =
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using the Stripe-Account header) or destination payment (using `transfer_data[destination]`).';
    return invalid(message, { param: 'application_fee_amount' });
  }
  if (transferMinor !== null && destination === null) {
    const message = 'There is no destination to transfer to: give transfer_data[destination].';
    return invalid(message, { param: 'transfer_data[amount]' });
  }
  if (feeMinor !== null && transferMinor !== null) {
    const message =
      'You may only give one of these parameters: application_fee_amount, transfer_data[amount].';
    return invalid(message, { param: 'application_fee_amount' });
  }
  if ((feeMinor ?? transferMinor ?? 0) > amountMinor) {
    const param = feeMinor === null ? 'transfer_data[amount]' : 'application_fee_amount';
    const message = `${param} cannot be more than the amount of the payment (${amountMinor}).`;
    return invalid(message, { code: 'amount_too_large', param });
  }
  if (isInParts && (destination !== null || feeMinor !== null)) {
    const message = 'A payment that is captured in several parts cannot be split yet.';
    return invalid(message, {
      param: destination === null ? 'application_fee_amount' : 'transfer_data',
    });
  }
  return undefined;
}

async function accountWrong(
  means: Pick<ApiMeans, 'db'>,
  account: Merchant,
  { destination, onBehalfOf }: Split,
): Promise<ApiError | undefined> {
  const { accountId: platform } = account;
  if (account.platform !== null) return cannotCharge(means, account.platform, platform);
  if (onBehalfOf !== null) {
    const wrong = await cannotCharge(means, platform, onBehalfOf, 'on_behalf_of');
    if (wrong !== undefined) return wrong;
  }
  if (destination === null) return undefined;
  const found = await loadRecord(means.db, accounts, platform, destination);
  if (found === undefined || found.deletedAtMs !== null) {
    return missing('destination', destination, 'transfer_data[destination]', 400);
  }
  if (mayReceive(found.data)) return undefined;
  const message = `Your destination account needs to have the capability "transfers" enabled: ${destination}. Its requirements say what is lacking.`;
  const code = 'insufficient_capabilities_for_transfer';
  return invalid(message, { code, param: 'transfer_data[destination]' });
}

/** May it sell? Asked once more when a payment is confirmed: it may have been rejected meanwhile. */
export async function cannotCharge(
  { db }: Pick<ApiMeans, 'db'>,
  platform: AccountId,
  id: AccountId,
  param?: string,
): Promise<ApiError | undefined> {
  const found = await loadRecord(db, accounts, platform, id);
  if (found === undefined || found.deletedAtMs !== null) {
    return missing('account', id, param ?? 'account', 400);
  }
  if (statusOf(found.data, 'card_payments') === 'active') return undefined;
  const message = `The account ${id} cannot take charges: its capability "card_payments" is not active. Its requirements say what is lacking.`;
  return invalid(message, {
    code: 'capability_not_active',
    ...(param === undefined ? {} : { param }),
  });
}
