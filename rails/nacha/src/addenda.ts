// The addenda record (7) in each of its forms. The type code in columns 2-3 names the form, but for 98
// and 99: their layout depends on the reason, and on whether the batch is international.

import { changeCodes, refusedChangeCodes } from './change-codes.ts';
import {
  blank,
  coded,
  count,
  digits,
  fixed,
  layout,
  type RecordOf,
  text,
  words,
} from './layout.ts';
import { returnReasons } from './return-reasons.ts';

const sequence = digits(88, 94);
const ordered = { addendaSequence: count(84, 87), entrySequence: sequence };
const trace = digits(80, 94);
const qualifier = coded(39, 40, /^0[1-3]$/, '01, 02 or 03');
const country = coded(75, 77, /^[A-Z]{2}$/, 'a country, ISO 3166');
const purposes =
  /^(ANN|BUS|DEP|LOA|MIS|MOR|PEN|REM|RLS|SAL|TAX|ARC|BOC|MTE|POP|POS|RCK|SHR|TEL|WEB)$/;

const change = {
  changeCode: coded(4, 6, oneOf(changeCodes), 'a change code, C01 to C14'),
  originalTrace: digits(7, 21),
  originalDfi: digits(28, 35),
};
const returned = {
  returnCode: coded(4, 6, oneOf(returnReasons), 'a return reason code, R01 to R85'),
  originalTrace: digits(7, 21),
};
const disputed = {
  returnTrace: digits(39, 53),
  returnSettlementDay: text(54, 56),
  returnReason: digits(57, 58),
};
const dayOrNone = coded(22, 27, /^(|\d{6})$/, 'a date, YYMMDD, or spaces');

export const addendaLayouts = {
  terminal: layout(
    'addenda 02',
    {
      reference1: text(4, 10),
      reference2: text(11, 13),
      terminalId: text(14, 19),
      transactionSerial: text(20, 25),
      transactionDate: coded(26, 29, /^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, 'a date, MMDD'),
      authorizationOrExpiry: text(30, 35),
      location: text(36, 62),
      city: text(63, 77),
      state: text(78, 79),
      traceNumber: trace,
    },
    [fixed(1, '702')],
  ),
  payment: layout('addenda 05', { information: text(4, 83), ...ordered }, [fixed(1, '705')]),
  iatTransaction: layout(
    'addenda 10',
    {
      transactionType: coded(4, 6, purposes, 'a transaction type code, such as BUS'),
      /** In the minor units of the payment's own currency. */
      foreignAmount: digits(7, 24),
      foreignTrace: text(25, 46),
      receiverName: words(47, 81),
      entrySequence: sequence,
    },
    [fixed(1, '710'), blank(82, 87)],
  ),
  iatOriginator: layout(
    'addenda 11',
    { originatorName: words(4, 38), originatorStreet: words(39, 73), entrySequence: sequence },
    [fixed(1, '711'), blank(74, 87)],
  ),
  iatOriginatorPlace: layout(
    'addenda 12',
    {
      cityState: coded(4, 38, /^[^*]+(\*[^*]*)?\\$/, 'city*state\\'),
      countryPost: place(),
      entrySequence: sequence,
    },
    [fixed(1, '712'), blank(74, 87)],
  ),
  iatOriginatingDfi: layout(
    'addenda 13',
    {
      dfiName: words(4, 38),
      qualifier,
      dfiId: words(41, 74),
      branchCountry: country,
      entrySequence: sequence,
    },
    [fixed(1, '713'), blank(78, 87)],
  ),
  iatReceivingDfi: layout(
    'addenda 14',
    {
      dfiName: words(4, 38),
      qualifier,
      dfiId: words(41, 74),
      branchCountry: country,
      entrySequence: sequence,
    },
    [fixed(1, '714'), blank(78, 87)],
  ),
  iatReceiver: layout(
    'addenda 15',
    { receiverId: text(4, 18), receiverStreet: words(19, 53), entrySequence: sequence },
    [fixed(1, '715'), blank(54, 87)],
  ),
  iatReceiverPlace: layout(
    'addenda 16',
    {
      cityState: coded(4, 38, /^[^*]+(\*[^*]*)?\\$/, 'city*state\\'),
      countryPost: place(),
      entrySequence: sequence,
    },
    [fixed(1, '716'), blank(74, 87)],
  ),
  iatRemittance: layout('addenda 17', { information: text(4, 83), ...ordered }, [fixed(1, '717')]),
  iatCorrespondent: layout(
    'addenda 18',
    {
      bankName: words(4, 38),
      qualifier,
      bankId: words(41, 74),
      branchCountry: country,
      ...ordered,
    },
    [fixed(1, '718'), blank(78, 83)],
  ),
  change: layout('addenda 98', { ...change, correctedText: words(36, 64), traceNumber: trace }, [
    fixed(1, '798'),
    blank(22, 27),
    blank(65, 79),
  ]),
  internationalChange: layout(
    'addenda 98 of an IAT entry',
    { ...change, correctedText: words(36, 70), traceNumber: trace },
    [fixed(1, '798'), blank(22, 27), blank(71, 79)],
  ),
  /** The originating bank refuses a notification of change. */
  refusedChange: layout(
    'addenda 98, refused',
    {
      refusedCode: coded(4, 6, oneOf(refusedChangeCodes), 'a refused change code, C61 to C69'),
      originalTrace: change.originalTrace,
      originalDfi: change.originalDfi,
      correctedText: text(36, 64),
      changeCode: coded(65, 67, oneOf(changeCodes), 'a change code, C01 to C14'),
      changeSequence: digits(68, 74),
      traceNumber: trace,
    },
    [fixed(1, '798'), blank(22, 27), blank(75, 79)],
  ),
  return: layout(
    'addenda 99',
    {
      ...returned,
      diedOn: dayOrNone,
      originalDfi: digits(28, 35),
      information: text(36, 79),
      traceNumber: trace,
    },
    [fixed(1, '799')],
  ),
  internationalReturn: layout(
    'addenda 99 of an IAT entry',
    {
      ...returned,
      diedOn: dayOrNone,
      originalDfi: digits(28, 35),
      originalAmount: digits(36, 45),
      information: text(46, 79),
      traceNumber: trace,
    },
    [fixed(1, '799')],
  ),
  /** The originating bank does not accept a return. */
  dishonoredReturn: layout(
    'addenda 99, dishonored',
    {
      ...returned,
      originalDfi: digits(28, 35),
      ...disputed,
      information: text(59, 79),
      traceNumber: trace,
    },
    [fixed(1, '799'), blank(22, 27), blank(36, 38)],
  ),
  /** The receiving bank stands by its return. */
  contestedReturn: layout(
    'addenda 99, contested',
    {
      ...returned,
      returnedOn: dayOrNone,
      originalDfi: digits(28, 35),
      originalSettlementDay: text(36, 38),
      ...disputed,
      dishonoredTrace: digits(59, 73),
      dishonoredSettlementDay: text(74, 76),
      dishonoredReason: digits(77, 78),
      traceNumber: trace,
    },
    [fixed(1, '799'), blank(79, 79)],
  ),
};

