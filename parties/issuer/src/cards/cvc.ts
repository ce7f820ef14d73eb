// The card verification code is never stored: it follows from number and expiry by a key that only
// this bank has. A card whose code was printed elsewhere keeps a keyed check value instead.

import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';
import type { Card, CvcRule } from './card.ts';

type Key = Secret<Buffer>;

/** Three digits that belong to this number and expiry. */
export function derivedCvc(key: Key, pan: string, expiry: string): string {
  // 48 bits modulo 1000: no digit is noticeably likelier than another.
  const bits = Number.parseInt(keyedHash(key, `cvc|${pan}|${expiry}`).slice(0, 12), 16);
  return String(bits % 1000).padStart(3, '0');
}

/** What is kept of a code that was given rather than derived. */
export function cvcCheckValue(key: Key, pan: string, code: string): string {
  return keyedHash(key, `cvc-check|${pan}|${code}`);
}

export type CvcGiven = 'right' | 'wrong' | 'not_given';

export function compareCvc(
  key: Key,
  card: Pick<Card, 'expiry' | 'cvcCheck'>,
  given: { readonly pan: string; readonly cvc: string | undefined },
): CvcGiven {
  if (given.cvc === undefined) return 'not_given';
  const isRight =
    card.cvcCheck === null
      ? constantTimeEqual(derivedCvc(key, given.pan, card.expiry), given.cvc)
      : constantTimeEqual(card.cvcCheck, cvcCheckValue(key, given.pan, given.cvc));
  return isRight ? 'right' : 'wrong';
}

/** Tag 87 of the answer: match, no match, not processed. */
export type CvcResult = 'M' | 'N' | 'P';

export function cvcResult(rule: CvcRule, given: CvcGiven): CvcResult {
  if (given === 'not_given') return 'P';
  switch (rule) {
    case 'exact':
      return given === 'right' ? 'M' : 'N';
    case 'any':
      return 'M';
    case 'never_refuse':
    case 'never_report':
      return 'N';
  }
}
