// The simulation of payments: some dozens of seeds, that the same seed is the same run, and that bugs
// which are planted are found.

import { describe, expect, test } from 'vitest';
import { planted } from './planted.ts';
import { type RunReport, runSeed } from './run.ts';

/** Said with the one command that repeats it. */
const brokenIn = ({ seed, payments, breaches }: RunReport): string[] =>
  breaches.map(
    ({ promise, order, detail }) =>
      `${promise}: ${order}: ${detail} (npm run simulate -- --seed ${seed} --payments ${payments} --trace)`,
  );

describe('payments under failure', () => {
  test('keep every promise, whatever gets lost and whoever dies', async () => {
    const sums = { crashes: 0, steps: 0, together: 0, halved: 0 };
    for (let seed = 1; seed <= 24; seed += 1) {
      const report = await runSeed({ seed, payments: 40 });
      expect(brokenIn(report)).toEqual([]);
      sums.crashes += report.crashes;
      sums.steps += report.steps;
      sums.together += report.together;
      sums.halved += report.halved;
    }
    // They were no calm days.
    expect(sums.crashes).toBeGreaterThan(10);
    expect(sums.steps).toBeGreaterThan(20_000);
    // People came in crowds, and what they did was committed together and judged one by one.
    expect(sums.together).toBeGreaterThan(500);
    expect(sums.halved).toBeGreaterThan(10);
  });

  test('are the same run for the same seed', async () => {
    const [first, again, other] = [
      await runSeed({ seed: 1, payments: 30 }),
      await runSeed({ seed: 1, payments: 30 }),
      await runSeed({ seed: 8, payments: 30 }),
    ];
    expect(again.digest).toBe(first.digest);
    expect(other.digest).not.toBe(first.digest);
  });
});

const elsewhere = 'another attempt waits for a certain end';
const atEnd = ['every attempt ends', 'all sides agree', 'nothing is held that is not meant'];

/** By which promises it may show first. */
const shownBy: Readonly<Record<keyof typeof planted, readonly string[]>> = {
  'a time-out is taken for not attempted': [elsewhere],
  'a lost answer to a reversal is taken for an acknowledgement': [elsewhere],
  'what is under way is taken for what never arrived': [elsewhere],
  'an advice is told again under a new name': ['the bank is told no nonsense'],
  'advices are missing from the commit': atEnd,
  // Where the book refuses what the second writer settles once more, its request throws.
  'the versions of updates are not looked at': [
    elsewhere,
    'the bank is told no nonsense',
    'nothing throws',
    ...atEnd,
  ],
  'what a dead process left open is taken for refused': [elsewhere, ...atEnd],
  // What was said to be stored is not found, or the next step does not fit what is there.
  'a unit of a batch is lost': ['nothing throws', elsewhere],
  'two units of a batch get the answers of each other': [elsewhere, 'nothing throws'],
  'what units expect is not looked at when they go together': [
    'all sides agree',
    'the bank is told no nonsense',
  ],
};

describe('a planted bug is found', () => {
  const seedsMax = 20;
  const payments = 40;

  test.each(Object.entries(planted))('%s', async (name, spoil) => {
    let found: RunReport | undefined;
    for (let seed = 1; seed <= seedsMax && found === undefined; seed += 1) {
      const report = await runSeed({ seed, payments, spoil });
      if (report.breaches.length > 0) found = report;
    }
    const { promise, payments: after } = found?.breaches[0] ?? {};
    const expected = Object.entries(shownBy).find(([of]) => of === name)?.[1];
    expect(expected).toContain(promise);
    expect(after).toBeLessThanOrEqual(payments);
  });
});
