// What every room of this package speaks of: a message, and why one was refused.

import type { Mti } from './mti.ts';

/**
 * One ISO 8583 message. The text of a field is exactly what the standard's table names, without its
 * length prefix: digits, characters, or upper-case hexadecimal for binary fields (b). Fixed fields
 * are given at full length: nothing is padded or trimmed silently.
 */
export type Message = {
  readonly mti: Mti;
  readonly fields: Fields;
};

export type Fields = Readonly<Record<number, string>>;

export type CodecErrorCode =
  | 'unknown_mti'
  | 'unknown_field'
  | 'truncated'
  | 'overlong'
  | 'non_conforming'
  | 'missing_field';

/** `field` 0 is the MTI, 1 the bitmap; `offset` counts bytes from the start of the message. */
export type CodecError = {
  readonly code: CodecErrorCode;
  readonly field: number;
  readonly offset: number;
  /** What was wrong, in words that never repeat the value: it may be a card number. */
  readonly reason: string;
};
