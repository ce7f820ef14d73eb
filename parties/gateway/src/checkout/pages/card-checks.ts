// What is wrong with what was typed, field by field. The island asks before sending, the server
// asks again: one table of checks for both. Only whether a bank knows the card is asked elsewhere.

import { brandOf } from './brands.ts';

export type CardField = 'number' | 'expiry' | 'cvc' | 'name';
export const cardFields: readonly CardField[] = ['number', 'expiry', 'cvc', 'name'];

export type FieldErrorCode =
  | 'number_missing'
  | 'number_not_digits'
  | 'number_length'
  | 'number_wrong'
  | 'expiry_missing'
  | 'expiry_unreadable'
  | 'expiry_past'
  | 'expiry_far'
  | 'cvc_missing'
  | 'cvc_three'
  | 'cvc_four'
  | 'name_missing'
  | 'name_is_number'
  | 'name_long';

export type FieldErrors = { readonly [field in CardField]?: FieldErrorCode };

export type TypedCard = { readonly [field in CardField]: string };

export type Expiry = { readonly month: number; readonly year: number };

/** In the order of the fields; none missing means that the card may be sent. */
export function checkCard(typed: TypedCard, nowMs: number): FieldErrors {
  const found = {
    number: checkNumber(typed.number),
    expiry: checkExpiry(typed.expiry, nowMs),
    cvc: checkCvc(typed.cvc, typed.number),
    name: checkName(typed.name),
  };
  return Object.fromEntries(Object.entries(found).filter(([, code]) => code !== undefined));
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

function checkNumber(text: string): FieldErrorCode | undefined {
  const number = text.replace(/[\s-]/g, '');
  if (number === '') return 'number_missing';
  if (!/^\d+$/.test(number)) return 'number_not_digits';
  const lengths = brandOf(number)?.lengths;
  const fits = lengths ? lengths.includes(number.length) : /^\d{12,19}$/.test(number);
  if (!fits) return 'number_length';
  return hasCheckDigit(number) ? undefined : 'number_wrong';
}

// Luhn once more: the one in @kassa/secret would bring its classes along, 1.2 of the island's 6 kB.
// A test holds the two together.
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function checkExpiry(text: string, nowMs: number): FieldErrorCode | undefined {
  if (text.trim() === '') return 'expiry_missing';
  const expiry = readExpiry(text);
  if (!expiry) return 'expiry_unreadable';
  // A card is good to the end of its month; at twelve hours west of Greenwich the month ends last.
  const now = new Date(nowMs - 12 * 3_600_000);
  const months = (expiry.year - now.getUTCFullYear()) * 12 + expiry.month - 1 - now.getUTCMonth();
  if (months < 0) return 'expiry_past';
  return months > 25 * 12 ? 'expiry_far' : undefined;
}

/** `12/29`, `12 / 2029`, `1229`, `1/29`, and `2029-12` as some browsers fill it in. */
export function readExpiry(text: string): Expiry | undefined {
  const plain = text.replace(/\s/g, '');
  const iso = /^(20\d\d)[-/.]?(\d\d)$/.exec(plain);
  const usual = /^(\d\d?)[-/.](\d\d|20\d\d)$/.exec(plain) ?? /^(\d\d)(\d\d|20\d\d)$/.exec(plain);
  const [month, year] = usual ? [usual[1], usual[2]] : [iso?.[2], iso?.[1]];
  if (month === undefined || year === undefined) return undefined;
  const read = { month: Number(month), year: year.length === 2 ? 2000 + Number(year) : +year };
  return read.month >= 1 && read.month <= 12 ? read : undefined;
}

function checkCvc(text: string, number: string): FieldErrorCode | undefined {
  const cvc = text.trim();
  if (cvc === '') return 'cvc_missing';
  const brand = brandOf(digitsOf(number));
  // Of an unknown brand both lengths are taken; the bank knows better.
  const fits = brand ? cvc.length === brand.cvcDigits : /^\d{3,4}$/.test(cvc);
  if (/^\d+$/.test(cvc) && fits) return undefined;
  return brand?.cvcDigits === 4 ? 'cvc_four' : 'cvc_three';
}

// A card number or CVC in the wrong field must not come back in the page as a name.
function checkName(text: string): FieldErrorCode | undefined {
  const name = text.trim();
  if (name === '') return 'name_missing';
  if (!/\p{L}/u.test(name) || digitsOf(name).length > 4) return 'name_is_number';
  return name.length > 80 ? 'name_long' : undefined;
}
