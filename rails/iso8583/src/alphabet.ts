// Does a text conform to its row of the table? Pure checks, shared by encode and decode.

import type { FieldRow, Format } from './specification.ts';

const alphabets: Readonly<Record<Format, RegExp>> = {
  n: /^[0-9]*$/,
  a: /^[A-Za-z]*$/,
  an: /^[A-Za-z0-9]*$/,
  anp: /^[A-Za-z0-9 ]*$/,
  ans: /^[ -~]*$/,
  ns: /^[0-9!-/:-@[-`{-~ ]*$/,
  b: /^(?:[0-9A-F]{2})*$/,
  // ISO 7813 track 2: digits and one separator; readers write it as = or D, we keep the =.
  z: /^[0-9=]*$/,
  'x+n': /^[CD][0-9]+$/,
};

/** Undefined when the text conforms, else what is wrong with it (never the text itself). */
export function nonConformity(row: FieldRow, text: string): string | undefined {
  if (!alphabets[row.format].test(text)) return `holds a character outside format ${row.format}`;
  if (row.calendar !== undefined && !isCalendar(row.calendar, text)) {
    return `is not a ${row.calendar}`;
  }
  return undefined;
}

/** Undefined when the length is right for the row. */
export function wrongLength(row: FieldRow, length: number): 'truncated' | 'overlong' | undefined {
  if (length > row.lengthMax) return 'overlong';
  return row.length === 'fixed' && length < row.lengthMax ? 'truncated' : undefined;
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  YY: [0, 99],
  MM: [1, 12],
  DD: [1, 31],
  hh: [0, 23],
  mm: [0, 59],
  ss: [0, 59],
};

const daysMax = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 29 February passes without a year: the field carries none to judge by. */
function isCalendar(form: string, text: string): boolean {
  const parts = new Map<string, number>();
  for (let at = 0; at < form.length; at += 2) {
    const name = form.slice(at, at + 2);
    const value = Number(text.slice(at, at + 2));
    const [least, most] = ranges[name] ?? [0, 99];
    if (value < least || value > most) return false;
    parts.set(name, value);
  }
  const month = parts.get('MM');
  const day = parts.get('DD');
  return month === undefined || day === undefined || day <= (daysMax[month - 1] ?? 31);
}
