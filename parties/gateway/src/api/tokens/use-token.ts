// The card that a token stands for, as if it had been typed: once.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { Billing } from '../../vault/card.ts';
import type { CheckedCard } from '../../vault/check-card.ts';
import { noBilling } from '../../vault/store.ts';
import { isTestName } from '../../vault/test-cards.ts';
import { loadToken } from '../../vault/token-store.ts';
import { type ApiError, invalid, missing } from '../kernel/api-error.ts';
import { testCard } from '../payments/test-method.ts';
import type { ApiMeans } from '../ports.ts';

/** `token` is what the payment method must name as its origin; null for a test card's name. */
export type TokenCard = {
  readonly card: CheckedCard;
  readonly token: string | null;
  readonly billing: Billing;
};

export async function cardOfToken(
  means: ApiMeans,
  accountId: AccountId,
  { token, param }: { readonly token: string; readonly param: string },
): Promise<Result<TokenCard, ApiError>> {
  if (isTestName(token)) {
    const named = testCard(means, token, { kind: 'token', param });
    return named.ok ? ok({ card: named.value, token: null, billing: noBilling }) : named;
  }
  const found = await loadToken(means.db, accountId, token);
  if (found === undefined) return err(missing('token', token.slice(0, 200), param, 400));
  if (found.isUsed) {
    const message = `You cannot use a Kassa token more than once: ${found.id}.`;
    return err(invalid(message, { code: 'token_already_used', param }));
  }
  const opened = means.vault.cardFor(found.card.sealed);
  if (!opened.ok) return err(missing('token', token, param, 400));
  return ok({ card: opened.value, token: found.id, billing: found.card.billing });
}
