// Runs and exceptions as they are kept, decoded.

import { column, type RawRow } from '@kassa/database';
import { z } from 'zod';
import { type BreakName, breakNames } from '../matching/outcome.ts';
import { type PairName, pairNames } from '../matching/pair.ts';
import { sources } from '../matching/source-row.ts';
import { reasons } from '../sources/gathered.ts';

const rowSchema = z.object({
  source: z.enum(sources),
  id: z.string(),
  batch: z.string().nullable(),
  currency: z.string(),
  on: z.number(),
  dueOn: z.number(),
  amount: z.string().transform(BigInt),
  fee: z.string().transform(BigInt).nullable(),
  names: z.array(z.string()),
});
export type StoredRow = z.output<typeof rowSchema>;
const rowsSchema = z.array(rowSchema);

export const repairKinds = ['correct', 'mark_received', 'replace', 'void'] as const;
export type RepairKind = (typeof repairKinds)[number];

export type Repair = {
  readonly kind: RepairKind;
  readonly replacedBy: string | null;
  readonly transactionId: string | null;
  readonly by: string;
  readonly why: string;
  readonly atMs: number;
};

export const exceptionStates = ['open', 'cleared', 'repaired'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

export type StoredException = {
  readonly accountId: `acct_${string}`;
  readonly id: string;
  readonly provider: string;
  readonly merchant: string;
  readonly pair: PairName;
  readonly name: BreakName;
  readonly also: readonly BreakName[];
  readonly expecting: readonly StoredRow[];
  readonly answering: readonly StoredRow[];
  readonly currency: string;
  readonly differenceMinor: bigint | null;
  readonly twin: string | null;
  readonly sinceDay: number;
  readonly state: ExceptionState;
  readonly repair: Repair | null;
};

export function decodeException(row: RawRow): StoredException {
  return {
    accountId: `acct_${column.text(row, 'account_id').slice('acct_'.length)}`,
    id: column.text(row, 'id'),
    provider: column.text(row, 'provider'),
    merchant: column.text(row, 'merchant'),
    pair: column.oneOf(row, 'pair', pairNames),
    name: column.oneOf(row, 'name', breakNames),
    also: z.array(z.enum(breakNames)).parse(column.texts(row, 'also')),
    expecting: rowsSchema.parse(column.json(row, 'expecting')),
    answering: rowsSchema.parse(column.json(row, 'answering')),
    currency: column.text(row, 'currency'),
    differenceMinor: column.bigOrNull(row, 'difference'),
    twin: column.textOrNull(row, 'twin'),
    sinceDay: column.integer(row, 'since_day'),
    state: column.oneOf(row, 'state', exceptionStates),
    repair: decodeRepair(row),
  };
}

function decodeRepair(row: RawRow): Repair | null {
  const by = column.textOrNull(row, 'decided_by');
  if (by === null) return null;
  return {
    kind: column.oneOf(row, 'kind', repairKinds),
    replacedBy: column.textOrNull(row, 'replaced_by'),
    transactionId: column.textOrNull(row, 'transaction_id'),
    by,
    why: column.text(row, 'decided_why'),
    atMs: column.integer(row, 'repaired_at'),
  };
}

const figures = z.object({ matched: z.number(), waiting: z.number(), exception: z.number() });
export type Figures = z.output<typeof figures>;

const seen = z.object({
  source: z.enum(sources),
  isThere: z.boolean(),
  rows: z.number(),
  why: z.enum(reasons).nullable(),
  detail: z.string(),
});

export type StoredRun = {
  readonly provider: string;
  readonly merchant: string;
  readonly startedAtMs: number;
  readonly askedBy: string;
  readonly sources: readonly z.output<typeof seen>[];
  readonly pairs: Readonly<Partial<Record<PairName, Figures>>>;
};

export function decodeRun(row: RawRow): StoredRun {
  return {
    provider: column.text(row, 'provider'),
    merchant: column.text(row, 'merchant'),
    startedAtMs: column.integer(row, 'started_at'),
    askedBy: column.text(row, 'asked_by'),
    sources: z.array(seen).parse(column.json(row, 'sources')),
    pairs: z.partialRecord(z.enum(pairNames), figures).parse(column.json(row, 'pairs')),
  };
}
