// The standard rates of VAT that the gateway knows, by country and day: what `automatic_tax` counts
// with. A country that is not here has no VAT of ours: the tax is then nothing, and said to be so.
// Sources: European Commission, "VAT rates applied in the Member States", and the tax offices of the
// others; BA: Zakon o PDV art. 23; NO: Stortingsvedtak om merverdiavgift.

import type { PlainDate } from '@kassa/time';

export type VatRate = {
  readonly country: string;
  readonly effectiveFrom: PlainDate;
  /** Hundredths of a per cent: 1700 is 17 %. */
  readonly basisPoints: number;
};

const rows: readonly (readonly [country: string, effectiveFrom: PlainDate, basisPoints: number])[] =
  [
    ['AT', '1984-01-01', 2000],
    ['BA', '2006-01-01', 1700],
    ['BE', '1996-01-01', 2100],
    ['BG', '1999-01-01', 2000],
    ['CH', '2018-01-01', 770],
    ['CH', '2024-01-01', 810],
    ['CY', '2014-01-13', 1900],
    ['CZ', '2013-01-01', 2100],
    ['DE', '2007-01-01', 1900],
    ['DE', '2020-07-01', 1600],
    ['DE', '2021-01-01', 1900],
    ['DK', '1992-01-01', 2500],
    ['EE', '2009-07-01', 2000],
    ['EE', '2024-01-01', 2200],
    ['EE', '2025-07-01', 2400],
    ['ES', '2012-09-01', 2100],
    ['FI', '2013-01-01', 2400],
    ['FI', '2024-09-01', 2550],
    ['FR', '2014-01-01', 2000],
    ['GB', '2011-01-04', 2000],
    ['GR', '2016-06-01', 2400],
    ['HR', '2012-03-01', 2500],
    ['HU', '2012-01-01', 2700],
    ['IE', '2012-01-01', 2300],
    ['IE', '2020-09-01', 2100],
    ['IE', '2021-03-01', 2300],
    ['IS', '2015-01-01', 2400],
    ['IT', '2013-10-01', 2200],
    ['LT', '2009-09-01', 2100],
    ['LU', '2015-01-01', 1700],
    ['LU', '2023-01-01', 1600],
    ['LU', '2024-01-01', 1700],
    ['LV', '2012-07-01', 2100],
    ['ME', '2018-01-01', 2100],
    ['MT', '2004-01-01', 1800],
    ['NL', '2012-10-01', 2100],
    ['NO', '2005-01-01', 2500],
    ['PL', '2011-01-01', 2300],
    ['PT', '2011-01-01', 2300],
    ['RO', '2017-01-01', 1900],
    ['RO', '2025-08-01', 2100],
    ['RS', '2012-10-01', 2000],
    ['SE', '1990-07-01', 2500],
    ['SI', '2013-07-01', 2200],
    ['SK', '2011-01-01', 2000],
    ['SK', '2025-01-01', 2300],
  ];

const rates: readonly VatRate[] = rows.map(([country, effectiveFrom, basisPoints]) => ({
  country,
  effectiveFrom,
  basisPoints,
}));

/** The standard rate of a country on a day; undefined where we know none. */
export function vatRateOn(country: string, on: PlainDate): VatRate | undefined {
  return rates.filter((rate) => rate.country === country && rate.effectiveFrom <= on).at(-1);
}
