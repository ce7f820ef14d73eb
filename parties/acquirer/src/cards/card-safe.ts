// The only room of the acquirer that turns card data into what may be stored, and back. Keys lie in
// files of their own, outside the database.

import { join } from 'node:path';
import { keyedHash, loadOrCreateKey, openEnvelope } from '@kassa/crypto';
import { assert, unwrap } from '@kassa/result';
import type { Pan } from '@kassa/secret';

export type CardSafe = {
  /** Equal for equal cards, and nothing else. */
  fingerprint(pan: Pan): string;
  /** `context` is the row it belongs to: sealed text does not open in another row. */
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
};

export function openCardSafe(keysFolder: string): CardSafe {
  const fingerprintKey = loadOrCreateKey(join(keysFolder, 'acquirer-fingerprint.key'));
  const sealingKey = loadOrCreateKey(join(keysFolder, 'acquirer-card.key'));
  const envelope = openEnvelope({ currentId: 'card1', keys: { card1: sealingKey } });
  return {
    fingerprint: (pan) => keyedHash(fingerprintKey, pan.reveal()),
    seal: (text, context) => envelope.seal(text, context),
    open(sealed, context) {
      const opened = envelope.open(sealed, context);
      assert(opened.ok, `the sealed card data of ${context} do not open: is it the right key?`);
      return Buffer.from(unwrap(opened)).toString('utf8');
    },
  };
}
