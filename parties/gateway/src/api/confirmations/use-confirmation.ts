// A confirmation token at work: what it has collected counts where the request itself says nothing,
// and the commit that opens the attempt uses it up.

import { unit } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import {
  type Confirmation,
  type ConfirmationFault,
  confirmations,
  faultOf,
} from '../../confirmations/confirmation-token.ts';
import type { AccountId } from '../../ids.ts';
import type { PaymentRefusal } from '../../payments/errors.ts';
import type { Once } from '../../payments/ports.ts';
import type { Wishes } from '../../payments/wishes.ts';
import { loadRecord, updateRecord } from '../../records/store.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { type ApiError, invalid, missing, refusalToApi } from '../kernel/api-error.ts';
import { type MethodWish, methodOf } from '../payments/method-wish.ts';
import type { ApiMeans } from '../ports.ts';

/** Null: none is named. */
export async function confirmationOf(
  { db, clock }: Pick<ApiMeans, 'db' | 'clock'>,
  accountId: AccountId,
  id: string | undefined,
): Promise<Result<Confirmation | null, ApiError>> {
  if (id === undefined) return ok(null);
  const found = await loadRecord(db, confirmations, accountId, id);
  if (found === undefined) return err(missing('confirmation_token', id, param, 400));
  const fault = faultOf(found, clock.nowMs());
  return fault === undefined ? ok(found) : err(faultToApi(found, fault));
}

const param = 'confirmation_token';

function faultToApi({ id, data }: Confirmation, fault: ConfirmationFault): ApiError {
  if (fault === 'expired') {
    const message = `The ConfirmationToken ${id} has expired. Let the page make a new one.`;
    return invalid(message, { code: 'parameter_invalid', param });
  }
  const message = `The ConfirmationToken ${id} was used already, to confirm ${data.usedBy}. Let the page make a new one.`;
  return invalid(message, { code: 'token_already_used', param });
}

/** The payment method that the request names, or else the one that was collected. */
export async function methodWith(
  means: ApiMeans,
  accountId: AccountId,
  { input, token }: { readonly input: MethodWish; readonly token: Confirmation | null },
): Promise<Result<string | PaymentMethod | null, ApiError>> {
  const said = await methodOf(means, accountId, input);
  return said.ok && said.value === null && token !== null ? ok(token.data.paymentMethod) : said;
}

export function withConfirmation(old: Wishes, token: Confirmation | null): Wishes {
  if (token === null) return old;
  const { acceptance, returnUrl, setupFutureUsage, shipping, usesScript } = token.data;
  return {
    ...old,
    acceptance: acceptance ?? old.acceptance,
    returnUrl: returnUrl ?? old.returnUrl,
    setupFutureUsage: setupFutureUsage ?? old.setupFutureUsage,
    shipping: shipping ?? old.shipping,
    usesScript: usesScript || old.usesScript,
  };
}

/** The caller's record, with the token used up along with its first commit. */
export function usingUp<Outcome>(
  once: Once<Outcome>,
  token: Confirmation | null,
  usedBy: string,
): Once<Outcome> {
  if (token === null) return once;
  const used = { ...token, data: { ...token.data, usedBy } };
  return {
    begin: (subject) => unit(once.begin(subject), updateRecord(confirmations, token, used)),
    settle: once.settle,
  };
}

export async function confirmRefusal(
  means: Pick<ApiMeans, 'db' | 'clock'>,
  token: Confirmation | null,
  refusal: PaymentRefusal,
): Promise<ApiError> {
  return (await usedMeanwhile(means, token, refusal)) ?? refusalToApi(refusal);
}

/** Busy it may be because another request has used the token since it was read. */
export async function usedMeanwhile(
  means: Pick<ApiMeans, 'db' | 'clock'>,
  token: Confirmation | null,
  { code }: { readonly code: string },
): Promise<ApiError | undefined> {
  if (token === null || code !== 'busy') return undefined;
  const now = await confirmationOf(means, token.accountId, token.id);
  return now.ok ? undefined : now.error;
}
