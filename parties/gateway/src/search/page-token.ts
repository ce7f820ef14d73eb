// The name of the next page: where the last one ended, under a seal. It holds for the merchant and
// the query it was given for, so nobody can ask from a place of their own making.

import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';
import { z } from 'zod';
import type { AccountId } from '../ids.ts';
import type { SearchKind } from './fields.ts';
import type { Place } from './store.ts';

export type PageOf = {
  readonly accountId: AccountId;
  readonly kind: SearchKind;
  /** The query as printQuery() spells it. */
  readonly query: string;
};

const placeSchema = z.tuple([z.int(), z.string().min(1)]);

export function pageToken(key: Secret<Buffer>, of: PageOf, { createdAtMs, id }: Place): string {
  const place = Buffer.from(JSON.stringify([createdAtMs, id])).toString('base64url');
  return `${place}.${sealOf(key, of, place)}`;
}

/** Undefined for a token that was not made for this merchant and query. */
export function placeOfToken(key: Secret<Buffer>, of: PageOf, token: string): Place | undefined {
  const [place = '', seal = ''] = token.split('.', 2);
  if (!constantTimeEqual(seal, sealOf(key, of, place))) return undefined;
  const [createdAtMs, id] = placeSchema.parse(
    JSON.parse(Buffer.from(place, 'base64url').toString()),
  );
  return { createdAtMs, id };
}

function sealOf(key: Secret<Buffer>, { accountId, kind, query }: PageOf, place: string): string {
  return keyedHash(key, `search_page|${accountId}|${kind}|${place}|${query}`).slice(0, 22);
}
