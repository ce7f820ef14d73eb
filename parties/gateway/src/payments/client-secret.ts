// A PaymentIntent's client secret is made anew from its id whenever it is shown, under a key of its
// own: so it stands in no row and no dump. Whoever holds it may see this one intent in a browser.

import { keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';
import type { AccountId } from '../ids.ts';

export type ClientSecrets = { of(accountId: AccountId, intentId: string): string };

export function clientSecrets(key: Secret<Buffer>): ClientSecrets {
  return {
    of: (accountId, intentId) =>
      `${intentId}_secret_${keyedHash(key, `client_secret|${accountId}|${intentId}`).slice(0, 25)}`,
  };
}
