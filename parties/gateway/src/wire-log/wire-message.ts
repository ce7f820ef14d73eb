// One message of a line as its log keeps it: who, when, which, and its fields with nothing secret.

export type WireMessage = {
  readonly id: string;
  readonly atMs: number;
  readonly direction: (typeof directions)[number];
  readonly protocol: (typeof protocols)[number];
  /** The acquirer's name, or `directory-server`, or `browser`. */
  readonly peer: string;
  /** MTI, or the name of a 3-D Secure message. */
  readonly type: string;
  readonly stan: string | null;
  readonly rrn: string | null;
  /** Null where only the RRN says whose it is. */
  readonly about: WireSubject | null;
  readonly responseCode: string | null;
  readonly latencyMs: number | null;
  readonly isLate: boolean;
  readonly failure: string | null;
  /** By number, or by the name of the element. */
  readonly fields: Readonly<Record<string, string>>;
};

export type WireSubject = {
  readonly accountId: string;
  readonly intentId: string;
  readonly attemptId: string | null;
};

/** `none` is what did not happen: a message that did not leave, an answer that did not come. */
export const directions = ['out', 'in', 'none'] as const;
export const protocols = ['iso8583', '3ds'] as const;
