import { createHmac, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto';
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

/** Drawn a page at a time: a call to the system for ten bytes costs as much as for thousands. */
const drawn = Buffer.alloc(4096);
let left = 0;

/** The randomness port of programs that really run. What was given is given once. */
export const nodeEntropy = {
  randomBytes: (length: number): Uint8Array => {
    if (length > drawn.length) return randomBytes(length);
    if (length > left) {
      randomFillSync(drawn);
      left = drawn.length;
    }
    const from = drawn.length - left;
    left -= length;
    const given = Uint8Array.from(drawn.subarray(from, from + length));
    drawn.fill(0, from, from + length);
    return given;
  },
};
