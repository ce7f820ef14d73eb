// The unit of an approved increment: the hold of the original is laid anew, larger, and the request
// is kept with the answer it got. It expires when the original does.

import { type Unit, unit } from '@kassa/database';
import { post } from '@kassa/ledger';
import { assert } from '@kassa/result';
import { customerPath, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { hasDailyLimits } from '../cards/card.ts';
import type { Billed } from '../conversion/convert.ts';
import { type Change, codeOf, recorded, takeTurn } from './approve.ts';
import { authorizationRow } from './authorization-row.ts';
import type { StoredAuthorization } from './decode-authorization.ts';
import { feeOf, priceOf } from './price.ts';
import type { AuthorizationRequest } from './request.ts';

export function raise(change: Change, cvcResult: string) {
  const { bank, request, situation, billed, nowMs } = change;
  const { card, incremented } = situation;
  assert(card && billed && incremented, 'an increment has its card, its price and its original');
  const authorizationId = bank.makeId('auth');
  const authorizationCode = codeOf(authorizationId);
  const row = authorizationRow(bank, request, {
    authorizationId,
    nowMs,
    card,
    billed,
    responseCode: '00',
    authorizationCode,
    state: 'raised',
    cvcResult,
    incrementOf: incremented.authorizationId,
  });
  const approval = unit(
    recorded(card, row),
    hasDailyLimits(card.limits) ? takeTurn(change, card.cardId) : {},
    grow(change, incremented, billed),
  );
  const answer = { responseCode: '00', authorizationCode, cvcResult, authorizationId };
  return { approval, answer };
}

function grow({ bank, request, nowMs }: Change, original: StoredAuthorization, by: Billed): Unit {
  const { authorizationId, holdId, bankAccountId, rrn, totalMinor } = original;
  assert(holdId && bankAccountId, 'what is held has a hold');
  const newHoldId = bank.makeId('ltx');
  const { currency } = by.total;
  const heldMinor = original.heldMinor + by.total.minor;
  const common = { accountId: bank.book, at: nowMs, reference: rrn };
  const { name } = request.merchant;
  return unit(
    {
      updates: [
        {
          as: 'still_held',
          table: 'card_authorization',
          key: { authorization_id: authorizationId },
          set: {
            hold_id: newHoldId,
            held_minor: heldMinor,
            total_minor: totalMinor + request.amount.minor,
          },
          expect: { state: 'held', hold_id: holdId },
        },
      ],
    },
    post([
      {
        ...common,
        kind: 'void',
        id: bank.makeId('ltx'),
        pendingId: holdId,
        description: `Raise ${name}`,
        entries: [],
      },
      {
        ...common,
        kind: 'pending',
        id: newHoldId,
        description: `Hold ${name}`,
        entries: [
          ...entry(customerPath(bankAccountId), 'debit', currency, heldMinor),
          ...entry(paths.cardsDue, 'credit', currency, heldMinor),
        ],
      },
    ]),
  );
}

/** The price of an increment: the step on the line of the original, at the original's rate. */
export function billIncrement(
  request: AuthorizationRequest,
  original: StoredAuthorization | undefined,
): Billed | undefined {
  const { amount } = request;
  if (!original?.billed || original.amount.currency !== amount.currency) return undefined;
  const { currency } = original.billed;
  const to = original.totalMinor + amount.minor;
  const step = (of: typeof priceOf) => of(original, to) - of(original, original.totalMinor);
  const [total, fee] = [step(priceOf), step(feeOf)];
  return {
    total: { currency, minor: total },
    converted: { currency, minor: total - fee },
    fee: { currency, minor: fee },
    exchangeRateId: original.exchangeRateId,
  };
}
