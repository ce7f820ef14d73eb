// What an item of a clearing file means for the account: at which price, from which hold, and what
// of the hold stays for presentments still to come. What comes without a hold, or above it, is
// booked all the same: the shop has been promised the money.

import type { Presentment } from '@kassa/clearing-file';
import { isLastClearing } from '@kassa/iso8583';
import type { Entry } from '@kassa/ledger';
import { money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { creditAfterDebt, debitWhatever } from '../accounts/move.ts';
import { findSubAccount } from '../accounts/store.ts';
import type { StoredAuthorization } from '../authorization/decode-authorization.ts';
import { feeOf, priceOf } from '../authorization/price.ts';
import type { Card } from '../cards/card.ts';
import { panHashOf } from '../cards/pan-register.ts';
import { bill } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import type { Claim } from './claim.ts';
import type { PresentmentRefusal } from './errors.ts';
import { type FoundCard, findCard, findPresented } from './store.ts';

export type Plan = {
  readonly card: Card;
  readonly original: StoredAuthorization | undefined;
  readonly claim: Claim;
  readonly exchangeRateId: string | null;
  readonly debit:
    | { readonly how: 'from_hold'; readonly hold: StoredAuthorization; readonly restMinor: bigint }
    | { readonly how: 'forced'; readonly entries: readonly Entry[] };
};

export async function planPresentment(
  bank: Bank,
  item: Presentment,
): Promise<Result<Plan, PresentmentRefusal>> {
  if (item.amount.minor <= 0n) return err('nothing presented');
  const interchange = item.fees?.interchange;
  if (interchange && interchange.currency !== item.amount.currency) {
    return err('fee in another currency');
  }
  const panHash = panHashOf(bank.keys, item.pan);
  const { currency } = item.amount;
  const found = await findCard(bank.db, { panHash, currency });
  if (!found) return err('unknown card');
  const { card } = found;
  const rrn = item.isCredit ? (item.originalRrn ?? '') : item.rrn;
  const original = await findPresented(bank.db, { cardId: card.cardId, rrn });
  const priced = priceIt(item, original, found);
  if (!priced) return err('no exchange rate');
  const { billed, feeMinor, exchangeRateId } = priced;
  const claim: Claim = {
    amount: item.amount,
    interchangeMinor: interchange?.minor ?? 0n,
    isCredit: item.isCredit,
    billed,
    conversionFeeMinor: feeMinor,
  };
  const hold = original?.state === 'held' && !item.isCredit ? original : undefined;
  const rest = { card, original, claim, exchangeRateId };
  if (hold && fits(item, hold)) {
    const restMinor = isLast(item, hold) ? 0n : hold.heldMinor - billed.minor;
    return ok({ ...rest, debit: { how: 'from_hold', hold, restMinor } });
  }
  const entries = await forcedEntries(bank, card, claim, hold?.heldMinor ?? 0n);
  return ok({ ...rest, debit: { how: 'forced', entries } });
}

/**
 * The price that the cardholder was told at authorization, or the share of it presented; else the
 * rate of today. A refund is converted without a fee: the bank earns nothing by an undone purchase.
 */
function priceIt(
  item: Presentment,
  original: StoredAuthorization | undefined,
  { card, rate }: FoundCard,
) {
  const agreed = item.isCredit ? undefined : agreedFor(item, original);
  if (agreed) return agreed;
  const current = bill(item.amount, card.currency, rate);
  if (!current) return undefined;
  return {
    billed: item.isCredit ? current.converted : current.total,
    feeMinor: item.isCredit ? 0n : current.fee.minor,
    exchangeRateId: current.exchangeRateId,
  };
}

function agreedFor({ amount }: Presentment, original: StoredAuthorization | undefined) {
  const billed = original?.billed;
  if (!original || !billed || original.amount.currency !== amount.currency) return undefined;
  if (original.amount.minor === 0n) return undefined;
  const from = original.presentedMinor;
  const to = from + amount.minor;
  const step = priceOf(original, to) - priceOf(original, from);
  // The book takes no posting of nothing: the least part of a unit is charged as one.
  const least = step > 0n ? step : 1n;
  const { totalMinor, heldMinor, state } = original;
  const isWithin = state === 'held' && to <= totalMinor;
  const isRest = isWithin && (to === totalMinor || least > heldMinor);
  return {
    billed: money(billed.currency, isRest ? heldMinor : least),
    feeMinor: feeOf(original, to) - feeOf(original, from),
    exchangeRateId: original.exchangeRateId,
  };
}

function fits({ amount }: Presentment, hold: StoredAuthorization): boolean {
  const isSame = hold.amount.currency === amount.currency;
  return isSame && hold.presentedMinor + amount.minor <= hold.totalMinor;
}

/** After the last, what is left of the hold goes back to the cardholder. */
function isLast({ clearing, amount }: Presentment, hold: StoredAuthorization): boolean {
  return isLastClearing(clearing) || hold.presentedMinor + amount.minor === hold.totalMinor;
}

/** The hold that is released in the same unit makes room for the debit. */
async function forcedEntries(
  bank: Bank,
  card: Card,
  claim: Claim,
  freedMinor: bigint,
): Promise<readonly Entry[]> {
  const { bankAccountId, currency } = card;
  if (claim.isCredit) return creditAfterDebt(bank, bankAccountId, claim.billed);
  const account = await findSubAccount(bank.db, bankAccountId, currency);
  assert(account, `card ${card.cardId} has no account`);
  const creditLineMinor = account.creditLineMinor + freedMinor;
  return debitWhatever(bank, { bankAccountId, creditLineMinor }, claim.billed);
}
