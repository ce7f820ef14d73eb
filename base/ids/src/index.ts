// Identifiers: a prefix that names the kind, then 48 bits of milliseconds and 80 random bits in
// Crockford's base 32. Time comes first because random keys halve the insert rate of a large table.
// The caller makes the id before the effect, so that a retry names the same thing.

/** `pi_01JD…`: prefix, underscore, 26 characters that sort by time. */
export type Id<Prefix extends string> = `${Prefix}_${string}`;

export type Entropy = {
  /** Milliseconds since 1970, from the clock of the party. */
  readonly nowMs: () => number;
  /** Fills `size` bytes; cryptographic in production, seeded in a simulation. */
  readonly randomBytes: (size: number) => Uint8Array;
};

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const body = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export type IdMaker = <Prefix extends string>(prefix: Prefix) => Id<Prefix>;

/** Ids of one maker never repeat and never sort backwards, also within one millisecond. */
export function idMaker(entropy: Entropy): IdMaker {
  let lastMs = -1;
  let tail = 0n;
  return (prefix) => {
    const nowMs = entropy.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      tail = freshTail(entropy);
    } else {
      tail += 1n;
      if (tail >> 80n) {
        lastMs += 1;
        tail = freshTail(entropy);
      }
    }
    return `${prefix}_${base32((BigInt(lastMs) << 80n) | tail)}`;
  };
}

/** True only for an id of this very kind. */
export function isId<Prefix extends string>(prefix: Prefix, text: unknown): text is Id<Prefix> {
  return (
    typeof text === 'string' &&
    text.startsWith(`${prefix}_`) &&
    body.test(text.slice(prefix.length + 1))
  );
}

/** Sorts before every id of this kind that is made at that time or later. */
export function firstIdAt<Prefix extends string>(prefix: Prefix, atMs: number): Id<Prefix> {
  return `${prefix}_${base32(BigInt(Math.max(0, Math.trunc(atMs))) << 80n)}`;
}

/** When the id was made, in milliseconds since 1970; undefined if it is not one of ours. */
export function madeAtMs(id: string): number | undefined {
  const text = id.slice(id.lastIndexOf('_') + 1);
  if (!body.test(text)) return undefined;
  let value = 0n;
  for (const letter of text) value = (value << 5n) | BigInt(alphabet.indexOf(letter));
  return Number(value >> 80n);
}

function freshTail(entropy: Entropy): bigint {
  // The top bit stays clear, so that a busy millisecond has room to count upwards.
  let tail = 0n;
  for (const byte of entropy.randomBytes(10)) tail = (tail << 8n) | BigInt(byte);
  return tail & ((1n << 79n) - 1n);
}

function base32(value: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) {
    text += alphabet.charAt(Number((value >> shift) & 31n));
  }
  return text;
}
