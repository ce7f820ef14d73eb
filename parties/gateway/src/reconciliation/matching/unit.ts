// What is matched as one: a row, or all sales of one payout in one currency.

import type { Pair } from './pair.ts';
import { type DayNumber, type KeyKind, type Keys, keyKinds, type SourceRow } from './source-row.ts';

export type Unit = {
  readonly rows: readonly SourceRow[];
  readonly id: string;
  readonly keys: Readonly<Record<KeyKind, readonly string[]>>;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly on: DayNumber;
  readonly dueOn: DayNumber;
};

/** In one order, whatever the order of the rows was. */
export function unitsOf(rows: readonly SourceRow[], gathers: boolean): Unit[] {
  const units = gathers ? gathered(rows) : rows.map(alone);
  return units.sort(byDay);
}

function alone(row: SourceRow): Unit {
  const { id, currency, amountMinor, feeMinor, on, dueOn } = row;
  return { rows: [row], id, keys: written(row.keys), currency, amountMinor, feeMinor, on, dueOn };
}

/** What names no payout is expected by itself. */
function gathered(rows: readonly SourceRow[]): Unit[] {
  const batches = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const name = `${row.batch ?? `alone ${row.id}`}|${row.currency}`;
    const batch = batches.get(name);
    if (batch === undefined) batches.set(name, [row]);
    else batch.push(row);
  }
  return [...batches.values()].map(batchOf);
}

function batchOf(rows: readonly SourceRow[]): Unit {
  const sorted = [...rows].sort(byDay);
  const first = sorted[0];
  if (first === undefined) throw new Error('a batch has rows');
  const net = sorted.reduce((sum, { amountMinor, feeMinor }) => {
    return sum + amountMinor - (feeMinor ?? 0n);
  }, 0n);
  return {
    rows: sorted,
    id: first.id,
    keys: written(first.batch === null ? {} : { reference: [first.batch] }),
    currency: first.currency,
    amountMinor: net,
    feeMinor: null,
    on: first.on,
    dueOn: sorted.reduce((last, { dueOn }) => Math.max(last, dueOn), first.dueOn),
  };
}

/** Banks write references as they like: with blanks, strokes, small letters. */
function written({ arn, rrn, reference }: Keys): Unit['keys'] {
  return { arn: plain(arn), rrn: plain(rrn), reference: plain(reference) };
}

const none: readonly string[] = [];

function plain(values: readonly string[] | undefined): readonly string[] {
  if (values === undefined || values.length === 0) return none;
  const bare = values.map((value) => value.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const full = bare.filter((value) => value !== '');
  return full.length < 2 ? full : [...new Set(full)];
}

type Dated = Pick<Unit, 'on' | 'id'>;

function byDay(one: Dated, other: Dated): number {
  if (one.on !== other.on) return one.on - other.on;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

export function byAmount(one: Unit, other: Unit): number {
  if (one.currency !== other.currency) return one.currency < other.currency ? -1 : 1;
  if (one.amountMinor !== other.amountMinor) return one.amountMinor < other.amountMinor ? -1 : 1;
  return byDay(one, other);
}

/** Both carry a stronger key than this one, and it is not the same: two things, whatever else agrees. */
export function differInStronger(one: Unit, other: Unit, than: KeyKind): boolean {
  return keyKinds.slice(0, keyKinds.indexOf(than)).some((kind) => {
    const [mine, theirs] = [one.keys[kind], other.keys[kind]];
    return mine.length > 0 && theirs.length > 0 && !mine.some((value) => theirs.includes(value));
  });
}

export const sumOf = (units: readonly Unit[]): bigint =>
  units.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

export const isWithin = (
  { toleranceMinor }: Pick<Pair, 'toleranceMinor'>,
  difference: bigint,
): boolean => difference <= toleranceMinor && -difference <= toleranceMinor;
