// What is said of a payment along with a move of what is held for it: checked against the payment as
// it stands, and applied to it as it stands when the move is made.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Wishes } from '../../payments/wishes.ts';
import type { ApiError } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';
import { mergeWishes } from './merge-wishes.ts';
import type { WishInput } from './payment-intent-input.ts';
import { checkWishes, detailsFault } from './wish-faults.ts';

export type Said = {
  readonly accountId: AccountId;
  readonly input: WishInput;
  readonly old: Wishes;
  /** What the details must add up to, if there are any in this request. */
  readonly amountMinor: bigint;
};

export async function saidWithHold(
  means: ApiMeans,
  { accountId, input, old, amountMinor }: Said,
): Promise<Result<(wishes: Wishes) => Wishes, ApiError>> {
  const checked = await checkWishes(means, { accountId, input, old });
  if (!checked.ok) return checked;
  const making = { makeId: means.makeId, nowMs: means.clock.nowMs() };
  const change = (wishes: Wishes) => mergeWishes(wishes, input, making);
  const isDetailed = input.amount_details !== undefined;
  const fault = isDetailed ? detailsFault(change(old), amountMinor) : undefined;
  return fault === undefined ? ok(change) : err(fault);
}
