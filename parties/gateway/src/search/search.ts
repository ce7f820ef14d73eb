// A search: the query is read, the index is asked, the place for the next page is named. What is
// found is named by its id; whoever asks loads the objects, a page at once.

import type { Database } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import type { Secret } from '@kassa/secret';
import type { AccountId } from '../ids.ts';
import { conditionOf } from './condition.ts';
import type { SearchRefusal } from './errors.ts';
import type { SearchKind } from './fields.ts';
import { type PageOf, pageToken, placeOfToken } from './page-token.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './query.ts';
import { countDocuments, findPlaces } from './store.ts';

export type SearchMeans = {
  readonly db: Database;
  /** Under which the names of pages are sealed. */
  readonly pageKey: Secret<Buffer>;
};

export type Searching = {
  readonly accountId: AccountId;
  readonly kind: SearchKind;
  readonly query: string;
  readonly limit: number;
  /** As the page before named it. */
  readonly page: string | null;
  readonly isCounted: boolean;
};

export type Found = {
  readonly ids: readonly string[];
  readonly nextPage: string | null;
  /** All that match, exact up to ten thousand; null if nobody has asked. */
  readonly totalCount: number | null;
};

/** As far as the original promises an exact count. */
const countMax = 10_000;

export async function search(
  { db, pageKey }: SearchMeans,
  searching: Searching,
): Promise<Result<Found, SearchRefusal>> {
  const { accountId, kind, limit, page, isCounted } = searching;
  const query = parseQuery(kind, searching.query);
  if (!query.ok) return query;
  const { joined, clauses } = query.value;
  const of: PageOf = { accountId, kind, query: printQuery(query.value) };
  const after = page === null ? null : placeOfToken(pageKey, of, page);
  if (after === undefined) return err({ code: 'page_wrong' });
  const wanted = { accountId, kind, joined, conditions: clauses.map(conditionOf) };
  // One more than asked tells whether there are others.
  const places = await findPlaces(db, { ...wanted, limit: limit + 1, after });
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = places.length > limit && last !== undefined;
  return ok({
    ids: shown.map(({ id }) => id),
    nextPage: hasMore ? pageToken(pageKey, of, last) : null,
    totalCount: isCounted ? await countDocuments(db, wanted, countMax) : null,
  });
}
