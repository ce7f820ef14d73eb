import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@kassa/secret';

/** HMAC-SHA-256 in hex: equal texts have equal hashes, and without the key none can be tried. */
export function keyedHash(key: Secret<Buffer>, text: string | Uint8Array): string {
  return createHmac('sha256', key.reveal()).update(text).digest('hex');
}

/** A random value for a URL or a header: base64url of that many bytes. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Compares without telling by its time where the difference is; the lengths may be told. */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** The randomness port of programs that really run. */
export const nodeEntropy = {
  randomBytes: (length: number): Uint8Array => randomBytes(length),
};
