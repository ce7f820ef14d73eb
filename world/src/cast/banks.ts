// The institutions of the demo world. All names and numbers are made up; the check digits are not.

export type BankCode = { readonly country: string; readonly code: string };

export type Institution = {
  /** How programs call it: the party's name. */
  readonly party: string;
  readonly name: string;
  readonly country: string;
  /** Field 32 of ISO 8583. */
  readonly institutionId: string;
  /** Member code at the clearing house. */
  readonly clearingCode: string;
  readonly bic: string;
  /** How its IBANs begin, after country and check digits. */
  readonly bankCodes: readonly BankCode[];
};

export const zelena: Institution = {
  party: 'acquirer-zelena',
  name: 'Zelena banka',
  country: 'BA',
  institutionId: '070194',
  clearingCode: 'ZELENA',
  bic: 'ZELEBA22',
  bankCodes: [{ country: 'BA', code: '194' }],
};

export const crvena: Institution = {
  party: 'acquirer-crvena',
  name: 'Crvena banka',
  country: 'BA',
  institutionId: '070195',
  clearingCode: 'CRVENA',
  bic: 'CRVEBA22',
  bankCodes: [{ country: 'BA', code: '195' }],
};

export const plava: Institution = {
  party: 'issuer-plava',
  name: 'Plava banka',
  country: 'BA',
  institutionId: '070196',
  clearingCode: 'PLAVA',
  bic: 'PLAVBA22',
  bankCodes: [{ country: 'BA', code: '196' }],
};

export const fjord: Institution = {
  party: 'issuer-fjord',
  name: 'Fjordbanken',
  country: 'NO',
  institutionId: '578904',
  clearingCode: 'FJORD',
  bic: 'FJORNOKK',
  bankCodes: [{ country: 'NO', code: '9049' }],
};

export const mozaik: Institution = {
  party: 'network-mozaik',
  name: 'Mozaik',
  country: 'BA',
  institutionId: '99900',
  clearingCode: 'MOZAIK',
  bic: 'MOZKBA22',
  bankCodes: [],
};

/** Which bank issued a card, by the first digits of its number; the longest prefix wins. */
export const cardRanges = [
  { prefix: '400000000', issuer: plava, product: 'consumer_debit', country: 'BA' },
  { prefix: '400000070', issuer: plava, product: 'consumer_debit', country: 'BA' },
  { prefix: '42424242', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '55555555', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '400000276', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '400000826', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  // What programs know by name, of many countries and brands.
  { prefix: '3', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '4', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '400005', issuer: fjord, product: 'consumer_debit', country: 'NO' },
  { prefix: '5', issuer: fjord, product: 'consumer_credit', country: 'NO' },
  { prefix: '520082', issuer: fjord, product: 'consumer_debit', country: 'NO' },
  { prefix: '6', issuer: fjord, product: 'consumer_credit', country: 'NO' },
] as const;

/**
 * Opening balances at the central bank, in major units: a bank pays out before it is paid. In every
 * currency with a rate, since the central bank lends nothing and a card may be used in any of them. Enough
 * for years of one direction: no bank lends to another here.
 */
export const liquidity = {
  BAM: '20000000.00',
  EUR: '2000000.00',
  GBP: '2000000.00',
  NOK: '80000000.00',
  SEK: '20000000.00',
  USD: '2000000.00',
} as const;

/**
 * How far banks may go below zero at the central bank, and what they have pledged for it: enough to
 * bridge a morning. The network has neither, since its account is passed through.
 */
export const debitCaps = { BAM: '250000.00', NOK: '1000000.00' } as const;
export const collateral = { BAM: '300000.00', NOK: '1200000.00' } as const;

/** Mid rates of the demo: one of `sold` is so many of `bought`. The mark is fixed to the euro. */
export const rates = [
  { sold: 'EUR', bought: 'BAM', rate: '1.95583' },
  { sold: 'EUR', bought: 'NOK', rate: '11.6500' },
  { sold: 'EUR', bought: 'SEK', rate: '11.2000' },
  { sold: 'EUR', bought: 'USD', rate: '1.1500' },
  { sold: 'EUR', bought: 'GBP', rate: '0.8700' },
  { sold: 'BAM', bought: 'NOK', rate: '5.9566' },
  { sold: 'BAM', bought: 'SEK', rate: '5.7265' },
  { sold: 'USD', bought: 'BAM', rate: '1.7007' },
  { sold: 'USD', bought: 'NOK', rate: '10.1304' },
  { sold: 'GBP', bought: 'BAM', rate: '2.2481' },
  { sold: 'GBP', bought: 'NOK', rate: '13.3908' },
] as const;
