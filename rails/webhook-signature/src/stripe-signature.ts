// The header `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>…]`: HMAC-SHA256 over
// `<t>.<payload bytes>`. The payload is the body exactly as sent; parsed and printed again it
// no longer fits. Several v1 stand side by side while a secret is being replaced.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { assert, err, ok, type Result } from '@kassa/result';

export type SignatureError =
  /** Not of the form above, or without a `t`. */
  | { readonly code: 'malformed_header' }
  /** No signature of scheme v1; others are left alone. */
  | { readonly code: 'no_signature' }
  /** Made with another secret, or the body or `t` was changed. */
  | { readonly code: 'wrong_signature' }
  /** Signed rightly, but longer ago than tolerated: a replay. */
  | { readonly code: 'too_old'; readonly ageSeconds: number }
  /** Signed for a time that has not come: a clock is wrong. */
  | { readonly code: 'too_new'; readonly ageSeconds: number };

/** The whole header value; with several secrets one v1 for each. */
export function sign(
  payload: string | Uint8Array,
  secrets: string | readonly string[],
  timestampSeconds: number,
): string {
  assert(
    Number.isSafeInteger(timestampSeconds) && timestampSeconds >= 0,
    `a timestamp in whole seconds: ${timestampSeconds}`,
  );
  const list = typeof secrets === 'string' ? [secrets] : secrets;
  assert(list.length > 0, 'a signature needs a secret');
  const signatures = list.map(
    (secret) => `v1=${hmac(payload, secret, String(timestampSeconds)).toString('hex')}`,
  );
  return [`t=${timestampSeconds}`, ...signatures].join(',');
}

/** The time of signing in seconds, if any v1 fits any secret within the tolerance. */
export function verify(
  payload: string | Uint8Array,
  header: string,
  secrets: readonly string[],
  toleranceSeconds: number,
  nowSeconds: number,
): Result<{ readonly signedAtSeconds: number }, SignatureError> {
  const read = readHeader(header);
  if (!read) return err({ code: 'malformed_header' });
  if (read.signatures.length === 0) return err({ code: 'no_signature' });
  if (!anyFits(payload, read, secrets)) return err({ code: 'wrong_signature' });
  const signedAtSeconds = Number(read.timestamp);
  const ageSeconds = nowSeconds - signedAtSeconds;
  if (ageSeconds > toleranceSeconds) return err({ code: 'too_old', ageSeconds });
  if (ageSeconds < -toleranceSeconds) return err({ code: 'too_new', ageSeconds });
  return ok({ signedAtSeconds });
}

type ReadHeader = { readonly timestamp: string; readonly signatures: readonly Buffer[] };

// A rotation needs two signatures; a header with hundreds is an attempt to keep us busy.
const headerLengthMax = 4096;
const signaturesMax = 16;

function readHeader(header: string): ReadHeader | undefined {
  if (header.length > headerLengthMax) return undefined;
  let timestamp: string | undefined;
  const signatures: Buffer[] = [];
  for (const item of header.split(',')) {
    const at = item.indexOf('=');
    if (at < 1) return undefined;
    const [key, value] = [item.slice(0, at).trim(), item.slice(at + 1).trim()];
    if (key === 't') {
      if (timestamp !== undefined || !/^\d{1,12}$/.test(value)) return undefined;
      timestamp = value;
    }
    if (key === 'v1' && signatures.push(Buffer.from(value, 'hex')) > signaturesMax) {
      return undefined;
    }
  }
  return timestamp === undefined ? undefined : { timestamp, signatures };
}

/** Tries every pair and never stops early, so that the time taken tells nothing. */
function anyFits(
  payload: string | Uint8Array,
  header: ReadHeader,
  secrets: readonly string[],
): boolean {
  let fits = false;
  for (const secret of secrets) {
    const expected = hmac(payload, secret, header.timestamp);
    for (const given of header.signatures) {
      const same = given.length === expected.length && timingSafeEqual(given, expected);
      fits = same || fits;
    }
  }
  return fits;
}

function hmac(payload: string | Uint8Array, secret: string, timestamp: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(payload).digest();
}
