// The lines of a session or a payment link as a list of their own, in the order they were given.

import { prices } from '../../catalogue/price.ts';
import type { AccountId } from '../../ids.ts';
import { loadRecords } from '../../records/store.ts';
import type { Answer } from '../kernel/api-error.ts';
import { listAnswer, type PageInput } from '../kernel/lists.ts';
import type { ApiMeans } from '../ports.ts';
import { priceToStripe } from '../to-stripe/price.ts';
import { linesToStripe, type ShownLines } from '../to-stripe/session-taxes.ts';

export type ListedLines = {
  readonly url: string;
  readonly accountId: AccountId;
  readonly order: Omit<ShownLines, 'prices'>;
};

export async function listLines(
  { db }: ApiMeans,
  { url, accountId, order }: ListedLines,
  input: PageInput,
): Promise<Answer> {
  const ids = order.lines.flatMap(({ price }) => price ?? []);
  const kept = await loadRecords(db, prices, accountId, ids);
  const shown = new Map(kept.map((price) => [price.id, priceToStripe(price)]));
  const all = linesToStripe({ ...order, prices: shown });
  const { limit = 10, starting_after: after, ending_before: before } = input;
  const place = all.findIndex(({ id }) => id === (after ?? before));
  const found =
    before === undefined
      ? all.slice(place + 1, place + 2 + limit)
      : all.slice(Math.max(place - limit - 1, 0), Math.max(place, 0));
  return listAnswer(url, input, found);
}
