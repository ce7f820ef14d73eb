// The cryptographic proof of an authentication: made by the ACS, checked once by the authorization
// host of the same bank. It names nothing that anyone else could read.

import { constantTimeEqual, keyedHash } from '@kassa/crypto';
import type { Secret } from '@kassa/secret';

export type CavvParts = {
  readonly acsTransId: string;
  readonly panHash: string;
  readonly amountMinor: bigint;
  readonly currency: string;
};

/** 20 bytes in base64: 28 characters, the form of authenticationValue. */
export function makeCavv(key: Secret<Buffer>, parts: CavvParts): string {
  const text = ['cavv', parts.acsTransId, parts.panHash, parts.amountMinor, parts.currency];
  return Buffer.from(keyedHash(key, text.join('|')).slice(0, 40), 'hex').toString('base64');
}

/** What is stored of it: enough to find the authentication it belongs to. */
export function cavvHash(key: Secret<Buffer>, cavv: string): string {
  return keyedHash(key, `cavv-hash|${cavv}`);
}

export function isCavvOf(key: Secret<Buffer>, cavv: string, parts: CavvParts): boolean {
  return constantTimeEqual(makeCavv(key, parts), cavv);
}
