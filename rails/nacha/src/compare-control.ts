// A control record against what it controls, field by field.

import type { Money } from '@kassa/money';
import type { AchError, Problems } from './errors.ts';
import type { AnyLayout, Value } from './layout.ts';

/** Every field of `wanted` that the layout has must say the same. */
export function compareControl(
  layout: AnyLayout,
  said: Readonly<Record<string, Value>>,
  wanted: Readonly<Record<string, Value>>,
  line: number,
  problem: Problems,
): void {
  for (const [name, value] of Object.entries(wanted)) {
    const field = layout.fields[name];
    const found = said[name];
    if (!field || found === undefined || show(found) === show(value)) continue;
    problem.refuse({
      ...{ code: 'inconsistent', line, columns: [field.from, field.to] },
      field: `${layout.name}: ${name}`,
      expected: show(value),
      found: show(found),
    });
  }
}

export function orderError(lines: readonly string[], at: number, expected: string): AchError {
  return {
    ...{ code: 'bad_order', line: at + 1, columns: [1, 94], field: 'record type' },
    expected,
    found: lines[at] ?? 'the end of the file',
  };
}

function show(value: Value): string {
  return isMoney(value) ? String(value.minor) : String(value);
}

function isMoney(value: Value): value is Money {
  return typeof value === 'object';
}
