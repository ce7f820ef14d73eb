// Lists of the second interface: pages by a token, with the addresses of the next page and the one
// before in the answer.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { Page } from '../../payments/store.ts';
import { type Answer, type ApiError, invalid } from '../kernel/api-error.ts';
import { integer, text } from '../kernel/parameters.ts';
import type { Resource } from '../to-stripe/shape.ts';

export const v2Page = { limit: integer(1, 100).optional(), page: text(400).optional() };
type V2PageInput = { readonly limit?: number | undefined; readonly page?: string | undefined };

const limitDefault = 20;
const limitOf = ({ limit = limitDefault }: V2PageInput): number => limit;

const token = z.object({ before: z.string().optional(), after: z.string().optional() });

/** What to ask the store for: one row more than is shown tells whether there are others. */
export function v2PageOf(input: V2PageInput): Result<Page, ApiError> {
  const limit = limitOf(input) + 1;
  if (input.page === undefined) return ok({ limit });
  try {
    const { before, after } = token.parse(
      JSON.parse(Buffer.from(input.page, 'base64url').toString('utf8')),
    );
    return ok({ limit, before, after });
  } catch {
    const message = 'page: give the token of an address that a list has named.';
    return err(invalid(message, { code: 'parameter_invalid', param: 'page' }));
  }
}

export type V2Listing = {
  /** Path and other parameters of this list; its next page has them too. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly input: V2PageInput;
  readonly page: Page;
};

export function v2ListAnswer(
  { url, query, input, page }: V2Listing,
  found: readonly (Resource & { readonly id: string })[],
): Answer {
  const limit = limitOf(input);
  const isUpwards = page.after !== undefined;
  const hasMore = found.length > limit;
  const data = isUpwards ? found.slice(-limit) : found.slice(0, limit);
  const [first, last] = [data[0], data.at(-1)];
  const address = (edge: z.input<typeof token>) => {
    const at = Buffer.from(JSON.stringify(edge)).toString('base64url');
    const all = { ...query, ...(input.limit === undefined ? {} : { limit: String(limit) }) };
    return `${url}?${new URLSearchParams({ ...all, page: at }).toString()}`;
  };
  const isNext = isUpwards || hasMore;
  const isPrevious = isUpwards ? hasMore : page.before !== undefined;
  return {
    status: 200,
    body: {
      data,
      next_page_url: isNext && last !== undefined ? address({ before: last.id }) : null,
      previous_page_url: isPrevious && first !== undefined ? address({ after: first.id }) : null,
    },
  };
}
