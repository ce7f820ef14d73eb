// The networks' programmes for merchants whose sales are disputed too often: facts with the month from
// which they hold. A merchant is in one when all of its measures are reached in one calendar month.
//
// Sources, public pages of 2019 to 2026, since the networks' own rules are for their members:
// - VAMP: Checkout.com "thresholds for disputes and fraud under VAMP", Austreme "Updated VAMP
//   thresholds" (May 2025), Antom "Card monitoring programs", Rivero (2026).
// - ECM, HECM: Braintree "Excessive Chargeback Program" (from October 2019), Solidgate.
// - EFM: Braintree "Excessive Fraud Merchant Program", Forte (October 2019), Dalenys, Payvision.
// Where they disagree the later and stricter one is taken:
// - VAMP's numerator was reports of fraud and disputes for other reasons; since June 2025 it is reports
//   of fraud (TC40) and all disputes (TC15), and a fraud may be in it twice.
// - 1.5 % from April 2026: for Asia-Pacific, Canada, Europe and the USA by some, everywhere but the
//   Middle East and North Africa by others (there: 100 and 75,000 USD). Here it holds for everybody.
// - 1,500 is the least count that suffices by most, and one too few by some ("greater than").
// - ECM once asked for two months in a row; since October 2019 one is enough.

import type { Month } from './month.ts';

export type ProgrammeName = 'VAMP' | 'ECM' | 'HECM' | 'EFM';

export type Programme = {
  readonly name: ProgrammeName;
  readonly title: string;
  readonly brand: 'visa' | 'mastercard';
  readonly effectiveFrom: Month;
  /** What is divided: all disputes of the month, or those that claim fraud. */
  readonly counts: 'disputes' | 'frauds';
  /** Which month's settled sales divide them. */
  readonly by: 'same month' | 'month before';
  readonly ratioMin: number;
  readonly countMin: number;
  /** Sales in the month that divides. */
  readonly salesMin: number;
  /** Of what was disputed as fraud, in whole EUR or USD alike; 0: any. */
  readonly fraudAmountMin: number;
  /** Spared from this share of authenticated sales on; null: nobody is. In basis points. */
  readonly sparedFrom: { readonly regulated: number; readonly elsewhere: number } | null;
  /** Countries whose merchants are never in it. */
  readonly sparedCountries: readonly string[];
  /** Of two that one merchant is in the graver one counts. */
  readonly isGraver: boolean;
};

const dispute = {
  counts: 'disputes',
  ...{ salesMin: 0, fraudAmountMin: 0, sparedFrom: null, sparedCountries: [], isGraver: false },
} as const;

const vamp = {
  ...dispute,
  name: 'VAMP',
  title: 'Visa Acquirer Monitoring Program, excessive merchant',
  brand: 'visa',
  by: 'same month',
  countMin: 1_500,
} as const;

const mastercard = { brand: 'mastercard', by: 'month before' } as const;

export const programmes: readonly Programme[] = [
  { ...vamp, effectiveFrom: '2025-06', ratioMin: 220 },
  { ...vamp, effectiveFrom: '2026-04', ratioMin: 150 },
  {
    ...{ ...dispute, ...mastercard, name: 'ECM', effectiveFrom: '2019-10' },
    title: 'Mastercard Excessive Chargeback Merchant',
    ...{ ratioMin: 150, countMin: 100 },
  },
  {
    ...{ ...dispute, ...mastercard, name: 'HECM', effectiveFrom: '2019-10' },
    title: 'Mastercard High Excessive Chargeback Merchant',
    ...{ ratioMin: 300, countMin: 300, isGraver: true },
  },
  {
    ...{ ...dispute, ...mastercard, name: 'EFM', effectiveFrom: '2019-10', counts: 'frauds' },
    title: 'Mastercard Excessive Fraud Merchant',
    ...{ ratioMin: 50, countMin: 0, salesMin: 1_000, fraudAmountMin: 50_000 },
    sparedFrom: { regulated: 5_000, elsewhere: 1_000 },
    sparedCountries: ['CH', 'DE', 'LI'],
  },
];

/** Of each programme the version in force in that month. */
export function programmesOf(brand: string, month: Month): readonly Programme[] {
  const held = programmes.filter((one) => one.brand === brand && one.effectiveFrom <= month);
  return held.filter((one) => held.findLast(({ name }) => name === one.name) === one);
}

const regulated = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
);

/** Does the law ask for strong customer authentication there? The EEA, and the United Kingdom. */
export const isRegulated = (country: string): boolean => regulated.has(country);
