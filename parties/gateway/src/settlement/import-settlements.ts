// Reads the acquirer's settlement reports: at 11:00 of every banking day, and on demand. Each payout
// is one unit of work; the same report again, or one that has moved on, changes only what is new.

import { type Database, type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import { type Posting, post } from '@kassa/ledger';
import type { Log } from '@kassa/log';
import { currencyOf, money } from '@kassa/money';
import { assert, unwrap } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { Clock } from '@kassa/time';
import { payoutToStripe } from '../api/to-stripe/money.ts';
import type { AccountId, PayoutId } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { openBook } from '../payments/postings.ts';
import type { EventType } from '../webhooks/event-types.ts';
import { type RecordMeans, recordEvent } from '../webhooks/record-event.ts';
import {
  type PayoutStatus,
  readList,
  readReport,
  type SettlementItem,
  type SettlementReport,
  type SettlementSummary,
  statusOf,
} from './from-report.ts';
import { paidEntries, returnedEntries, settledEntries } from './postings.ts';
import type { Payout } from './read.ts';
import { findPayouts, findSources, importFromMs, itemKey, type KnownPayout } from './store.ts';
import { knownStrays, strayRow, strayUnit } from './strays.ts';

export type SettlementMeans = RecordMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly http: HttpClient;
  /** Where a provider's reports are read, and with which key. */
  readonly reports: (provider: string) => { readonly url: string; readonly key: Secret<string> };
};

const pageSize = 100;

/** How many payouts were new or had moved on. Throws when the acquirer cannot be asked. */
export async function importSettlements(
  means: SettlementMeans,
  merchants: readonly Merchant[],
): Promise<number> {
  let count = 0;
  for (const merchant of merchants) count += await importOf(means, merchant);
  return count;
}

async function importOf(means: SettlementMeans, merchant: Merchant): Promise<number> {
  const { accountId } = merchant;
  const since = await importFromMs(means.db, accountId);
  let after = '';
  let count = 0;
  for (;;) {
    const query = `?since=${since}&limit=${pageSize}${after && `&after=${after}`}`;
    const { settlements, hasMore } = readList(await ask(means, merchant, query));
    const references = settlements.map(({ id }) => id);
    const known = await findPayouts(means.db, accountId, references);
    for (const summary of settlements) {
      const payout = known.get(summary.id);
      if (payout?.status === statusOf[summary.status]) continue;
      await importOne(means, merchant, summary, payout);
      count += 1;
    }
    after = references.at(-1) ?? '';
    if (!hasMore || after === '') return count;
  }
}

async function ask(means: SettlementMeans, merchant: Merchant, tail: string): Promise<unknown> {
  const { provider, merchantId } = merchant.acquirer;
  const { url, key } = means.reports(provider);
  const address = `${url}/merchants/${encodeURIComponent(merchantId)}/settlements${tail}`;
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const answer = await means.http.getJson(address, { headers });
  if (!answer.ok) throw new Error(`${provider} did not answer: ${answer.error.code}`);
  const { status, body } = answer.value;
  if (status !== 200) throw new Error(`${provider} answered ${status} about its settlements`);
  return body;
}

async function importOne(
  means: SettlementMeans,
  merchant: Merchant,
  summary: SettlementSummary,
  known: KnownPayout | undefined,
): Promise<void> {
  const report = readReport(await ask(means, merchant, `/${encodeURIComponent(summary.id)}`));
  const coming: Import = {
    merchant,
    report,
    known,
    payoutId: known?.id ?? means.makeId('po'),
    status: statusOf[report.status],
    nowMs: means.clock.nowMs(),
  };
  const settled = known === undefined ? await settledUnit(means, coming) : {};
  const committed = await means.db.commit(
    unit(
      payoutUnit(coming),
      settled,
      ...movedUnits(means, coming),
      ...openBook(merchant.accountId, merchant.acquirer.provider, currencyIn(report)),
    ),
  );
  // Two imports at once: the other one has it.
  const isTaken = !committed.ok && committed.error.code !== 'refused';
  assert(committed.ok || isTaken, `a settlement is not booked: ${JSON.stringify(committed)}`);
}

export type Import = {
  readonly merchant: Merchant;
  readonly report: SettlementReport;
  readonly known: KnownPayout | undefined;
  readonly payoutId: PayoutId;
  readonly status: PayoutStatus;
  readonly nowMs: number;
};

const currencyIn = ({ currency }: SettlementReport) => unwrap(currencyOf(currency));

function payoutUnit({ merchant, report, known, payoutId, status, nowMs }: Import): Unit {
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
    reference: report.id,
    created_at: nowMs,
  };
  return { inserts: [{ table: 'payout', rows: [row] }] };
}

