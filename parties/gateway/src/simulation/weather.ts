// What goes wrong in a run: drawn once from its seed, so that some runs are calm, some have one fault
// in plenty, and some have all of them.

import type { Chance } from '@kassa/chance';

export type Weather = {
  /** Of messages to a bank. */
  readonly requestLost: number;
  readonly answerLost: number;
  /** Comes so late that nobody waits any more. */
  readonly late: number;
  readonly doubled: number;
  /** Mean times between troubles; each lasts for a while. */
  readonly providerDownEveryMs: number | null;
  readonly lineDownEveryMs: number | null;
  readonly databaseDownEveryMs: number | null;
  readonly crashEveryMs: number | null;
  /** A commit whose answer is lost. */
  readonly commitLost: number;
  /** When it is slow, what comes in the meantime is committed together. */
  readonly commitTakesMs: readonly [least: number, most: number];
  /** How many people come at the same moment. */
  readonly crowd: number;
  /** How often they do something twice at once. */
  readonly haste: number;
};

const fast = [1, 2] as const;

export function drawWeather(chance: Chance): Weather {
  const rate = (some: number, much: number) => chance.pick([0, 0, some, some, much]);
  const every = (often: number, seldom: number) => chance.pick([null, null, seldom, seldom, often]);
  return {
    requestLost: rate(0.02, 0.3),
    answerLost: rate(0.02, 0.3),
    late: rate(0.02, 0.3),
    doubled: rate(0.05, 0.5),
    providerDownEveryMs: every(60_000, 300_000),
    lineDownEveryMs: every(60_000, 300_000),
    databaseDownEveryMs: every(60_000, 300_000),
    crashEveryMs: every(20_000, 120_000),
    commitLost: rate(0.002, 0.03),
    commitTakesMs: chance.pick([fast, fast, [20, 120], [100, 400]]),
    crowd: chance.pick([1, 1, 8, 40, 40]),
    haste: chance.pick([0.2, 0.2, 0.8]),
  };
}

/** When everything is healed. */
export const stillWeather: Weather = {
  requestLost: 0,
  answerLost: 0,
  late: 0,
  doubled: 0,
  providerDownEveryMs: null,
  lineDownEveryMs: null,
  databaseDownEveryMs: null,
  crashEveryMs: null,
  commitLost: 0,
  commitTakesMs: fast,
  crowd: 1,
  haste: 0,
};
