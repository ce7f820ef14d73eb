// Chance from a seed: the same seed draws the same numbers, on every machine.

export type Chance = {
  /** From 0, included, to 1, not included. */
  next(): number;
  /** True so often. */
  hits(probability: number): boolean;
  /** A whole number; both ends are included. */
  between(least: number, most: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** A stream of its own, so that one part's draws do not move another's. */
  fork(): Chance;
};

export function chanceFrom(seed: number): Chance {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    hits: (probability) => next() < probability,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    fork: () => chanceFrom(between(0, 0x7fffffff)),
  };
}
