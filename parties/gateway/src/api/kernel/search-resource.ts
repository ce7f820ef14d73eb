// The search of a kind of object: Stripe's query language in, a page of whole objects out. The index
// names what is found; one look-up loads the page.

import { err, ok } from '@kassa/result';
import { z } from 'zod';
import type { SearchRefusal } from '../../search/errors.ts';
import { explainProblem } from '../../search/explain-problem.ts';
import type { SearchKind } from '../../search/fields.ts';
import { search } from '../../search/search.ts';
import type { Api } from '../api.ts';
import type { Json } from '../to-stripe/shape.ts';
import { type ApiError, invalid } from './api-error.ts';
import { addEndpoint } from './kernel.ts';
import { expansion, integer } from './parameters.ts';
import type { Reader } from './resources.ts';

export type Searchable = {
  readonly kind: SearchKind;
  /** `paymentIntents`, as the official client names it. */
  readonly name: string;
  /** `/v1/payment_intents` */
  readonly url: string;
  readonly read: Reader;
};

const searchInput = z.strictObject({
  ...expansion,
  limit: integer(1, 100).optional(),
  page: z.string().optional(),
  query: z.string(),
});

export function addSearch(api: Api, of: Searchable): void {
  const { means } = api;
  const { kind } = of;
  const url = `${of.url}/search`;
  addEndpoint(api, {
    name: `${of.name}.search`,
    method: 'GET',
    url,
    summary: `Those that a query finds, newest first: status, amount, metadata and what else is documented.`,
    answers: `search of ${kind}`,
    input: searchInput,
    run: async ({ accountId, input }) => {
      const { query, limit = 10, page = null, expand = [] } = input;
      const isCounted = expand.includes('total_count');
      const asked = { accountId, kind, query, limit, page, isCounted };
      const found = await search({ db: means.db, pageKey: means.inputKey }, asked);
      if (!found.ok) return err(refusedSearch(found.error, kind));
      const { ids, nextPage, totalCount } = found.value;
      const objects = await of.read(accountId, ids);
      return ok({
        status: 200,
        body: {
          object: 'search_result',
          data: ids.flatMap((id): Json[] => {
            const object = objects.get(id);
            return object === undefined ? [] : [object];
          }),
          has_more: nextPage !== null,
          next_page: nextPage,
          ...(totalCount === null ? {} : { total_count: totalCount }),
          url,
        },
      });
    },
  });
}

function refusedSearch(refusal: SearchRefusal, kind: SearchKind): ApiError {
  if (refusal.code !== 'page_wrong') {
    return invalid(explainProblem(refusal, kind), { param: 'query' });
  }
  const message =
    'This page does not belong to this query. Give the `next_page` of the answer to the same query, or leave `page` out to begin anew.';
  return invalid(message, { param: 'page' });
}
