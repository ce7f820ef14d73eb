// One item of a clearing file: the hold becomes a debit, the network's claim is booked net of
// interchange. What comes without a hold, or above it, is booked all the same: the shop has been
// promised the money.

import type { Presentment } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { type Entry, type Posting, post } from '@kassa/ledger';
import { type Money, money } from '@kassa/money';
import { assert, err, ok, type Result } from '@kassa/result';
import { customerPath, openBankAccounts, paths } from '../accounts/chart.ts';
import { creditAfterDebt, debitWhatever, entry } from '../accounts/move.ts';
import { findSubAccount } from '../accounts/store.ts';
import { loadCardFacts } from '../acs/store.ts';
import type { StoredAuthorization } from '../authorization/decode-authorization.ts';
import type { Card } from '../cards/card.ts';
import { panHashOf } from '../cards/pan-register.ts';
import { bill } from '../conversion/convert.ts';
import type { Bank } from '../ports.ts';
import { type Claim, claimEntries } from './claim.ts';
import type { PresentmentRefusal } from './errors.ts';
import { findPresented, isBooked } from './store.ts';

const attemptsMax = 8;

export type FileOf = { readonly fileId: string; readonly businessDate: string };

export async function bookPresentment(
  bank: Bank,
  item: Presentment,
  file: FileOf,
): Promise<Result<void, PresentmentRefusal>> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    // Twice the same item, in one file or two, is booked once.
    if (await isBooked(bank.db, item.arn)) return ok(undefined);
    const planned = await plan(bank, item);
    if (!planned.ok) return planned;
    const done = await bank.db.commit(changeOf(bank, item, file, planned.value));
    if (done.ok) return ok(undefined);
    bank.log.debug({ arn: item.arn, refused: done.error }, 'a presentment was overtaken');
  }
  assert(false, `presentment ${item.arn} finds no rest`);
}

type Plan = {
  readonly card: Card;
  readonly original: StoredAuthorization | undefined;
  readonly claim: Claim;
  readonly exchangeRateId: string | null;
  readonly debit:
    | { readonly how: 'from_hold'; readonly hold: StoredAuthorization }
    | { readonly how: 'forced'; readonly entries: readonly Entry[] };
};

async function plan(bank: Bank, item: Presentment): Promise<Result<Plan, PresentmentRefusal>> {
  if (item.amount.minor <= 0n) return err('nothing presented');
  const interchange = item.fees?.interchange;
  if (interchange && interchange.currency !== item.amount.currency) {
    return err('fee in another currency');
  }
  const panHash = panHashOf(bank.keys, item.pan);
  const { currency } = item.amount;
  const facts = await loadCardFacts(bank.db, { panHash, currency, mid: item.mid });
  if (!facts) return err('unknown card');
  const { card } = facts;
  const rrn = item.isCredit ? (item.originalRrn ?? '') : item.rrn;
  const original = await findPresented(bank.db, { cardId: card.cardId, rrn });
  const interchangeMinor = interchange?.minor ?? 0n;
  const common = { amount: item.amount, interchangeMinor, isCredit: item.isCredit };
  const agreed = item.isCredit ? undefined : agreedAt(item.amount, original);
  const current = bill(item.amount, card.currency, facts.rate);
  if (!agreed && !current) return err('no exchange rate');
  // A refund is converted without a fee: the bank earns nothing by an undone purchase.
  const priced = agreed ?? {
    billed: item.isCredit ? current?.converted : current?.total,
    feeMinor: item.isCredit ? 0n : (current?.fee.minor ?? 0n),
    exchangeRateId: current?.exchangeRateId ?? null,
  };
  const { billed } = priced;
  assert(billed, 'a presentment has its price');
  const claim = { ...common, billed, conversionFeeMinor: priced.feeMinor };
  const hold = original?.state === 'held' && !item.isCredit ? original : undefined;
  const rest = { card, original, claim, exchangeRateId: priced.exchangeRateId };
  if (hold && billed.minor <= hold.heldMinor) {
    return ok({ ...rest, debit: { how: 'from_hold', hold } });
  }
  const entries = await forcedEntries(bank, card, claim, hold?.heldMinor ?? 0n);
  return ok({ ...rest, debit: { how: 'forced', entries } });
}

