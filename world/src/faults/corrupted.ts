import type { Strike } from './decide.ts';

/** A copy with one byte changed; its length is as it was. */
export function corrupted(bytes: Buffer, strike: Strike): Buffer {
  if (strike.deed !== 'corrupt' || bytes.byteLength === 0) return bytes;
  const changed = Buffer.from(bytes);
  const at = Math.floor(strike.at * bytes.byteLength);
  changed[at] = (changed[at] ?? 0) ^ strike.mask;
  return changed;
}
