// Several presentments of one authorization: each says which it is, and the last says how many there
// are. Schemes carry the same as "multiple clearing sequence number and count". Two digits each.

export type ClearingSequence = {
  /** 1 and up. */
  readonly number: number;
  /** How many in all; null while more may follow. */
  readonly count: number | null;
};

export const clearingNumberMax = 99;

export function encodeClearingSequence({ number, count }: ClearingSequence): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return two(number) + two(count ?? 0);
}

/** Undefined unless it is a number from 1 on, followed by zero or by a count that it fits in. */
export function decodeClearingSequence(text: string): ClearingSequence | undefined {
  if (!/^\d{4}$/.test(text)) return undefined;
  const number = Number(text.slice(0, 2));
  const count = Number(text.slice(2));
  if (number === 0 || (count !== 0 && count < number)) return undefined;
  return { number, count: count === 0 ? null : count };
}

/** A presentment that says nothing of it is the only one; after the last, the rest is released. */
export function isLastClearing(sequence: ClearingSequence | undefined): boolean {
  return sequence === undefined || sequence.count !== null;
}
