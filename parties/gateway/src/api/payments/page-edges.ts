// A page begins after, or ends before, an object that must be there: guessing would show another page.

import { err, ok, type Result } from '@kassa/result';
import type { AccountId } from '../../ids.ts';
import { type ApiError, missing } from '../kernel/api-error.ts';
import type { PageInput } from '../kernel/lists.ts';
import type { Reader } from '../kernel/resources.ts';

export async function checkEdges(
  read: Reader,
  kind: string,
  { accountId, input }: { readonly accountId: AccountId; readonly input: PageInput },
): Promise<Result<null, ApiError>> {
  for (const param of ['starting_after', 'ending_before'] as const) {
    const id = input[param];
    if (id === undefined) continue;
    const found = await read(accountId, [id]);
    if (!found.has(id)) return err(missing(kind, id, param, 400));
  }
  return ok(null);
}
