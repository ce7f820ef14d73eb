// How a merchant stands with a network: each programme's measures against the figures of a month. Pure.
// A ratio is in whole basis points, rounded down: against whole thresholds that is exact.

import type { Money } from '@kassa/money';
import type { Figures } from './figures.ts';
import type { Month } from './month.ts';
import { isRegulated, type Programme, programmesOf } from './programmes.ts';

export const standings = ['fine', 'near', 'in_programme'] as const;
export type Standing = (typeof standings)[number];

export type Measure = {
  readonly name: 'ratio' | 'count' | 'sales' | 'fraud amount';
  /** Null: it cannot be known here. */
  readonly value: number | null;
  readonly min: number;
};

export type Judgement = {
  readonly programme: Programme;
  readonly month: Month;
  readonly measures: readonly Measure[];
  /** Of the threshold, by the measure that is farthest from it, in basis points: 10000 is there. */
  readonly share: number;
  /** Spared: by its country, or because enough of its sales are authenticated. */
  readonly isSpared: boolean;
  readonly standing: Standing;
};

/** From this share of a threshold on a merchant is warned. */
export const nearFrom = 7_500;
const there = 10_000;

/** Null where nothing was sold: there is nothing to divide by. */
export const ratioOf = (count: number, sales: number): number | null =>
  sales === 0 ? null : Math.floor((count * 10_000) / sales);

/** Month by month as the brand's network divides it; the first has no month before it. */
export function ratiosOf(brand: string, figures: readonly Figures[]): readonly (number | null)[] {
  return figures.slice(1).map((now, index) => {
    const before = figures[index];
    const [programme] = programmesOf(brand, now.month);
    const dividing = programme?.by === 'month before' ? before : now;
    return ratioOf(now.disputes, dividing?.sales ?? 0);
  });
}

/** The figures of a month and of the one before, against every programme of the brand. */
export function judge(
  { brand, country }: { readonly brand: string; readonly country: string },
  figures: Figures,
  before: Figures,
): readonly Judgement[] {
  return programmesOf(brand, figures.month).map((programme) => {
    const dividing = programme.by === 'same month' ? figures : before;
    const measures = measuresOf(programme, figures, dividing);
    const isSpared =
      programme.sparedCountries.includes(country) ||
      isAuthenticated(programme, { country, ...dividing });
    const known = measures.flatMap(({ value, min }) =>
      value === null ? [] : [shareOf(value, min)],
    );
    const share = Math.min(...known, shareMax);
    const isWhole = known.length === measures.length;
    const standing = isSpared ? 'fine' : standingAt(share, isWhole);
    return { programme, month: figures.month, measures, share, isSpared, standing };
  });
}

function standingAt(share: number, isWhole: boolean): Standing {
  if (share >= there && isWhole) return 'in_programme';
  return share >= nearFrom ? 'near' : 'fine';
}

function measuresOf(programme: Programme, figures: Figures, dividing: Figures): Measure[] {
  const { ratioMin, countMin, salesMin, fraudAmountMin } = programme;
  const count = programme.counts === 'frauds' ? figures.byCategory.fraud : figures.disputes;
  // Disputes of a month that no sales divide are as many as could be of any.
  const ratio = ratioOf(count, dividing.sales) ?? (count === 0 ? 0 : there);
  const all: Measure[] = [
    { name: 'ratio', value: ratio, min: ratioMin },
    { name: 'count', value: count, min: countMin },
    { name: 'sales', value: dividing.sales, min: salesMin },
    { name: 'fraud amount', value: wholeOf(figures.disputedAsFraud), min: fraudAmountMin },
  ];
  return all.filter(({ min }) => min > 0);
}

/** In EUR or USD; there is no rate here for others, so it is not known. */
function wholeOf(amounts: readonly Money[]): number | null {
  const isKnown = amounts.every(({ currency }) => currency === 'EUR' || currency === 'USD');
  if (!isKnown) return null;
  return Number(amounts.reduce((sum, { minor }) => sum + minor, 0n) / 100n);
}

function isAuthenticated(
  { sparedFrom }: Programme,
  of: { readonly country: string; readonly sales: number; readonly authenticated: number },
): boolean {
  if (sparedFrom === null || of.sales === 0) return false;
  const from = isRegulated(of.country) ? sparedFrom.regulated : sparedFrom.elsewhere;
  return of.authenticated * 10_000 >= from * of.sales;
}

/** Figures may be many times a threshold; beyond a hundred times nobody counts. */
const shareMax = 1_000_000;
const shareOf = (value: number, min: number): number =>
  Math.min(shareMax, Math.floor((value * there) / min));

export type Rank = 0 | 1 | 2 | 3;

export const rankOf = ({ standing, programme }: Judgement): Rank =>
  standing === 'fine' ? 0 : standing === 'near' ? 1 : programme.isGraver ? 3 : 2;

/** The worst of several, of equals the one that is nearest; a programme that spares is none. */
export function worstOf(judgements: readonly Judgement[]): Judgement | undefined {
  return judgements
    .filter(({ isSpared }) => !isSpared)
    .toSorted((one, other) => rankOf(other) - rankOf(one) || other.share - one.share)[0];
}