/** The price that the cardholder was told at authorization, or the share of it presented. */
function agreedAt(amount: Money, original: StoredAuthorization | undefined) {
  const billed = original?.billed;
  if (!original || !billed || original.amount.currency !== amount.currency) return undefined;
  if (original.amount.minor === 0n) return undefined;
  const share = (minor: bigint) => (minor * amount.minor) / original.amount.minor;
  return {
    billed: money(billed.currency, share(billed.minor)),
    feeMinor: share(original.conversionFeeMinor),
    exchangeRateId: original.exchangeRateId,
  };
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

function changeOf(bank: Bank, item: Presentment, file: FileOf, planned: Plan): Unit {
  const { card, claim, debit, original } = planned;
  const nowMs = bank.clock.nowMs();
  const transactionId = bank.makeId('ltx');
  const { merchantName: description, rrn: reference } = item;
  const common = { accountId: bank.book, at: nowMs, reference, description };
  const { billed } = claim;
  const due = entry(
    paths.cardsDue,
    claim.isCredit ? 'debit' : 'credit',
    billed.currency,
    billed.minor,
  );
  const isFromHold = debit.how === 'from_hold';
  const holder: Posting =
    isFromHold && debit.hold.holdId
      ? {
          ...common,
          kind: 'post',
          id: transactionId,
          pendingId: debit.hold.holdId,
          entries: [
            ...entry(customerPath(card.bankAccountId), 'debit', billed.currency, billed.minor),
            ...due,
          ],
        }
      : {
          ...common,
          kind: 'posted',
          id: transactionId,
          entries: [...(isFromHold ? [] : debit.entries), ...due],
        };
  const claimed: Posting = {
    ...common,
    kind: 'posted',
    id: bank.makeId('ltx'),
    description: `Claim of the network: ${description}`,
    entries: claimEntries(claim),
  };
  const held = original?.state === 'held' && !item.isCredit ? original : undefined;
  const freed: Posting[] =
    held?.holdId && !isFromHold
      ? [
          {
            ...common,
            kind: 'void',
            id: bank.makeId('ltx'),
            pendingId: held.holdId,
            description: `Release ${description}: presented otherwise`,
            entries: [],
          },
        ]
      : [];
  return unit(
    item.amount.currency === bank.currency ? {} : openBankAccounts(bank, item.amount.currency),
    held ? cleared(held, billed.minor) : {},
    {
      inserts: [{ table: 'presentment', rows: [rowOf(bank, item, file, planned, transactionId)] }],
    },
    post([...freed, holder, claimed]),
  );
}

function cleared(held: StoredAuthorization, billedMinor: bigint): Unit {
  return {
    updates: [
      {
        as: 'still_held',
        table: 'card_authorization',
        key: { authorization_id: held.authorizationId },
        set: { state: 'cleared', held_minor: 0n, counted_minor: billedMinor },
        expect: { state: 'held', hold_id: held.holdId },
      },
    ],
  };
}

function rowOf(
  bank: Bank,
  item: Presentment,
  file: FileOf,
  { card, claim, debit, original, exchangeRateId }: Plan,
  transactionId: string,
) {
  return {
    arn: item.arn,
    kind: item.isCredit ? 'refund' : 'purchase',
    file_id: file.fileId,
    rrn: item.rrn,
    authorization_id: original?.authorizationId ?? null,
    card_id: card.cardId,
    bank_account_id: card.bankAccountId,
    booked_at_ms: bank.clock.nowMs(),
    business_date: file.businessDate,
    mid: item.mid,
    merchant_name: item.merchantName,
    merchant_city: item.merchantCity,
    merchant_country: item.merchantCountry,
    amount_minor: item.amount.minor,
    currency: item.amount.currency,
    interchange_minor: claim.interchangeMinor,
    billed_minor: claim.billed.minor,
    billed_currency: claim.billed.currency,
    conversion_fee_minor: claim.conversionFeeMinor,
    exchange_rate_id: exchangeRateId,
    is_forced: debit.how === 'forced' && !item.isCredit,
    transaction_id: transactionId,
  };
}
