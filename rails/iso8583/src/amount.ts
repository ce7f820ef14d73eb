// Amounts on the wire: twelve digits of minor units, never a sign.

import { assert } from '@kassa/result';

/** Field 4, 5, 6: `100.00` of a currency with two decimals is `000000010000`. */
export function encodeAmount(minor: bigint): string {
  assert(minor >= 0n && minor < 10n ** 12n, 'an amount on the wire has twelve digits and no sign');
  return String(minor).padStart(12, '0');
}

/** Undefined unless it is twelve digits. */
export function decodeAmount(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d{12}$/.test(text) ? BigInt(text) : undefined;
}

/**
 * Field 95, replacement amounts: what remains of the transaction after a partial reversal, then the
 * settlement amount and the two fees, which this network leaves at zero.
 */
export function encodeReplacementAmount(minor: bigint): string {
  return `${encodeAmount(minor)}${'0'.repeat(12)}C00000000C00000000`;
}

/** What remains of the transaction; undefined unless the field has its form. */
export function decodeReplacementAmount(text: string | undefined): bigint | undefined {
  const parts = /^(\d{12})\d{12}[CD]\d{8}[CD]\d{8}$/.exec(text ?? '');
  return parts?.[1] === undefined ? undefined : BigInt(parts[1]);
}
