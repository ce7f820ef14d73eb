// The rows of four sources, so many in all, and the breaks that were planted among them: of every name
// in every pair where it can be.

import { type Chance, chanceFrom } from '@kassa/chance';
import { type BreakName, breakNames } from '../matching/outcome.ts';
import type { PairName } from '../matching/pair.ts';
import type { SourceRow } from '../matching/source-row.ts';
import { inInstructions, instructPayout, inTransfers } from './plant-in-instructions.ts';
import { inBatches, inPayouts, type Payout, payOut, salesMax } from './plant-in-payouts.ts';
import { inOrders, inSales, type Plant, type Planted, type Planting } from './plant-in-sales.ts';
import { days, firstDay, numbersFrom, type Story, tellStory } from './truth.ts';

export type Generated = {
  readonly rows: readonly SourceRow[];
  readonly planted: readonly Planted[];
};

/** Breaks end so long before the last day: who is missing then is late for good. */
const quietDays = 14;
const rowsPerBreak = 8_000;
/** Payouts as told for each row: three rows of each. */
const shareTold = 0.05;

export function generate({ rows, seed }: { rows: number; seed: number }): Generated {
  const chance = chanceFrom(seed);
  const numbers = numbersFrom(0);
  const planting = { chance: chance.fork(), numbers };
  const each = Math.max(1, Math.round(rows / rowsPerBreak));
  const told = Math.round(rows * shareTold);
  const stories = enoughStories(rows - told * 3, () => tellStory(chance, numbers));
  const sold = openField(stories, ({ merchant, day }) => ({ kin: merchant, day }), isWholeStory);
  const planted = [
    ...plantIn(sold, { pair: 'orders', plants: inOrders, each, planting }),
    ...plantIn(sold, { pair: 'sales', plants: inSales, each, planting }),
  ];
  const payouts = payOut(
    stories.flatMap(({ merchant, acquirer }) => acquirer.map((row) => ({ merchant, row }))),
  );
  const kinOf = ({ merchant, day, heads }: Payout) => ({
    kin: `${merchant} ${heads[0]?.currency}`,
    day,
  });
  const paid = openField(payouts, kinOf, isWholePayout);
  planted.push(
    ...plantIn(paid, { pair: 'batches', plants: inBatches, each, planting }),
    ...plantIn(paid, { pair: 'payouts', plants: inPayouts, each, planting }),
  );
  const instructed = openField(
    Array.from({ length: told }, () => instructPayout(chance, numbers)),
    kinOf,
    isWholePayout,
  );
  planted.push(
    ...plantIn(instructed, { pair: 'instructions', plants: inInstructions, each, planting }),
    ...plantIn(instructed, { pair: 'transfers', plants: inTransfers, each, planting }),
  );
  const said = [
    ...stories.flatMap(({ shop, ledger }) => [...shop, ...ledger]),
    ...[...payouts, ...instructed.all].flatMap(({ sales, heads, ledger, bank }) => [
      ...[...sales, ...heads],
      ...[...ledger, ...bank],
    ]),
  ];
  return { rows: shuffled(said, chance), planted };
}

/** Each payout of up to twelve sales will be three rows more. */
function enoughStories(rows: number, tell: () => Story): Story[] {
  const sales = new Map<string, number>();
  const stories: Story[] = [];
  let told = 0;
  while (told < rows) {
    const story = tell();
    stories.push(story);
    told += story.shop.length + story.ledger.length + story.acquirer.length;
    const on = story.acquirer[0]?.on;
    if (on === undefined) continue;
    const payout = `${story.merchant}|${on}`;
    const before = sales.get(payout) ?? 0;
    sales.set(payout, before + 1);
    if (before % salesMax === 0) told += 3;
  }
  return stories;
}

const isOne = (rows: readonly SourceRow[]) => rows.length === 1;
const isWholeStory = ({ shop, ledger, acquirer }: Story) => [shop, ledger, acquirer].every(isOne);
const isWholePayout = ({ heads, ledger, bank }: Payout) => [heads, ledger, bank].every(isOne);

type Standing = { readonly kin: string; readonly day: number };

/** Where breaks are planted: each thing once, with the next of its kin beside it. */
type Field<T> = {
  readonly all: readonly T[];
  draw(chance: Chance): { readonly one: T; readonly next: T };
};

function openField<T>(
  all: readonly T[],
  standing: (one: T) => Standing,
  isWhole: (one: T) => boolean,
): Field<T> {
  const free = all
    .map((one) => ({ one, ...standing(one), isUsed: false }))
    .filter(({ one, day }) => isWhole(one) && day < firstDay + days - quietDays)
    .sort((one, other) =>
      one.kin < other.kin ? -1 : one.kin > other.kin ? 1 : one.day - other.day,
    );
  return {
    all,
    draw(chance) {
      for (let tries = 0; tries < 10_000; tries += 1) {
        const at = chance.between(0, free.length - 2);
        const [spot, beside] = free.slice(at, at + 2);
        if (!spot || !beside || spot.isUsed || beside.isUsed || spot.kin !== beside.kin) continue;
        spot.isUsed = true;
        beside.isUsed = true;
        return { one: spot.one, next: beside.one };
      }
      throw new Error('there is no room for more breaks: ask for more rows');
    },
  };
}

type Sowing<T> = {
  readonly pair: PairName;
  readonly plants: Readonly<Partial<Record<BreakName, Plant<T>>>>;
  readonly each: number;
  readonly planting: Planting;
};

function plantIn<T>(field: Field<T>, { pair, plants, each, planting }: Sowing<T>): Planted[] {
  return breakNames.flatMap((name) => {
    const plant = plants[name];
    if (plant === undefined) return [];
    return Array.from({ length: each }, () => {
      const { one, next } = field.draw(planting.chance);
      return { pair, name, rows: [...plant(planting, one, next)] };
    });
  });
}

function shuffled<T>(all: readonly T[], chance: Chance): T[] {
  return all
    .map((one) => ({ one, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ one }) => one);
}
