// ISO 8583:1987, table of data elements, in the standard's own notation:
//   `n 6` fixed, `n..19` LLVAR, `n...104` LLLVAR, `x+n 8` a sign C or D and digits, `b 64` bits,
//   and after a semicolon the form of a date or time.
// Where practice left the table the row says so: references and codes carry spaces (anp), and the
// "additional data" fields carry any printable character (ans).

import { assert } from '@kassa/result';

export type Format = 'n' | 'a' | 'an' | 'anp' | 'ans' | 'ns' | 'b' | 'z' | 'x+n';

export type FieldRow = {
  readonly number: number;
  readonly name: string;
  readonly format: Format;
  /** `fixed`, or the digits of the length prefix: LLVAR has two, LLLVAR three. */
  readonly length: 'fixed' | 'LL' | 'LLL';
  /** Characters of the field's text: digits, letters, or hexadecimal digits for binary fields. */
  readonly lengthMax: number;
  /** `MMDDhhmmss` and the like, where the text is a date or a time. */
  readonly calendar?: string;
};

export type Specification = Readonly<Record<number, FieldRow>>;

/** How many digits the length prefix has: none, two or three. */
export function prefixDigits(row: FieldRow): number {
  return row.length === 'fixed' ? 0 : row.length.length;
}

const table1987: readonly (readonly [number, string, string])[] = [
  [2, 'n..19', 'primary account number (PAN)'],
  [3, 'n 6', 'processing code'],
  [4, 'n 12', 'amount, transaction'],
  [5, 'n 12', 'amount, settlement'],
  [6, 'n 12', 'amount, cardholder billing'],
  [7, 'n 10; MMDDhhmmss', 'transmission date and time'],
  [8, 'n 8', 'amount, cardholder billing fee'],
  [9, 'n 8', 'conversion rate, settlement'],
  [10, 'n 8', 'conversion rate, cardholder billing'],
  [11, 'n 6', 'system trace audit number (STAN)'],
  [12, 'n 6; hhmmss', 'time, local transaction'],
  [13, 'n 4; MMDD', 'date, local transaction'],
  [14, 'n 4; YYMM', 'date, expiration'],
  [15, 'n 4; MMDD', 'date, settlement'],
  [16, 'n 4; MMDD', 'date, conversion'],
  [17, 'n 4; MMDD', 'date, capture'],
  [18, 'n 4', 'merchant category code (MCC)'],
  [19, 'n 3', 'acquiring institution country code'],
  [20, 'n 3', 'PAN extended, country code'],
  [21, 'n 3', 'forwarding institution country code'],
  [22, 'n 3', 'point of service entry mode'],
  [23, 'n 3', 'application PAN sequence number'],
  [24, 'n 3', 'network international identifier'],
  [25, 'n 2', 'point of service condition code'],
  [26, 'n 2', 'point of service PIN capture code'],
  [27, 'n 1', 'authorizing identification response length'],
  [28, 'x+n 8', 'amount, transaction fee'],
  [29, 'x+n 8', 'amount, settlement fee'],
  [30, 'x+n 8', 'amount, transaction processing fee'],
  [31, 'x+n 8', 'amount, settlement processing fee'],
  [32, 'n..11', 'acquiring institution identification code'],
  [33, 'n..11', 'forwarding institution identification code'],
  [34, 'ns..28', 'primary account number, extended'],
  [35, 'z..37', 'track 2 data'],
  [36, 'n...104', 'track 3 data'],
  [37, 'anp 12', 'retrieval reference number (RRN)'],
  [38, 'anp 6', 'authorization code'],
  [39, 'an 2', 'response code'],
  [40, 'an 3', 'service restriction code'],
  [41, 'ans 8', 'card acceptor terminal identification (TID)'],
  [42, 'ans 15', 'card acceptor identification code (MID)'],
  [43, 'ans 40', 'card acceptor name and location'],
  [44, 'ans..25', 'additional response data'],
  [45, 'ans..76', 'track 1 data'],
  [46, 'ans...999', 'additional data, ISO (fees)'],
  [47, 'ans...999', 'additional data, national'],
  [48, 'ans...999', 'additional data, private'],
  [49, 'n 3', 'currency code, transaction'],
  [50, 'n 3', 'currency code, settlement'],
  [51, 'n 3', 'currency code, cardholder billing'],
  [52, 'b 64', 'personal identification number data'],
  [53, 'n 16', 'security related control information'],
  [54, 'an...120', 'additional amounts'],
  [55, 'ans...999', 'integrated circuit card data'],
  [56, 'ans...999', 'reserved, ISO'],
  [57, 'ans...999', 'reserved, national'],
  [58, 'ans...999', 'reserved, national'],
  [59, 'ans...999', 'reserved, national'],
  [60, 'ans...999', 'reserved, national'],
  [61, 'ans...999', 'reserved, private'],
  [62, 'ans...999', 'reserved, private'],
  [63, 'ans...999', 'reserved, private'],
  [64, 'b 64', 'message authentication code'],
  // 65 would announce a third bitmap, which the 1987 edition does not define: it is refused.
  [66, 'n 1', 'settlement code'],
  [67, 'n 2', 'extended payment code'],
  [68, 'n 3', 'receiving institution country code'],
  [69, 'n 3', 'settlement institution country code'],
  [70, 'n 3', 'network management information code'],
  [71, 'n 4', 'message number'],
  [72, 'n 4', 'message number, last'],
  [73, 'n 6; YYMMDD', 'date, action'],
  [74, 'n 10', 'credits, number'],
  [75, 'n 10', 'credits, reversal number'],
  [76, 'n 10', 'debits, number'],
  [77, 'n 10', 'debits, reversal number'],
  [78, 'n 10', 'transfer, number'],
  [79, 'n 10', 'transfer, reversal number'],
  [80, 'n 10', 'inquiries, number'],
  [81, 'n 10', 'authorizations, number'],
  [82, 'n 12', 'credits, processing fee amount'],
  [83, 'n 12', 'credits, transaction fee amount'],
  [84, 'n 12', 'debits, processing fee amount'],
  [85, 'n 12', 'debits, transaction fee amount'],
  [86, 'n 16', 'credits, amount'],
  [87, 'n 16', 'credits, reversal amount'],
  [88, 'n 16', 'debits, amount'],
  [89, 'n 16', 'debits, reversal amount'],
  [90, 'n 42', 'original data elements'],
  [91, 'an 1', 'file update code'],
  [92, 'an 2', 'file security code'],
  [93, 'an 5', 'response indicator'],
  [94, 'an 7', 'service indicator'],
  [95, 'an 42', 'replacement amounts'],
  [96, 'b 64', 'message security code'],
  [97, 'x+n 16', 'amount, net settlement'],
  [98, 'ans 25', 'payee'],
  [99, 'n..11', 'settlement institution identification code'],
  [100, 'n..11', 'receiving institution identification code'],
  [101, 'ans..17', 'file name'],
  [102, 'ans..28', 'account identification 1'],
  [103, 'ans..28', 'account identification 2'],
  [104, 'ans...100', 'transaction description'],
  ...range(105, 111).map((field) => [field, 'ans...999', 'reserved, ISO'] as const),
  ...range(112, 119).map((field) => [field, 'ans...999', 'reserved, national'] as const),
  ...range(120, 127).map((field) => [field, 'ans...999', 'reserved, private'] as const),
  [128, 'b 64', 'message authentication code'],
];

