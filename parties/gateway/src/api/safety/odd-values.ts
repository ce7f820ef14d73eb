// Values that a parameter does not want, by its schema: what forms can carry where a number, a text,
// a list or a hash is asked for.

import type { Schema } from '../../docs/parameters.ts';

type Pair = readonly [name: string, value: string];

const oddTexts = [
  '',
  ' ',
  '-1',
  '💥',
  'x'.repeat(6_000),
  "'; select 1 --",
  '\u202e\u0007',
  '[object]',
];
const oddNumbers = [
  '',
  '-1',
  '0',
  '1.5',
  '1e9',
  '0x10',
  'NaN',
  '9'.repeat(15),
  '9'.repeat(40),
  'x',
];

/** Each is one way to say the parameter wrongly, as pairs of a form. */
export function oddValues(name: string, schema: Schema): readonly (readonly Pair[])[] {
  const types = typesOf(schema);
  const isNumber = types.has('integer') || types.has('number');
  const single = (isNumber ? oddNumbers : oddTexts).map((value) => [[name, value] as const]);
  const other: (readonly Pair[])[] = [
    [[`${name}[]`, 'x']],
    [[`${name}[0][0][0]`, 'x']],
    [[`${name}[constructor]`, 'x']],
    [[`${name}[toString]`, '1']],
    [
      [name, 'x'],
      [`${name}[a]`, 'x'],
    ],
    Array.from({ length: 101 }, (_, at) => [`${name}[${at}]`, 'x'] as const),
    [[`${name}[999999999]`, 'x']],
  ];
  return [...single, ...other];
}

function typesOf(schema: Schema): ReadonlySet<string> {
  const own = [schema.type ?? []].flat();
  const branches = (schema.anyOf ?? []).filter((one) => typeof one === 'object');
  return new Set([...own, ...branches.flatMap((one) => [...typesOf(one)])]);
}
