// A PaymentIntent's client secret is made anew from its id whenever it is shown, under a key of its
// own: so it stands in no row and no dump. Whoever holds it may see this one intent in a browser.

import { keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';
import type { AccountId } from '../ids.ts';

export type ClientSecrets = {
  of(accountId: AccountId, intentId: string): string;
  /** The last part of a receipt's address: whoever was sent it may read this one receipt. */
  ofReceipt(accountId: AccountId, chargeId: string): string;
};

export function clientSecrets(key: Secret<Buffer>): ClientSecrets {
  return {
    of: (accountId, intentId) =>
      `${intentId}_secret_${keyedHash(key, `client_secret|${accountId}|${intentId}`).slice(0, 25)}`,
    ofReceipt: (accountId, chargeId) =>
      `${chargeId}-${keyedHash(key, `receipt|${accountId}|${chargeId}`).slice(0, 25)}`,
  };
}
