// Work at several places that fail by themselves: one acquirer that cannot be asked keeps no other
// from being asked. What failed is thrown when all have had their turn.

/** How much was done everywhere. Throws at the end, with every failure. */
export async function goThrough<T>(
  places: readonly T[],
  work: (place: T) => Promise<number>,
): Promise<number> {
  const failures: unknown[] = [];
  let count = 0;
  for (const place of places) {
    try {
      count += await work(place);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return count;
  const [first] = failures;
  if (failures.length === 1) throw first;
  const reasons = failures.map((one) => (one instanceof Error ? one.message : String(one)));
  // Many fail for one reason: it is said once.
  throw new AggregateError(failures, [...new Set(reasons)].join('; '));
}