/** One of the table's codes. */
function oneOf(table: Readonly<Record<string, unknown>>): RegExp {
  return new RegExp(`^(${Object.keys(table).join('|')})$`);
}

function place() {
  return coded(39, 73, /^[A-Z]{2}(\*[^*]*)?\\$/, 'country*postal code\\');
}

export type AddendaKind = keyof typeof addendaLayouts;

export type Addenda = {
  [K in AddendaKind]: { readonly kind: K } & RecordOf<(typeof addendaLayouts)[K]>;
}[AddendaKind];

const byTypeCode: Readonly<Record<string, AddendaKind>> = {
  '02': 'terminal',
  '05': 'payment',
  '10': 'iatTransaction',
  '11': 'iatOriginator',
  '12': 'iatOriginatorPlace',
  '13': 'iatOriginatingDfi',
  '14': 'iatReceivingDfi',
  '15': 'iatReceiver',
  '16': 'iatReceiverPlace',
  '17': 'iatRemittance',
  '18': 'iatCorrespondent',
};

/** Undefined: no such addenda type. */
export function addendaKindOf(line: string, isInternational: boolean): AddendaKind | undefined {
  const [type, reason] = [line.slice(1, 3), line.slice(3, 6)];
  if (type === '98') {
    if (reason.startsWith('C6')) return 'refusedChange';
    return isInternational ? 'internationalChange' : 'change';
  }
  if (type !== '99') return byTypeCode[type];
  if (/^R(6\d|70)$/.test(reason)) return 'dishonoredReturn';
  if (/^R7[1-9]$/.test(reason)) return 'contestedReturn';
  return isInternational ? 'internationalReturn' : 'return';
}

export function isReturn(kind: AddendaKind): boolean {
  return kind === 'return' || kind.endsWith('Return');
}

export function isChange(kind: AddendaKind): boolean {
  return kind === 'change' || kind.endsWith('Change');
}
