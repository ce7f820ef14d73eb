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
/** Letters of five bits: 50 bits of time, then twice 40. */
const timeLength = 10;
const halfLength = 8;
const half = 2 ** 40;
const body = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export type IdMaker = <Prefix extends string>(prefix: Prefix) => Id<Prefix>;

/** Ids of one maker never repeat and never sort backwards, also within one millisecond. */
export function idMaker(entropy: Entropy): IdMaker {
  let lastMs = -1;
  let time = '';
  // The random 80 bits as two halves: numbers hold 53.
  let high = 0;
  let low = 0;
  const begin = (ms: number) => {
    lastMs = ms;
    time = letters(ms, timeLength);
    const bytes = entropy.randomBytes(10);
    // The top bit stays clear, so that a busy millisecond has room to count upwards.
    high = numberIn(bytes, 0) % (half / 2);
    low = numberIn(bytes, 5);
  };
  return (prefix) => {
    const nowMs = entropy.nowMs();
    if (nowMs > lastMs) begin(nowMs);
    else if (low + 1 < half) low += 1;
    else if (high + 1 < half) [high, low] = [high + 1, 0];
    else begin(lastMs + 1);
    return `${prefix}_${time}${letters(high, halfLength)}${letters(low, halfLength)}`;
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
  return `${prefix}_${letters(Math.max(0, Math.trunc(atMs)), timeLength)}${'0'.repeat(2 * halfLength)}`;
}

/** When the id was made, in milliseconds since 1970; undefined if it is not one of ours. */
export function madeAtMs(id: string): number | undefined {
  const text = id.slice(id.lastIndexOf('_') + 1);
  if (!body.test(text)) return undefined;
  return [...text.slice(0, timeLength)].reduce(
    (ms, letter) => ms * 32 + alphabet.indexOf(letter),
    0,
  );
}

/** Five bytes as one number. */
function numberIn(bytes: Uint8Array, from: number): number {
  return bytes.slice(from, from + 5).reduce((number, byte) => number * 256 + byte, 0);
}

function letters(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) {
    text = alphabet.charAt(rest % 32) + text;
  }
  return text;
}
