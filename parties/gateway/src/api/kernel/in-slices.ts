/** As many ids as a look-up takes at once. */
const atOnce = 1_000;

/** Looks many up in few round trips: what a page holds mostly takes one. */
export async function inSlices<Found>(
  ids: readonly string[],
  lookUp: (some: readonly string[]) => Promise<readonly Found[]>,
): Promise<Found[]> {
  const wanted = [...new Set(ids)];
  const found: Found[] = [];
  for (let at = 0; at < wanted.length; at += atOnce) {
    found.push(...(await lookUp(wanted.slice(at, at + atOnce))));
  }
  return found;
}
