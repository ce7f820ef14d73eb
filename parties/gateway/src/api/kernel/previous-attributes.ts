// `previous_attributes` of an event: of what an update has changed, what it was before.

import type { Json } from '../to-stripe/shape.ts';
import { isFields } from './expand.ts';
import type { Fields } from './resources.ts';

/** Only the fields that differ; hashes are compared inside, lists as a whole. */
export function changedFrom(before: Fields, after: Fields): Fields {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const [was, is] = [before[name] ?? null, after[name] ?? null];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      return [[name, isFields(was) && isFields(is) ? changedFrom(was, is) : was]];
    }),
  );
}
