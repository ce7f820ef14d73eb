// A page of a list that is held in one object, so it is short and all there.

import type { PageInput } from '../kernel/lists.ts';

/** One more than asked for, as `listAnswer` wants it; the list comes newest first. */
export function pageIn<Item extends { readonly id: string }>(
  items: readonly Item[],
  { limit = 10, starting_after: after, ending_before: before }: PageInput,
): readonly Item[] {
  const at = (id: string) => items.findIndex((one) => one.id === id);
  if (before !== undefined) {
    const end = at(before);
    return end < 0 ? [] : items.slice(Math.max(0, end - limit - 1), end);
  }
  if (after === undefined) return items.slice(0, limit + 1);
  const start = at(after);
  return start < 0 ? [] : items.slice(start + 1, start + limit + 2);
}
