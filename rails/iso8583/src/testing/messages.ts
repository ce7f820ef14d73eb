// Messages for the tests: an everyday authorization, and arbitrary ones drawn from the table.

import fc from 'fast-check';
import { type FieldRow, type Message, mtis, specification1987 } from '../index.ts';

export const authorization: Message = {
  mti: '0100',
  fields: {
    2: '4242424242424242',
    3: '000000',
    4: '000000010000',
    7: '1120130501',
    11: '000042',
    12: '140501',
    13: '1120',
    14: '2912',
    18: '5977',
    19: '070',
    22: '812',
    25: '59',
    32: '70001',
    37: '632513000042',
    41: 'DIVA0001',
    42: 'DIVA00000000001',
    43: 'Diva shop                Sarajevo     BA',
    48: '4202059203123',
    49: '977',
  },
};

const letters: Readonly<Record<string, string>> = {
  n: '0123456789',
  a: 'abcXYZ',
  an: 'abcXYZ0129',
  anp: 'abcXYZ0129 ',
  ans: 'abcXYZ0129 .,-/+=*&',
  ns: '0123456789 .,-/+=*&',
  b: '0123456789ABCDEF',
  z: '0123456789=',
};

/** A text that conforms to its row. */
export function arbitraryText(row: FieldRow): fc.Arbitrary<string> {
  if (row.calendar !== undefined) return fc.constantFrom(...calendarSamples(row.calendar));
  if (row.format === 'x+n') {
    const digits = arbitraryLetters('0123456789', row.lengthMax - 1, row.lengthMax - 1);
    return fc.tuple(fc.constantFrom('C', 'D'), digits).map((parts) => parts.join(''));
  }
  const least = row.length === 'fixed' ? row.lengthMax : 0;
  return arbitraryLetters(letters[row.format] ?? '', least, row.lengthMax);
}

function arbitraryLetters(of: string, least: number, most: number): fc.Arbitrary<string> {
  const letter = fc.constantFrom(...of.split(''));
  return fc
    .array(letter, { minLength: least, maxLength: most, size: 'max' })
    .map((a) => a.join(''));
}

function calendarSamples(form: string): string[] {
  const first = { YY: '00', MM: '01', DD: '01', hh: '00', mm: '00', ss: '00' };
  const last = { YY: '99', MM: '12', DD: '31', hh: '23', mm: '59', ss: '59' };
  return [first, last].map((parts) => form.replaceAll(/YY|MM|DD|hh|mm|ss/g, (p) => text(parts, p)));
}

function text(parts: Readonly<Record<string, string>>, name: string): string {
  return parts[name] ?? '';
}

const rows = Object.values(specification1987);

/** Any message that the table allows: any MTI, any set of fields, any conforming texts. */
export const arbitraryMessage: fc.Arbitrary<Message> = fc
  .tuple(
    fc.constantFrom(...Object.keys(mtis)),
    fc.subarray(rows, { maxLength: 24 }).chain((chosen) => {
      return fc.tuple(
        ...chosen.map((row) => arbitraryText(row).map((value) => [row.number, value] as const)),
      );
    }),
  )
  .map(([mti, entries]) => ({ mti: known(mti), fields: Object.fromEntries(entries) }));

function known(text: string): Message['mti'] {
  return (Object.keys(mtis).find((mti) => mti === text) ?? '0100') as Message['mti'];
}
