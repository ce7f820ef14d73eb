// The lines of a session or a payment link as a list of their own, in the order they were given.

import { prices } from '../../catalogue/price.ts';
import type { AccountId } from '../../ids.ts';
import { loadRecords } from '../../records/store.ts';
import type { Answer } from '../kernel/api-error.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { listAnswer, type PageInput } from '../kernel/lists.ts';
import type { ApiMeans } from '../ports.ts';
import { priceToStripe } from '../to-stripe/price.ts';
import { linesToStripe, type ShownLines } from '../to-stripe/session-taxes.ts';
import type { Json } from '../to-stripe/shape.ts';

export type ListedLines = {
  readonly url: string;
  readonly accountId: AccountId;
  readonly order: Omit<ShownLines, 'prices'>;
};

export async function listLines(
  means: ApiMeans,
  { url, accountId, order }: ListedLines,
  input: PageInput,
): Promise<Answer> {
  const shown = await pricesOf(means, accountId, [order]);
  return pageOfLines({ url, order: { ...order, prices: shown } }, input);
}

/** The first page of each, in their order: one look-up for all. */
export async function firstLines(
  means: ApiMeans,
  accountId: AccountId,
  all: readonly ListedLines[],
): Promise<Json[]> {
  const shown = await pricesOf(
    means,
    accountId,
    all.map(({ order }) => order),
  );
  return all.map(({ url, order }) => {
    return pageOfLines({ url, order: { ...order, prices: shown } }, {}).body;
  });
}

async function pricesOf(
  { db }: ApiMeans,
  accountId: AccountId,
  orders: readonly ListedLines['order'][],
): Promise<ShownLines['prices']> {
  const ids = orders.flatMap(({ lines }) => lines.flatMap(({ price }) => price ?? []));
  const kept = await inSlices(ids, (some) => loadRecords(db, prices, accountId, some));
  return new Map(kept.map((price) => [price.id, priceToStripe(price)]));
}

function pageOfLines(
  { url, order }: { readonly url: string; readonly order: ShownLines },
  input: PageInput,
): Answer {
  const all = linesToStripe(order);
  const { limit = 10, starting_after: after, ending_before: before } = input;
  const place = all.findIndex(({ id }) => id === (after ?? before));
  const found =
    before === undefined
      ? all.slice(place + 1, place + 2 + limit)
      : all.slice(Math.max(place - limit - 1, 0), Math.max(place, 0));
  return listAnswer(url, input, found);
}
