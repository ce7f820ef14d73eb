// The acquirer's settlement reports as rows: every item a sale, every payout that it made a payout. Read
// anew from its desk, and not from what was imported: what was imported is what is to be checked.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { wordsOf } from '../../disputes/moves.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { type AcquirerMeans, askAcquirer } from './ask-acquirer.ts';
import { calendarOf, dayOf, dueAfter } from './days.ts';
import type { Contract } from './gathered.ts';

const minor = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);
const head = z.object({
  id: z.string().min(1),
  status: z.enum(['created', 'credited', 'paid', 'refused', 'returned']),
  currency: z.string(),
  amountMinor: minor,
  createdAtMs: z.number(),
});
const item = z.object({
  id: z.string().min(1),
  kind: z.enum(['capture', 'refund', 'chargeback', 'chargeback_reversal', 'arbitration_fee']),
  rrn: z.string(),
  part: z.number().int().positive().default(1),
  arn: z.string().nullish(),
  disputeId: z.string().nullish(),
  disputeRound: z.number().int().positive().nullish(),
  currency: z.string(),
  grossMinor: minor,
  feeMinor: minor,
  interchangeMinor: minor.optional(),
  schemeFeeMinor: minor.optional(),
  capturedAtMs: z.number().optional(),
});
const reserve = z.object({
  id: z.string().min(1),
  currency: z.string(),
  netMinor: minor,
});
const listSchema = z.object({ settlements: z.array(head), hasMore: z.boolean() });
const reportSchema = head.extend({
  items: z.array(item),
  reserves: z.array(reserve).default([]),
  next: z.string().nullish(),
});
type Report = z.output<typeof reportSchema>;
const itemsSchema = z.object({ items: z.array(item), next: z.string().nullish() });
type UnpaidItem = z.output<typeof item>;

export type AcquirerRows = {
  readonly sales: readonly SourceRow[];
  /** What was held back of payouts, and released in them: a part of what the bank has, and no sale. */
  readonly reserves: readonly SourceRow[];
  readonly payouts: readonly SourceRow[];
  /** Of which of our payments, refunds and disputes it speaks: RRNs, and ids of disputes. */
  readonly named: readonly string[];
};

const pageSize = 100;
const pagesMax = 100;
const itemPagesMax = 1_000;

export async function readAcquirer(
  means: AcquirerMeans,
  contract: Contract,
  sinceMs: number,
): Promise<Result<AcquirerRows, { readonly why: string }>> {
  const reports: Report[] = [];
  let after = '';
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const query = new URLSearchParams({ since: String(sinceMs), limit: String(pageSize), after });
    const list = await askAcquirer(means, contract, {
      tail: `/settlements?${query}`,
      schema: listSchema,
    });
    if (!list.ok) return list;
    for (const { id } of list.value.settlements) {
      const report = await readReport(means, contract, `/settlements/${encodeURIComponent(id)}`);
      if (!report.ok) return report;
      reports.push(report.value);
    }
    after = list.value.settlements.at(-1)?.id ?? '';
    if (!list.value.hasMore || after === '') {
      const unpaid = await readUnpaid(means, contract);
      return unpaid.ok ? ok(rowsOf(reports, unpaid.value, contract)) : unpaid;
    }
  }
  return err({ why: `it has more than ${pageSize * pagesMax} reports in the time looked at` });
}

/** With all pages of its items. */
async function readReport(means: AcquirerMeans, contract: Contract, tail: string) {
  const report = await askAcquirer(means, contract, { tail, schema: reportSchema });
  if (!report.ok) return report;
  const items = await readItems(means, contract, { tail, first: report.value });
  return items.ok ? ok({ ...report.value, items: items.value }) : items;
}

/** What it has settled and not paid out: due another day, or set off against what is owed. */
async function readUnpaid(means: AcquirerMeans, contract: Contract) {
  const tail = '/unpaid';
  const first = await askAcquirer(means, contract, { tail, schema: itemsSchema });
  return first.ok ? readItems(means, contract, { tail, first: first.value }) : first;
}

