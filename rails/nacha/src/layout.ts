// A record as a table of fields by column, and the reading and writing of any such table. Values that
// are typed here: text (spaces at its end are filling), digits, counts, and dollars as money.

import { currencyOf, type Money, money } from '@kassa/money';
import { Bug, unwrap } from '@kassa/result';
import type { Problems } from './errors.ts';

export const recordLength = 94;

export const usd = unwrap(currencyOf('USD'));

export type Value = string | number | Money;

export type Field<V extends Value> = {
  readonly from: number;
  readonly to: number;
  readonly expected: string;
  /** What the columns hold; undefined if they may not hold it. */
  read(text: string): V | undefined;
  /** Exactly the columns, or undefined if the value does not fit. */
  write(value: Value): string | undefined;
};

type Fields = { readonly [name: string]: Field<Value> };

/** Columns that say the same in every record of the layout. */
type Fixed = { readonly from: number; readonly to: number; readonly text: string };

export type Layout<F extends Fields> = {
  readonly name: string;
  readonly fields: F;
  readonly fixed: readonly Fixed[];
  /** What stands in the record, from left to right: a field by its name, or fixed text. */
  readonly order: readonly (Fixed | { readonly from: number; readonly name: string })[];
};

/** Where it does not matter which. */
export type AnyLayout = Layout<Fields>;

export type RecordOf<L> =
  L extends Layout<infer F>
    ? { readonly [K in keyof F]: F[K] extends Field<infer V> ? V : never }
    : never;

export function layout<F extends Fields>(
  name: string,
  fields: F,
  fixed: readonly Fixed[],
): Layout<F> {
  const named = Object.entries(fields).map(([field, { from }]) => ({ from, name: field }));
  const order = [...named, ...fixed].sort((left, right) => left.from - right.from);
  return { name, fields, fixed, order };
}

/** The fields of the line; of one that cannot be read, an empty value stands for a refused file. */
export function decode<F extends Fields>(
  layout: Layout<F>,
  line: string,
  lineNumber: number,
  problem: Problems,
): RecordOf<Layout<F>> {
  const refuse = (from: number, to: number, field: string, expected: string) =>
    problem.refuse({
      code: 'bad_field',
      line: lineNumber,
      columns: [from, to],
      field: `${layout.name}: ${field}`,
      expected,
      found: line.slice(from - 1, to),
    });
  for (const { from, to, text } of layout.fixed) {
    if (line.slice(from - 1, to) === text) continue;
    refuse(from, to, 'constant', text.trim() === '' ? 'spaces' : `'${text}'`);
  }
  const record: Record<string, Value> = {};
  for (const [name, field] of Object.entries(layout.fields)) {
    const value = field.read(line.slice(field.from - 1, field.to));
    if (value === undefined) refuse(field.from, field.to, name, field.expected);
    record[name] = value ?? '';
  }
  return record as RecordOf<Layout<F>>;
}

/** A value that does not fit its columns is a bug of who made the record. */
export function encode(
  layout: AnyLayout,
  record: { readonly [name: string]: Value | undefined },
): string {
  const parts = layout.order.map((part) => {
    if ('text' in part) return part.text;
    const [field, value] = [layout.fields[part.name], record[part.name]];
    const text = value === undefined ? undefined : field?.write(value);
    if (text !== undefined) return text;
    const found = JSON.stringify(value, bigints);
    throw new Bug(`${layout.name}: ${part.name} wants ${field?.expected}, not ${found}`);
  });
  return parts.join('');
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

export const printable = /^[\x20-\x7e]*$/;

export function text(from: number, to: number): Field<string> {
  return coded(from, to, /^/, 'text');
}

/** Text that says something. */
export function words(from: number, to: number): Field<string> {
  return coded(from, to, /\S/, 'text, not empty');
}

/** Text of a certain form: `form` sees the columns without the spaces that fill their end. */
export function coded(from: number, to: number, form: RegExp, expected: string): Field<string> {
  const width = to - from + 1;
  return {
    ...{ from, to, expected },
    read: (columns) => {
      const value = columns.trimEnd();
      return form.test(value) ? value : undefined;
    },
    write: (value) =>
      typeof value === 'string' && value.length <= width && printable.test(value)
        ? value.padEnd(width)
        : undefined,
  };
}

/** As many digits as columns: numbers that name something. */
export function digits(from: number, to: number): Field<string> {
  const width = to - from + 1;
  return coded(from, to, new RegExp(`^\\d{${width}}$`), `${width} digits`);
}

export function count(from: number, to: number): Field<number> {
  const width = to - from + 1;
  return {
    ...{ from, to, expected: `a number of ${width} digits` },
    read: (columns) => (/^\d+$/.test(columns) ? Number(columns) : undefined),
    write: (value) => fits(String(value).padStart(width, '0'), width),
  };
}

/** Cents without a point, filled up with noughts. */
export function dollars(from: number, to: number): Field<Money> {
  const width = to - from + 1;
  return {
    ...{ from, to, expected: `dollars and cents in ${width} digits` },
    read: (columns) => (/^\d+$/.test(columns) ? money(usd, BigInt(columns)) : undefined),
    write: (value) =>
      typeof value === 'object' && value.currency === usd
        ? fits(String(value.minor).padStart(width, '0'), width)
        : undefined,
  };
}

/** The number of a bank or company where a file goes or comes from: nine digits behind a space, or ten. */
export function party(from: number, to: number): Field<string> {
  return {
    ...{ from, to, expected: 'nine digits behind a space, or ten digits' },
    read: (columns) => (/^[ \d]\d{9}$/.test(columns) ? columns.trim() : undefined),
    write: (value) => (typeof value === 'string' ? value.padStart(to - from + 1) : undefined),
  };
}

export function fixed(from: number, text: string): Fixed {
  return { from, to: from + text.length - 1, text };
}

export function blank(from: number, to: number): Fixed {
  return fixed(from, ' '.repeat(to - from + 1));
}

function fits(text: string, width: number): string | undefined {
  return text.length === width && /^\d+$/.test(text) ? text : undefined;
}
