// Lists: newest first, `starting_after` and `ending_before` by id, one row more than asked tells
// whether there are others.

import type { Page } from '../../payments/store.ts';
import type { Resource } from '../to-stripe/shape.ts';
import type { Answer } from './api-error.ts';

export type PageInput = {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
};

/** What to ask the store for. */
export function pageOf({ limit = 10, starting_after, ending_before }: PageInput): Page {
  return { limit: limit + 1, before: starting_after, after: ending_before };
}

export function listAnswer(url: string, input: PageInput, found: readonly Resource[]): Answer {
  const limit = input.limit ?? 10;
  const hasMore = found.length > limit;
  const isUpwards = input.ending_before !== undefined;
  const data = isUpwards ? found.slice(-limit) : found.slice(0, limit);
  return { status: 200, body: { object: 'list', data, has_more: hasMore, url } };
}
