// One item of a clearing file: the hold, or a part of it, becomes a debit, the network's claim is
// booked net of interchange. Each item is one unit, booked once.

import type { Presentment } from '@kassa/clearing-file';
import { type Unit, unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { assert, ok, type Result } from '@kassa/result';
import { customerPath, openBankAccounts, paths } from '../accounts/chart.ts';
import { entry } from '../accounts/move.ts';
import { countedOf } from '../authorization/price.ts';
import type { Bank } from '../ports.ts';
import { claimEntries } from './claim.ts';
import type { PresentmentRefusal } from './errors.ts';
import { type Plan, planPresentment } from './plan-presentment.ts';
import { isBooked } from './store.ts';

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
    const planned = await planPresentment(bank, item);
    if (!planned.ok) return planned;
    const done = await bank.db.commit(changeOf(bank, item, file, planned.value));
    if (done.ok) return ok(undefined);
    bank.log.debug({ arn: item.arn, refused: done.error }, 'a presentment was overtaken');
  }
  assert(false, `presentment ${item.arn} finds no rest`);
}

function changeOf(bank: Bank, item: Presentment, file: FileOf, plan: Plan): Unit {
  const { claim } = plan;
  const transactionId = bank.makeId('ltx');
  const newHoldId = bank.makeId('ltx');
  const claimed: Posting = {
    ...common(bank, item),
    kind: 'posted',
    id: bank.makeId('ltx'),
    description: `Claim of the network: ${item.merchantName}`,
    entries: claimEntries(claim),
  };
  return unit(
    item.amount.currency === bank.currency ? {} : openBankAccounts(bank, item.amount.currency),
    presented(item, plan, newHoldId),
    { inserts: [{ table: 'presentment', rows: [rowOf(bank, item, file, plan, transactionId)] }] },
    post([...debited(bank, item, plan, { transactionId, newHoldId }), claimed]),
  );
}

function common(bank: Bank, { merchantName, rrn }: Presentment) {
  const at = bank.clock.nowMs();
  return { accountId: bank.book, at, reference: rrn, description: merchantName };
}

type Ids = { readonly transactionId: Posting['id']; readonly newHoldId: Posting['id'] };

/** The cardholder's side: out of the hold, whose rest is laid anew, or past it. */
function debited(
  bank: Bank,
  item: Presentment,
  { card, claim, debit, original }: Plan,
  { transactionId, newHoldId }: Ids,
): Posting[] {
  const { billed, isCredit } = claim;
  const { currency } = billed;
  const of = common(bank, item);
  const held = (minor: bigint) => [
    ...entry(customerPath(card.bankAccountId), 'debit', currency, minor),
    ...entry(paths.cardsDue, 'credit', currency, minor),
  ];
  if (debit.how === 'from_hold') {
    const { holdId } = debit.hold;
    assert(holdId, 'what is held has a hold');
    const entries = held(billed.minor);
    const taken: Posting = { ...of, kind: 'post', id: transactionId, pendingId: holdId, entries };
    const { restMinor } = debit;
    if (restMinor === 0n) return [taken];
    return [taken, { ...of, kind: 'pending', id: newHoldId, entries: held(restMinor) }];
  }
  const due = entry(paths.cardsDue, isCredit ? 'debit' : 'credit', currency, billed.minor);
  const entries = [...debit.entries, ...due];
  const forced: Posting = { ...of, kind: 'posted', id: transactionId, entries };
  const holdId = original?.state === 'held' && !isCredit ? original.holdId : null;
  if (holdId === null) return [forced];
  const description = `Release ${item.merchantName}: presented otherwise`;
  const id = bank.makeId('ltx');
  return [{ ...of, kind: 'void', id, pendingId: holdId, description, entries: [] }, forced];
}

/** What the authorization is after it: held for the rest, or cleared. */
function presented(item: Presentment, { claim, debit, original }: Plan, newHoldId: string): Unit {
  if (!original || claim.isCredit) return {};
  const key = { authorization_id: original.authorizationId };
  const table = 'card_authorization';
  const isSame = original.amount.currency === item.amount.currency;
  const minor = isSame ? item.amount.minor : 0n;
  const add = { presented_minor: minor };
  if (original.state !== 'held') return { updates: [{ as: 'presented', table, key, add }] };
  const restMinor = debit.how === 'from_hold' ? debit.restMinor : 0n;
  const counted = isSame
    ? countedOf(original, original.presentedMinor + minor)
    : claim.billed.minor;
  const set =
    restMinor > 0n
      ? { hold_id: newHoldId, held_minor: restMinor }
      : { state: 'cleared', held_minor: 0n, counted_minor: counted };
  const expect = { state: 'held', hold_id: original.holdId };
  return { updates: [{ as: 'still_held', table, key, set, add, expect }] };
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
    acquirer_id: item.acquirerId,
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
