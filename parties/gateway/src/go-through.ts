// Work at several places that fail by themselves: one acquirer that cannot be asked keeps no other
// from being asked. What failed is thrown when all have had their turn.

/** How much was done everywhere, at `atOnce` places at a time. Throws at the end, with every failure. */
export async function goThrough<T>(
  places: readonly T[],
  work: (place: T) => Promise<number>,
  atOnce = 1,
): Promise<number> {
  const failures: unknown[] = [];
  let count = 0;
  const left = [...places];
  const goOn = async () => {
    for (let place = left.shift(); place !== undefined; place = left.shift()) {
      try {
        // Not `count += await`: what others add meanwhile would be lost.
        const done = await work(place);
        count += done;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  if (failures.length === 0) return count;
  const [first] = failures;
  if (failures.length === 1) throw first;
  const reasons = failures.map((one) => (one instanceof Error ? one.message : String(one)));
  // Many fail for one reason: it is said once.
  throw new AggregateError(failures, [...new Set(reasons)].join('; '));
}
