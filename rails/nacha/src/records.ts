// The records around the entries: file header (1), batch header (5), batch control (8), file control (9).
// Columns as in the NACHA Operating Rules, Appendix Three.

import {
  blank,
  coded,
  count,
  digits,
  dollars,
  fixed,
  layout,
  party,
  type RecordOf,
  text,
  words,
} from './layout.ts';

const day = '(0[1-9]|[12]\\d|3[01])';
const month = '(0[1-9]|1[0-2])';
const date = (from: number) =>
  coded(from, from + 5, new RegExp(`^\\d\\d${month}${day}$`), 'a date, YYMMDD');
/** Asked for, but its lack is no ground to refuse: old files hold noughts or nothing. */
const dateIf = (from: number) =>
  coded(from, from + 5, new RegExp(`^(|0{6}|\\d\\d${month}${day})$`), 'a date, YYMMDD, or none');

export const fileHeader = layout(
  'file header',
  {
    immediateDestination: party(4, 13),
    immediateOrigin: party(14, 23),
    createdOn: date(24),
    createdAt: coded(30, 33, /^(|([01]\d|2[0-3])[0-5]\d)$/, 'a time, HHMM, or spaces'),
    idModifier: coded(34, 34, /^[A-Z0-9]$/, 'A to Z, or 0 to 9'),
    destinationName: text(41, 63),
    originName: text(64, 86),
    reference: text(87, 94),
  },
  [fixed(1, '101'), fixed(35, '094101')],
);

const serviceClass = coded(2, 4, /^(200|220|225|280)$/, '200, 220, 225, or 280 of advices');
const batchHeaderTail = {
  effectiveOn: dateIf(70),
  /** Day of the year, put in by the operator. */
  settlementDay: coded(76, 78, /^(|\d{3})$/, 'a day of the year, or spaces'),
  originatorStatus: coded(79, 79, /^[0-2]$/, '0, 1 or 2'),
  originatingDfi: digits(80, 87),
  batchNumber: count(88, 94),
};

export const batchHeader = layout(
  'batch header',
  {
    serviceClass,
    companyName: text(5, 20),
    companyDiscretionary: text(21, 40),
    companyId: words(41, 50),
    secCode: coded(51, 53, /^[A-Z]{3}$/, 'a standard entry class code'),
    description: words(54, 63),
    descriptiveDate: text(64, 69),
    ...batchHeaderTail,
  },
  [fixed(1, '5')],
);

export const internationalBatchHeader = layout(
  'IAT batch header',
  {
    serviceClass,
    /** IATCOR in a notification of change; otherwise nothing. */
    indicator: coded(5, 20, /^(IATCOR)?$/, 'IATCOR, or spaces'),
    exchangeIndicator: coded(21, 22, /^(FV|VF|FF)$/, 'FV, VF or FF'),
    exchangeReferenceIndicator: coded(23, 23, /^[1-3]$/, '1, 2 or 3'),
    exchangeReference: text(24, 38),
    destinationCountry: coded(39, 40, /^[A-Z]{2}$/, 'a country, ISO 3166'),
    companyId: words(41, 50),
    secCode: coded(51, 53, /^(IAT|COR)$/, 'IAT or COR'),
    description: words(54, 63),
    originatingCurrency: coded(64, 66, /^[A-Z]{3}$/, 'a currency, ISO 4217'),
    destinationCurrency: coded(67, 69, /^[A-Z]{3}$/, 'a currency, ISO 4217'),
    ...batchHeaderTail,
  },
  [fixed(1, '5')],
);

const batchControlHead = {
  serviceClass,
  entryAddendaCount: count(5, 10),
  entryHash: digits(11, 20),
};
const batchControlTail = { originatingDfi: digits(80, 87), batchNumber: count(88, 94) };

export const batchControl = layout(
  'batch control',
  {
    ...batchControlHead,
    totalDebit: dollars(21, 32),
    totalCredit: dollars(33, 44),
    companyId: text(45, 54),
    authenticationCode: text(55, 73),
    ...batchControlTail,
  },
  [fixed(1, '8'), blank(74, 79)],
);

export const adviceBatchControl = layout(
  'ADV batch control',
  {
    ...batchControlHead,
    totalDebit: dollars(21, 40),
    totalCredit: dollars(41, 60),
    operatorText: text(61, 79),
    ...batchControlTail,
  },
  [fixed(1, '8')],
);

const fileControlHead = {
  batchCount: count(2, 7),
  blockCount: count(8, 13),
  entryAddendaCount: count(14, 21),
  entryHash: digits(22, 31),
};

export const fileControl = layout(
  'file control',
  { ...fileControlHead, totalDebit: dollars(32, 43), totalCredit: dollars(44, 55) },
  [fixed(1, '9'), blank(56, 94)],
);

export const adviceFileControl = layout(
  'ADV file control',
  { ...fileControlHead, totalDebit: dollars(32, 51), totalCredit: dollars(52, 71) },
  [fixed(1, '9'), blank(72, 94)],
);

export type FileHeader = RecordOf<typeof fileHeader>;
export type DomesticBatchHeader = RecordOf<typeof batchHeader>;
export type InternationalBatchHeader = RecordOf<typeof internationalBatchHeader>;
export type BatchHeader =
  | ({ readonly kind: 'domestic' } & DomesticBatchHeader)
  | ({ readonly kind: 'international' } & InternationalBatchHeader);
