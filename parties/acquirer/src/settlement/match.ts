// Which batches does the money stand for? The network nets everything it took since its last cycle,
// oldest first, so what the clearing house credits is the sum of the oldest batches. Pure.

export type OpenBatch = {
  readonly batchId: string;
  /** What the network owes us for it in one currency: below zero, we owe. */
  readonly netMinor: bigint;
};

/**
 * The oldest batches that together make the amount; undefined if no such run of them does. Batches
 * of nothing at the end of the run belong to it: no money will ever come for them.
 */
export function matchBatches(
  amountMinor: bigint,
  open: readonly OpenBatch[],
): readonly string[] | undefined {
  let sum = 0n;
  let length: number | undefined;
  for (const [index, batch] of open.entries()) {
    sum += batch.netMinor;
    if (sum === amountMinor) length = index + 1;
    else if (length !== undefined) break;
  }
  return length === undefined ? undefined : open.slice(0, length).map(({ batchId }) => batchId);
}
