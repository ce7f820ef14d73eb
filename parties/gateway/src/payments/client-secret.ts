// A PaymentIntent's client secret is made anew from its id whenever it is shown, under a key of its
// own: so it stands in no row, no event and no dump.

import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';
import type { AccountId } from '../ids.ts';

export type ClientSecrets = {
  of(accountId: AccountId, intentId: string): string;
  fits(accountId: AccountId, intentId: string, given: string): boolean;
};

export function clientSecrets(key: Secret<Buffer>): ClientSecrets {
  const of = (accountId: AccountId, intentId: string) =>
    `${intentId}_secret_${keyedHash(key, `client_secret|${accountId}|${intentId}`).slice(0, 25)}`;
  return {
    of,
    fits: (accountId, intentId, given) => constantTimeEqual(of(accountId, intentId), given),
  };
}
