// The two acquiring banks and what they ask of the shops. Zelena's fee is a share alone; Crvena's is
// a smaller share and something for each sale, so neither is the cheaper one for every amount: from
// 50.00 BAM on it is Crvena, below it Zelena.

import { crvena, type Institution, zelena } from './banks.ts';

export type AcquirerParty = 'acquirer-zelena' | 'acquirer-crvena';

export type Fee = {
  /** Interchange and scheme fee are inside, or come at cost and this on top of them. */
  readonly pricing: 'blended' | 'interchange_plus';
  readonly basisPoints: number;
  /** For each sale, in major units. */
  readonly fixed: Readonly<Record<string, string>>;
};

export type AcquirerTerms = {
  readonly party: AcquirerParty;
  readonly bank: Institution;
  readonly brand: { readonly colour: string; readonly accent: string };
  /** Digits 2 to 7 of its acquirer reference numbers. */
  readonly referenceBin: string;
  readonly fee: Fee;
};

export const zelenaTerms: AcquirerTerms = {
  party: 'acquirer-zelena',
  bank: zelena,
  brand: { colour: '#1f7a4d', accent: '#a7d8b8' },
  referenceBin: '416100',
  fee: { pricing: 'blended', basisPoints: 300, fixed: {} },
};

export const crvenaTerms: AcquirerTerms = {
  party: 'acquirer-crvena',
  bank: crvena,
  brand: { colour: '#a12c2c', accent: '#efc0b8' },
  referenceBin: '416200',
  fee: {
    pricing: 'blended',
    basisPoints: 260,
    fixed: {
      BAM: '0.20',
      EUR: '0.10',
      GBP: '0.10',
      NOK: '1.20',
      SEK: '1.20',
      USD: '0.10',
    },
  },
};

/** In the order in which the shops have them. */
export const acquirers: readonly AcquirerTerms[] = [zelenaTerms, crvenaTerms];
