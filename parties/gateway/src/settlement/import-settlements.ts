// Reads the acquirer's settlement reports: at 11:00 of every banking day, and on demand. Each is one
// unit of work; the same report again, or one that has moved on, changes only what is new.

import { type Database, type Refused, type Unit, unit } from '@kassa/database';
import type { HttpClient } from '@kassa/http';
import type { Log } from '@kassa/log';
import { Bug } from '@kassa/result';
import type { Clock } from '@kassa/time';
import type { Desk } from '../connectors/acquirers.ts';
import type { PayoutId } from '../ids.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { RecordMeans } from '../webhooks/record-event.ts';
import {
  readList,
  readReport,
  type SettlementReport,
  type SettlementSummary,
  statusOf,
} from './from-report.ts';
import { payoutUnits } from './import-payout.ts';
import { reserveUnit } from './settled-reserves.ts';
import { settledUnit } from './settled-unit.ts';
import { creditRow, findCredits, findPayouts, importFromMs, type KnownPayout } from './store.ts';

export type SettlementMeans = RecordMeans & {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly http: HttpClient;
  readonly desks: Desk;
};

/** One report on its way into the book. */
export type Import = {
  readonly merchant: Merchant;
  readonly report: SettlementReport;
  /** The payout in which its items are; null when they are put at the merchant's disposal. */
  readonly payoutId: PayoutId | null;
  readonly nowMs: number;
};

const pageSize = 100;

/** Of the contract that comes first. How many reports were new or had moved on; throws when the acquirer cannot be asked. */
export async function importSettlements(
  means: SettlementMeans,
  merchant: Merchant,
): Promise<number> {
  const since = await importFromMs(means.db, merchant);
  let after = '';
  let count = 0;
  for (;;) {
    const query = `?since=${since}&limit=${pageSize}${after && `&after=${after}`}`;
    const { settlements, hasMore } = readList(await ask(means, merchant, query));
    const references = settlements.map(({ id }) => id);
    const payouts = await findPayouts(means.db, merchant, references);
    const credits = await findCredits(means.db, merchant, references);
    for (const summary of settlements) {
      const payout = payouts.get(summary.id);
      if (isKnown(summary, payout) || credits.has(summary.id)) continue;
      await importOne(means, merchant, summary, payout);
      count += 1;
    }
    after = references.at(-1) ?? '';
    if (!hasMore || after === '') return count;
  }
}

function isKnown({ status }: SettlementSummary, payout: KnownPayout | undefined): boolean {
  return status !== 'credited' && payout?.status === statusOf[status];
}

async function ask(means: SettlementMeans, merchant: Merchant, tail: string): Promise<unknown> {
  const { provider, merchantId } = merchant.acquirer;
  const { url, key } = means.desks(provider);
  const address = `${url}/merchants/${encodeURIComponent(merchantId)}/settlements${tail}`;
  const headers = { authorization: `Bearer ${key.reveal()}` };
  const answer = await means.http.getJson(address, { headers });
  if (!answer.ok) throw new Error(`${provider} did not answer: ${answer.error.code}`);
  const { status, body } = answer.value;
  if (status !== 200) throw new Error(`${provider} answered ${status} about its settlements`);
  return body;
}

const pagesMax = 1_000;

/** Page after page: an acquirer tells the items of a large payout some hundreds at a time. */
async function readWhole(
  means: SettlementMeans,
  merchant: Merchant,
  id: string,
): Promise<SettlementReport> {
  const tail = `/${encodeURIComponent(id)}`;
  const report = readReport(await ask(means, merchant, tail));
  const items = [...report.items];
  let { next } = report;
  for (let pages = 1; next; pages += 1) {
    if (pages === pagesMax) throw new Error(`settlement ${id} has more than ${pagesMax} pages`);
    const after = encodeURIComponent(next);
    const page = readReport(await ask(means, merchant, `${tail}?after=${after}`));
    items.push(...page.items);
    next = page.next;
  }
  return { ...report, items };
}

const triesMax = 5;

async function importOne(
  means: SettlementMeans,
  merchant: Merchant,
  summary: SettlementSummary,
  known: KnownPayout | undefined,
): Promise<void> {
  const report = await readWhole(means, merchant, summary.id);
  const isCredit = report.status === 'credited';
  const payoutId = isCredit ? null : (known?.id ?? means.makeId('po'));
  for (let tries = 1; ; tries++) {
    const coming = { merchant, report, payoutId, nowMs: means.clock.nowMs() };
    const isNew = known === undefined;
    const settled = isNew ? await settledUnit(means, coming) : {};
    const reserved = isNew ? await reserveUnit(means, coming) : {};
    const committed = await means.db.commit(
      unit(...ownUnits(means, coming, known), settled, reserved),
    );
    if (committed.ok || isTaken(committed.error)) return;
    if (!isMoved(committed.error) || tries === triesMax) {
      throw new Bug(`a settlement is not booked: ${JSON.stringify(committed.error)}`);
    }
  }
}

/** What the report itself says: money at the merchant's disposal, or a payout that has moved. */
function ownUnits(means: SettlementMeans, coming: Import, known: KnownPayout | undefined): Unit[] {
  const { status } = coming.report;
  const { payoutId } = coming;
  if (status === 'credited' || payoutId === null) return [creditRow(coming)];
  return payoutUnits(means, { ...coming, payoutId, known, status: statusOf[status] });
}

/** Two imports at once: the other one has it. */
const isTaken = (refused: Refused): boolean => refused.code !== 'refused';

/** A charge was split while the report was read. */
function isMoved(refused: Refused): boolean {
  return refused.code === 'refused' && refused.reason === 'charge_moved';
}
