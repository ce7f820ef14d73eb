// Why a file was refused: where it stands, what was expected there, and what stands there instead.

export type AchError = {
  readonly code: /** The text as a whole: too long, too many lines. */
    | 'too_large'
    /** A line that is no record of 94 printable ASCII characters. */
    | 'bad_line'
    /** A record that may not stand here, or one that is missing. */
    | 'bad_order'
    /** A field that holds what it may not. */
    | 'bad_field'
    /** A field that does not fit another: counts, sums, hashes, repeated names. */
    | 'inconsistent';
  /** 1 and up. */
  readonly line: number;
  /** First and last column, 1 to 94. */
  readonly columns: readonly [number, number];
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};

/** Keeps the first problem, so that a record is read in one straight line of code. */
export type Problems = {
  readonly found: AchError | undefined;
  refuse(error: AchError): void;
};

export function problems(): Problems {
  let found: AchError | undefined;
  return {
    get found() {
      return found;
    },
    refuse(error) {
      found ??= { ...error, found: error.found.slice(0, 94) };
    },
  };
}