/** The items, at the first sight of their payout: fees are known now, and the rest is available. */
async function settledUnit(means: SettlementMeans, coming: Import): Promise<Unit> {
  const { merchant, report, payoutId } = coming;
  const { accountId, acquirer } = merchant;
  const sources = await findSources(
    means.db,
    accountId,
    report.items.map(({ rrn }) => rrn),
  );
  const strayed = await knownStrays(
    means.db,
    merchant,
    report.items.map(({ id }) => id),
  );
  const rows: ReturnType<typeof itemRow>[] = [];
  const strays: ReturnType<typeof strayRow>[] = [];
  let feeMinor = 0n;
  let netMinor = 0n;
  for (const item of report.items) {
    const source = sources.get(itemKey(item));
    // Of a payout that failed the items come again in a later one: they are booked already.
    if (source?.isSettled || strayed.has(item.id)) continue;
    if (source === undefined) {
      means.log.error({ rrn: item.rrn, item: item.id, accountId }, 'settled, and unknown to us');
      strays.push(strayRow(coming, item));
    }
    rows.push(itemRow(means, coming, item, source));
    feeMinor += item.feeMinor;
    netMinor += item.netMinor;
  }
  if (rows.length === 0) return {};
  const currency = currencyIn(report);
  const entries = settledEntries(
    acquirer.provider,
    money(currency, feeMinor),
    money(currency, netMinor),
  );
  return unit(
    { inserts: [{ table: 'balance_transaction', rows }] },
    strayUnit(strays),
    entries.length === 0 ? {} : post([posting(means, coming, `settled in ${payoutId}`, entries)]),
  );
}

function itemRow(
  means: SettlementMeans,
  { merchant, report, payoutId, nowMs }: Import,
  item: SettlementItem,
  source: { readonly type: 'charge' | 'refund'; readonly id: string } | undefined,
) {
  const { feeMinor, grossMinor, netMinor, kind, currency } = item;
  const fee = {
    amount: Number(feeMinor),
    application: null,
    currency: currency.toLowerCase(),
    description: `Merchant fee of ${merchant.acquirer.provider}`,
    type: 'payment_network_fee',
  };
  return {
    account_id: merchant.accountId,
    id: means.makeId('txn'),
    type: kind === 'capture' ? 'charge' : 'refund',
    source_id: source?.id ?? item.id,
    part: source === undefined ? 1 : item.part,
    currency,
    amount: grossMinor,
    fee: feeMinor,
    net: netMinor,
    fee_details: feeMinor === 0n ? [] : [fee],
    status: 'available',
    available_on: Date.parse(`${report.valueOn}T00:00:00Z`) || nowMs,
    description: null,
    payout_id: payoutId,
    created_at: nowMs,
  };
}

/** What the payout's own move means: paid takes the money out, failed after paid puts it back. */
function movedUnits(means: SettlementMeans, coming: Import): Unit[] {
  const { merchant, report, known, status } = coming;
  const { provider } = merchant.acquirer;
  const amount = money(currencyIn(report), report.amountMinor);
  if (status === 'paid') {
    return [
      payoutTransaction(means, coming, 'payout', -report.amountMinor),
      post([posting(means, coming, 'payout', paidEntries(provider, amount))]),
      payoutEvent(means, coming, 'payout.paid'),
    ];
  }
  if (status === 'failed' && known?.status === 'paid') {
    return [
      payoutTransaction(means, coming, 'payout_failure', report.amountMinor),
      post([posting(means, coming, 'payout returned', returnedEntries(provider, amount))]),
      payoutEvent(means, coming, 'payout.failed'),
    ];
  }
  const type = status === 'failed' ? 'payout.failed' : 'payout.created';
  return [payoutEvent(means, coming, type)];
}

function payoutTransaction(
  means: SettlementMeans,
  { merchant, report, payoutId, nowMs }: Import,
  type: 'payout' | 'payout_failure',
  minor: bigint,
): Unit {
  const row = {
    account_id: merchant.accountId,
    id: means.makeId('txn'),
    type,
    source_id: payoutId,
    part: 1,
    currency: report.currency,
    amount: minor,
    fee: 0n,
    net: minor,
    fee_details: [],
    status: 'available',
    available_on: nowMs,
    description: type === 'payout' ? 'Payout to the bank account' : 'Payout that came back',
    payout_id: payoutId,
    created_at: nowMs,
  };
  return { inserts: [{ table: 'balance_transaction', rows: [row] }] };
}

function posting(
  means: SettlementMeans,
  { merchant, report, nowMs }: Import,
  description: string,
  entries: ReturnType<typeof paidEntries>,
): Posting {
  const { accountId } = merchant;
  const id = means.makeId('ltx');
  const reference = report.id;
  return { accountId, id, at: nowMs, kind: 'posted', description, reference, entries };
}

function payoutEvent(means: SettlementMeans, coming: Import, type: EventType): Unit {
  const { merchant, report, payoutId, status, nowMs } = coming;
  const accountId: AccountId = merchant.accountId;
  const payout: Payout = {
    id: payoutId,
    currency: report.currency,
    amountMinor: report.amountMinor,
    status,
    arrivesOn: report.valueOn,
    reference: report.id,
    createdAtMs: nowMs,
  };
  const object = payoutToStripe(payout);
  const about = { accountId, objectId: payoutId, object, cause: null, atMs: nowMs };
  return recordEvent(means, { ...about, type });
}
