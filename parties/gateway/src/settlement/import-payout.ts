// A payout that the acquirer makes by itself: its row, its lines of the balance, its events. It is
// in transit while the acquirer has it, and takes money out of the book when the bank has it.

import type { Unit } from '@kassa/database';
import { type Posting, post } from '@kassa/ledger';
import { currencyOf, money, negate } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { payoutToStripe } from '../api/to-stripe/money.ts';
import type { PayoutId } from '../ids.ts';
import { openBook } from '../payments/postings.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { balanceRow } from './balance-transaction.ts';
import type { PayoutStatus } from './from-report.ts';
import type { Import, SettlementMeans } from './import-settlements.ts';
import { paidEntries, returnedEntries } from './postings.ts';
import { byAcquirer } from './read.ts';
import type { KnownPayout } from './store.ts';

type PayoutImport = Import & {
  readonly payoutId: PayoutId;
  readonly known: KnownPayout | undefined;
  readonly status: PayoutStatus;
};

export function payoutUnits(means: SettlementMeans, coming: PayoutImport): Unit[] {
  const { merchant } = coming;
  return [
    payoutUnit(coming),
    ...openBook(merchant.accountId, merchant.acquirer.provider, amountOf(coming).currency),
    ...movedUnits(means, coming),
  ];
}

const amountOf = ({ report }: Import) =>
  money(unwrap(currencyOf(report.currency)), report.amountMinor);

function payoutUnit({ merchant, report, known, payoutId, status, nowMs }: PayoutImport): Unit {
  const { accountId } = merchant;
  if (known !== undefined) {
    const key = { account_id: accountId, id: payoutId };
    const expect = { status: known.status };
    return { updates: [{ as: 'payout', table: 'payout', key, set: { status }, expect }] };
  }
  const row = {
    account_id: accountId,
    id: payoutId,
    currency: report.currency,
    amount: report.amountMinor,
    status,
    arrival_date: report.valueOn,
    provider: merchant.acquirer.provider,
    reference: report.id,
    created_at: nowMs,
  };
  return { inserts: [{ table: 'payout', rows: [row] }] };
}

/** What the payout's own move means: paid takes the money out, failed after paid puts it back. */
function movedUnits(means: SettlementMeans, coming: PayoutImport): Unit[] {
  const { merchant, known, status } = coming;
  const { provider } = merchant.acquirer;
  const amount = amountOf(coming);
  if (status === 'paid') {
    return [
      payoutTransaction(means, coming, 'payout'),
      post([posting(means, coming, 'payout', paidEntries(provider, amount))]),
      payoutEvent(means, coming, 'payout.paid'),
    ];
  }
  if (status === 'failed' && known?.status === 'paid') {
    return [
      payoutTransaction(means, coming, 'payout_failure'),
      post([posting(means, coming, 'payout returned', returnedEntries(provider, amount))]),
      payoutEvent(means, coming, 'payout.failed'),
    ];
  }
  const type = status === 'failed' ? 'payout.failed' : 'payout.created';
  return [payoutEvent(means, coming, type)];
}

function payoutTransaction(
  means: SettlementMeans,
  coming: PayoutImport,
  type: 'payout' | 'payout_failure',
): Unit {
  const { merchant, payoutId, nowMs } = coming;
  const amount = amountOf(coming);
  const row = balanceRow({
    accountId: merchant.accountId,
    id: means.makeId('txn'),
    type,
    sourceId: payoutId,
    amount: type === 'payout' ? negate(amount) : amount,
    fees: [],
    maturesWith: null,
    availableOnMs: nowMs,
    description: type === 'payout' ? 'Payout to the bank account' : 'Payout that came back',
    payoutId,
    createdAtMs: nowMs,
  });
  return { inserts: [{ table: 'balance_transaction', rows: [row] }] };
}

function posting(
  means: SettlementMeans,
  { merchant, report, nowMs }: PayoutImport,
  description: string,
  entries: ReturnType<typeof paidEntries>,
): Posting {
  const { accountId } = merchant;
  const id = means.makeId('ltx');
  const reference = report.id;
  return { accountId, id, at: nowMs, kind: 'posted', description, reference, entries };
}

function payoutEvent(means: SettlementMeans, coming: PayoutImport, type: EventType): Unit {
  const { merchant, report, payoutId, status, nowMs } = coming;
  const { accountId } = merchant;
  const payout = byAcquirer({
    id: payoutId,
    currency: report.currency,
    amountMinor: report.amountMinor,
    status,
    arrivesOn: report.valueOn,
    reference: report.id,
    createdAtMs: nowMs,
  });
  const object = payoutToStripe(payout);
  const about = { accountId, objectId: payoutId, object, cause: null, atMs: nowMs };
  return recordEvent(means, { ...about, type });
}
