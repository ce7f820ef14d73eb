// Parameters as the wire carries them: `card[exp_month]=12&expand[0]=customer`.

import type { Params, Value } from './example.ts';

export type Pair = readonly [name: string, value: string];

export function pairsOf(params: Params): readonly Pair[] {
  return Object.entries(params).flatMap(([name, value]) => pairsIn(name, value));
}

function pairsIn(name: string, value: Value): readonly Pair[] {
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => pairsIn(`${name}[${key}]`, inner));
}