const notation =
  /^(n|a|an|anp|ans|ns|b|z|x\+n)(?: (?<fixed>\d+)|(?<dots>\.{2,3})(?<most>\d+))(?:; (?<form>\w+))?$/;

/** Reads one row of the standard's notation; a row that cannot be read is a bug of the table. */
function rowOf(number: number, text: string, name: string): FieldRow {
  const parts = notation.exec(text);
  const format = formats.find((candidate) => candidate === parts?.[1]);
  assert(parts?.groups && format, `field ${number}: "${text}" is not in the standard's notation`);
  const { fixed, dots, most, form } = parts.groups;
  const length = fixed === undefined ? (dots === '..' ? 'LL' : 'LLL') : 'fixed';
  const lengthMax = inCharacters(format, Number(fixed ?? most));
  return { number, name, format, length, lengthMax, ...(form && { calendar: form }) };
}

/** Bits become hexadecimal digits; an amount with a sign is one longer than its digits. */
function inCharacters(format: Format, declared: number): number {
  if (format === 'b') return declared / 4;
  return format === 'x+n' ? declared + 1 : declared;
}

const formats: readonly Format[] = ['n', 'a', 'an', 'anp', 'ans', 'ns', 'b', 'z', 'x+n'];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

export const specification1987: Specification = Object.fromEntries(
  table1987.map(([number, text, name]) => [number, rowOf(number, text, name)]),
);

/**
 * The rows of a clearing file. Presentments name the acquirer's reference (ARN) in field 31, as the
 * 1993 edition and every scheme's clearing do; the 1987 meaning of 31 (a fee) has no use here.
 */
export const clearingSpecification: Specification = {
  ...specification1987,
  31: rowOf(31, 'ans..99', 'acquirer reference data (ARN)'),
};
