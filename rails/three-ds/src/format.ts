// The formats of data elements as values, and the one function that checks a value against one.
// A length counts characters; an element that is present but empty is never well formed.

import type { Field } from './field.ts';

export type Format =
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'pattern';
      readonly pattern: RegExp;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'one_of'; readonly values: readonly string[] }
  | { readonly kind: 'url'; readonly max: number }
  | { readonly kind: 'boolean'; readonly only?: boolean }
  | { readonly kind: 'date'; readonly shape: DateShape }
  | { readonly kind: 'number'; readonly digits: number; readonly from: number; readonly to: number }
  | { readonly kind: 'json'; readonly max: number }
  | { readonly kind: 'object'; readonly of: readonly Field[] }
  | { readonly kind: 'list'; readonly of: Format; readonly max: number };

export type DateShape = 'yymm' | 'yyyymmdd' | 'yyyymmddhhmm' | 'yyyymmddhhmmss';

export const text = (max: number, min = 1): Format => ({ kind: 'text', min, max });
export const pattern = (shape: RegExp, max = 64_000, min = 1): Format => ({
  kind: 'pattern',
  pattern: shape,
  min,
  max,
});
export const oneOf = (values: string): Format => ({ kind: 'one_of', values: values.split(' ') });
export const url = (max: number): Format => ({ kind: 'url', max });
export const boolean: Format = { kind: 'boolean' };
export const onlyTrue: Format = { kind: 'boolean', only: true };
export const date = (shape: DateShape): Format => ({ kind: 'date', shape });
export const number = (digits: number, from: number, to: number): Format => ({
  kind: 'number',
  digits,
  from,
  to,
});
export const json = (max: number): Format => ({ kind: 'json', max });
export const object = (of: readonly Field[]): Format => ({ kind: 'object', of });
export const list = (of: Format, max: number): Format => ({ kind: 'list', of, max });
export const uuid = pattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 36);
export const country = pattern(/^\d{3}$/);

/** True if the value has the format. Never throws, whatever the value. */
export function fits(format: Format, value: unknown): boolean {
  switch (format.kind) {
    case 'boolean':
      return typeof value === 'boolean' && (format.only ?? value) === value;
    case 'json':
      return (
        typeof value === 'object' && value !== null && JSON.stringify(value).length <= format.max
      );
    case 'list':
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= format.max &&
        value.every((item) => fits(format.of, item))
      );
    case 'object':
      return isRecord(value) && format.of.every((field) => fitsWithin(field, value));
    default:
      return typeof value === 'string' && fitsText(format, value);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fitsWithin(field: Field, record: Record<string, unknown>): boolean {
  const value = record[field.name];
  return value === undefined ? field.need !== 'required' : fits(field.format, value);
}

type TextFormat = Exclude<Format, { kind: 'boolean' | 'json' | 'list' | 'object' }>;

function fitsText(format: TextFormat, value: string): boolean {
  switch (format.kind) {
    case 'text':
      return hasLength(value, format.min, format.max) && !unstorable.test(value);
    case 'pattern':
      return hasLength(value, format.min, format.max) && format.pattern.test(value);
    case 'one_of':
      return format.values.includes(value);
    case 'url':
      return hasLength(value, 1, format.max) && isWebAddress(value);
    case 'date':
      return isDate(format.shape, value);
    case 'number':
      return (
        /^\d+$/.test(value) &&
        value.length <= format.digits &&
        Number(value) >= format.from &&
        Number(value) <= format.to
      );
  }
}

/** NUL and halves of surrogate pairs are no text: databases and other readers choke on them. */
const unstorable = /[\0\p{Cs}]/u;

function hasLength(value: string, min: number, max: number): boolean {
  return value.length >= min && value.length <= max;
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/[^\s"<>\\]+$/i.test(value) && URL.canParse(value);
}

const parts: Readonly<Record<DateShape, RegExp>> = {
  yymm: /^\d{2}(0[1-9]|1[0-2])$/,
  yyyymmdd: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/,
  yyyymmddhhmm: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d$/,
  yyyymmddhhmmss: /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/,
};

function isDate(shape: DateShape, value: string): boolean {
  if (!parts[shape].test(value)) return false;
  if (shape === 'yymm') return true;
  // The thirty-first of a short month passes the pattern; the calendar knows better.
  const [year, month, day] = [value.slice(0, 4), value.slice(4, 6), value.slice(6, 8)].map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day)).getUTCDate() === day;
}
