// The card number goes in here and comes out nowhere but for the holder's own eyes (sealed) and as
// a keyed hash to find the card by.

import { keyedHash } from '@kassa/crypto';
import type { Pan } from '@kassa/secret';
import type { Keys } from '../ports.ts';

export type RegisteredPan = {
  readonly panHash: string;
  readonly sealed: string;
  readonly last4: string;
};

export function panHashOf(keys: Pick<Keys, 'panHash'>, pan: Pan): string {
  return keyedHash(keys.panHash, pan.reveal());
}

/** `cardId` binds the sealed number to its row. */
export function registerPan(keys: Keys, cardId: string, pan: Pan): RegisteredPan {
  return {
    panHash: panHashOf(keys, pan),
    sealed: keys.envelope.seal(pan.reveal(), `pan|${cardId}`),
    last4: pan.last4,
  };
}