/** Page after page; the first has been read. */
async function readItems(
  means: AcquirerMeans,
  contract: Contract,
  { tail, first }: { readonly tail: string; readonly first: z.output<typeof itemsSchema> },
) {
  const items = [...first.items];
  let { next } = first;
  for (let pages = 1; next && pages < itemPagesMax; pages += 1) {
    const at = `${tail}?after=${encodeURIComponent(next)}`;
    const page = await askAcquirer(means, contract, { tail: at, schema: itemsSchema });
    if (!page.ok) return page;
    items.push(...page.value.items);
    next = page.value.next;
  }
  return next ? err({ why: `${tail} has more than ${itemPagesMax} pages` }) : ok(items);
}

function rowsOf(
  reports: readonly Report[],
  unpaid: readonly UnpaidItem[],
  contract: Contract,
): AcquirerRows {
  const calendar = calendarOf(contract.country);
  const sales = new Map<string, SourceRow>();
  const reserves = new Map<string, SourceRow>();
  const payouts: SourceRow[] = [];
  // The oldest first: items of a payout that failed come again in a later one, and count there.
  for (const report of reports.toSorted((one, other) => one.createdAtMs - other.createdAtMs)) {
    const on = dayOf(report.createdAtMs);
    const days = { on, dueOn: dueAfter(on, calendar, 2) };
    const isPaidOut = report.status === 'created' || report.status === 'paid';
    const batch = isPaidOut ? report.id : null;
    for (const one of report.items) sales.set(one.id, saleOf(one, { ...days, batch }));
    for (const { id, currency, netMinor: amountMinor } of report.reserves) {
      const row = { source: 'acquirer', kind: 'sale', id, currency, amountMinor, batch } as const;
      reserves.set(id, { ...row, ...days, feeMinor: null, keys: { reference: [id] } });
    }
    if (report.status !== 'paid') continue;
    payouts.push({
      ...{ ...days, source: 'acquirer', kind: 'payout', id: report.id, batch: null },
      ...{ currency: report.currency, amountMinor: report.amountMinor, feeMinor: null },
      keys: { reference: [report.id] },
    });
  }
  for (const one of unpaid) {
    const on = dayOf(one.capturedAtMs ?? 0);
    sales.set(one.id, saleOf(one, { on, dueOn: dueAfter(on, calendar, 2), batch: null }));
  }
  const named = [...reports.flatMap(({ items }) => items), ...unpaid].map(
    ({ rrn, disputeId }) => disputeId ?? rrn,
  );
  return {
    sales: [...sales.values()],
    reserves: [...reserves.values()],
    payouts,
    named: [...new Set(named)],
  };
}

type In = {
  readonly on: number;
  readonly dueOn: number;
  /** The payout it went out with. */
  readonly batch: string | null;
};

function saleOf(one: z.output<typeof item>, { on, dueOn, batch }: In): SourceRow {
  const common: Omit<SourceRow, 'amountMinor' | 'feeMinor' | 'keys'> = {
    ...{ source: 'acquirer', kind: 'sale', id: one.id, on, dueOn, currency: one.currency },
    batch,
  };
  if (one.kind === 'capture' || one.kind === 'refund') {
    const keys = { rrn: [partKey(one.rrn, one.part)], ...(one.arn ? { arn: [one.arn] } : {}) };
    const { feeMinor, interchangeMinor = 0n, schemeFeeMinor = 0n } = one;
    const marginMinor = feeMinor - interchangeMinor - schemeFeeMinor;
    return { ...common, amountMinor: one.grossMinor, feeMinor, marginMinor, keys };
  }
  // With its fee a dispute is one sum in our book.
  const amountMinor = one.grossMinor - one.feeMinor;
  const words = wordsOf({ kind: one.kind, round: one.disputeRound ?? 1 });
  const reference = [disputeKey(one.disputeId ?? '', words)];
  return { ...common, amountMinor, feeMinor: null, keys: { reference } };
}

/** An RRN names an authorization; of several captures of it each has its number. */
export const partKey = (rrn: string, part: number): string => (part === 1 ? rrn : `${rrn}P${part}`);

/** By the words of the book: what was taken, and what was given back, are movements of their own. */
const disputeMarks: Readonly<Record<string, string>> = {
  dispute: '',
  // As books said it before what is reinstated was known to be so for now.
  'dispute won': 'WON',
  'dispute reinstated': 'WON',
  'dispute again': 'AGAIN',
  'dispute won in the end': 'ENDED',
  'dispute arbitration fee': 'FEE',
};

export const disputeKey = (id: string, words: string): string =>
  `${id}${disputeMarks[words] ?? words}`;
