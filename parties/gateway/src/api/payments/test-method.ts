// The well-known test payment methods, `pm_card_visa` and its like: each use puts the card they name
// into the vault anew, as if it had just been typed, under an id of its own.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import type { PaymentMethod } from '../../vault/card.ts';
import { type CheckedCard, checkCard } from '../../vault/check-card.ts';
import { noBilling } from '../../vault/store.ts';
import { isTestName } from '../../vault/test-cards.ts';
import { type ApiError, cardToApi, invalid } from '../kernel/api-error.ts';
import type { ApiMeans } from '../ports.ts';

/** Where the name stands in the request, and what it should be there. */
export type NamedAs = { readonly kind: 'PaymentMethod' | 'token'; readonly param: string };

/** Undefined for an id that is no such name; not stored yet. */
export function testMethod(
  means: ApiMeans,
  accountId: AccountId,
  token: string,
  as: NamedAs = { kind: 'PaymentMethod', param: 'payment_method' },
): Result<PaymentMethod, ApiError> | undefined {
  if (!isTestName(token)) return undefined;
  const card = testCard(means, token, as);
  if (!card.ok) return card;
  const { vault, clock } = means;
  const about = { nowMs: clock.nowMs(), billing: noBilling, metadata: {}, customer: null };
  return ok(vault.seal(card.value, { accountId, ...about }));
}

/** The card behind the name, as if it had been typed. */
export function testCard(
  { testCards, clock }: ApiMeans,
  token: string,
  { kind, param }: NamedAs,
): Result<CheckedCard, ApiError> {
  const nowMs = clock.nowMs();
  const typed = testCards.named(token, nowMs);
  if (typed === undefined) {
    const message = `No such ${kind}: '${token.slice(0, 200)}'`;
    const why = isTestName(token) ? '. No test card of this gateway has that name.' : '';
    return err(invalid(message + why, { code: 'resource_missing', param }));
  }
  const checked = checkCard(typed, { nowMs, needsCvc: false, needsHolder: false });
  return checked.ok ? checked : err(cardToApi(checked.error));
}
