// The entry detail record (6) in each of its forms; which one a batch uses, its SEC code says.

import {
  blank,
  coded,
  count,
  digits,
  dollars,
  fixed,
  layout,
  type RecordOf,
  text,
} from './layout.ts';

const head = {
  transactionCode: digits(2, 3),
  receivingDfi: digits(4, 11),
  checkDigit: digits(12, 12),
};
const tail = {
  addendaIndicator: coded(79, 79, /^[01]$/, '0, or 1 if addenda follow'),
  traceNumber: digits(80, 94),
};
const account = text(13, 29);
const amount = dollars(30, 39);
const discretionary = text(77, 78);
const six = fixed(1, '6');

export const entryLayouts = {
  standard: layout(
    'entry detail',
    {
      ...head,
      account,
      amount,
      identification: text(40, 54),
      name: text(55, 76),
      discretionary,
      ...tail,
    },
    [six],
  ),
  /** CTX and its kin: says how many addenda follow. */
  corporate: layout(
    'corporate entry detail',
    {
      ...head,
      ...{ account, amount },
      identification: text(40, 54),
      addendaCount: count(55, 58),
      name: text(59, 74),
      discretionary,
      ...tail,
    },
    [six, blank(75, 76)],
  ),
  pointOfPurchase: layout(
    'POP entry detail',
    {
      ...head,
      ...{ account, amount },
      checkSerial: text(40, 48),
      terminalCity: text(49, 52),
      terminalState: text(53, 54),
      name: text(55, 76),
      discretionary,
      ...tail,
    },
    [six],
  ),
  sharedNetwork: layout(
    'SHR entry detail',
    {
      ...head,
      ...{ account, amount },
      cardExpiry: text(40, 43),
      documentReference: text(44, 54),
      cardAccount: text(55, 76),
      discretionary,
      ...tail,
    },
    [six],
  ),
  /** XCK, TRC: a check that no longer travels. */
  truncatedCheck: layout(
    'check entry detail',
    {
      ...head,
      ...{ account, amount },
      checkSerial: text(40, 54),
      processControl: text(55, 60),
      itemResearch: text(61, 76),
      discretionary,
      ...tail,
    },
    [six],
  ),
  international: layout(
    'IAT entry detail',
    {
      ...head,
      addendaCount: count(13, 16),
      amount,
      account: text(40, 74),
      gatewayScreening: text(77, 77),
      secondaryScreening: text(78, 78),
      ...tail,
    },
    [six, blank(17, 29), blank(75, 76)],
  ),
  /** ADV: what the operator booked, not a payment. */
  advice: layout(
    'ADV entry detail',
    {
      ...head,
      account: text(13, 27),
      amount: dollars(28, 39),
      adviceRouting: digits(40, 48),
      fileIdentification: text(49, 53),
      operatorText: text(54, 54),
      name: text(55, 76),
      discretionary,
      addendaIndicator: tail.addendaIndicator,
      operatorRouting: digits(80, 87),
      julianDay: digits(88, 90),
      sequence: count(91, 94),
    },
    [six],
  ),
};

export type EntryKind = keyof typeof entryLayouts;

export type EntryDetail = {
  [K in EntryKind]: { readonly kind: K } & RecordOf<(typeof entryLayouts)[K]>;
}[EntryKind];
