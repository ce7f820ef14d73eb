// Breaks in single sales: between shop and ledger, and between ledger and acquirer. Who stands further
// down the line tells the same as the one who erred, so that each break is seen in one pair only.

import type { Chance } from '@kassa/chance';
import type { BreakName } from '../matching/outcome.ts';
import type { PairName } from '../matching/pair.ts';
import type { Keys, SourceRow } from '../matching/source-row.ts';
import { arnOf, type Numbers, rrnOf, type Story } from './truth.ts';

export type Planted = {
  readonly pair: PairName;
  readonly name: BreakName;
  /** Every row that may be named; of a duplicate either of the two. */
  readonly rows: readonly SourceRow[];
};

export type Planting = { readonly chance: Chance; readonly numbers: Numbers };

/** Changes what is told, and gives the rows in which it can be seen. */
export type Plant<T> = (planting: Planting, one: T, neighbour: T) => readonly SourceRow[];
export type Plants<T> = Readonly<Partial<Record<BreakName, Plant<T>>>>;

export const inOrders: Plants<Story> = {
  missing: (_, story) => {
    Object.assign(story, { ledger: [], acquirer: [] });
    return story.shop;
  },
  unexpected: (_, story) => {
    story.shop = [];
    return story.ledger;
  },
  duplicate: ({ numbers }, story) => {
    again(story, numbers.next(), (row) => row);
    return story.ledger;
  },
  wrong_amount: ({ chance }, story) => {
    story.shop = story.shop.map((row) => otherAmount(row, chance));
    return [...story.shop, ...story.ledger];
  },
  wrong_currency: (_, story) => {
    story.shop = story.shop.map((row) => ({ ...row, currency: 'USD' }));
    return [...story.shop, ...story.ledger];
  },
  late: ({ chance }, story) => {
    const by = chance.between(3, 4);
    story.ledger = story.ledger.map((row) => later(row, by));
    story.acquirer = story.acquirer.map((row) => later(row, by));
    return [...story.shop, ...story.ledger];
  },
  split: ({ numbers }, story) => {
    const first = part(story.ledger[0]?.amountMinor);
    again(story, numbers.next(), (row) => sized(row, row.amountMinor - first));
    story.ledger = story.ledger.map((row, at) => (at === 0 ? sized(row, first) : row));
    story.acquirer = story.acquirer.map((row, at) => (at === 0 ? sized(row, first) : row));
    return [...story.shop, ...story.ledger];
  },
  merged: (_, story, neighbour) => {
    const names = [story.name, neighbour.name];
    const joined = (rows: SourceRow[], more: SourceRow[]) =>
      rows.map((row) => sized(row, row.amountMinor + sum(more)));
    story.acquirer = joined(story.acquirer, neighbour.acquirer);
    story.ledger = joined(story.ledger, neighbour.ledger).map((row) => ({
      ...row,
      keys: { ...row.keys, reference: names },
    }));
    Object.assign(neighbour, { ledger: [], acquirer: [] });
    return [...story.shop, ...neighbour.shop, ...story.ledger];
  },
};

export const inSales: Plants<Story> = {
  missing: (_, story) => {
    story.acquirer = [];
    return story.ledger;
  },
  unexpected: (_, story) => {
    Object.assign(story, { shop: [], ledger: [] });
    return story.acquirer;
  },
  duplicate: ({ numbers }, story) => {
    const id = `a${String(numbers.next()).padStart(7, '0')}`;
    story.acquirer = [...story.acquirer, ...story.acquirer.map((row) => ({ ...row, id }))];
    return story.acquirer;
  },
  wrong_amount: ({ chance }, story) => {
    story.acquirer = story.acquirer.map((row) => otherAmount(row, chance));
    return [...story.ledger, ...story.acquirer];
  },
  wrong_currency: (_, story) => {
    story.acquirer = story.acquirer.map((row) => ({ ...row, currency: 'USD' }));
    return [...story.ledger, ...story.acquirer];
  },
  fee_error: ({ chance }, story) => {
    const more = BigInt(chance.between(1, 40));
    story.acquirer = story.acquirer.map((row) => ({
      ...row,
      feeMinor: (row.feeMinor ?? 0n) + more,
    }));
    return [...story.ledger, ...story.acquirer];
  },
  late: ({ chance }, story) => {
    const by = chance.between(6, 7);
    story.acquirer = story.acquirer.map((row) => later(row, by));
    return [...story.ledger, ...story.acquirer];
  },
  split: ({ numbers }, story) => {
    const id = `a${String(numbers.next()).padStart(7, '0')}`;
    story.acquirer = story.acquirer.flatMap((row) => {
      const first = part(row.amountMinor);
      return [sized(row, first), { ...sized(row, row.amountMinor - first), id }];
    });
    return [...story.ledger, ...story.acquirer];
  },
  merged: (_, story, neighbour) => {
    const both = (rows: readonly SourceRow[], kind: 'arn' | 'rrn') =>
      rows.flatMap(({ keys }) => keys[kind] ?? []);
    const rrn = both([...story.ledger, ...neighbour.ledger], 'rrn');
    story.acquirer = story.acquirer.map((row) => ({
      ...sized(row, row.amountMinor + sum(neighbour.acquirer)),
      feeMinor: (row.feeMinor ?? 0n) + (neighbour.acquirer[0]?.feeMinor ?? 0n),
      keys: { rrn },
    }));
    neighbour.acquirer = [];
    return [...story.ledger, ...neighbour.ledger, ...story.acquirer];
  },
};

/** The story's ledger and acquirer tell one more of it, under names of its own. */
function again(story: Story, number: number, change: (row: SourceRow) => SourceRow): void {
  const renamed = (row: SourceRow): SourceRow => {
    const keys: Keys = { ...row.keys, rrn: [rrnOf(number)], arn: [arnOf(number)] };
    const id = `${row.id.slice(0, 1)}${String(number).padStart(7, '0')}`;
    return { ...change(row), id, keys };
  };
  const one = (rows: readonly SourceRow[]) => rows.slice(0, 1).map(renamed);
  story.ledger = [...story.ledger, ...one(story.ledger)];
  story.acquirer = [...story.acquirer, ...one(story.acquirer)];
}

export const later = (row: SourceRow, by: number): SourceRow => ({
  ...row,
  on: row.on + by,
  dueOn: row.dueOn + by,
});

/** Never by the sum of two prices: a wrong amount is a slip of the pen. */
export function otherAmount(row: SourceRow, chance: Chance): SourceRow {
  const slip = BigInt(chance.between(1, 250)) * (chance.hits(0.5) ? 1n : -1n);
  return { ...row, amountMinor: row.amountMinor + slip };
}

const sized = (row: SourceRow, amountMinor: bigint): SourceRow => ({ ...row, amountMinor });

const sum = (rows: readonly SourceRow[]): bigint =>
  rows.reduce((so, { amountMinor }) => so + amountMinor, 0n);

/** A third: the two parts are never equal. */
export const part = (amount = 0n): bigint => amount / 3n;
